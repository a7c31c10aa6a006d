/** A block of header fields with the line before them, as WARC and HTTP write it. */
export interface HeaderBlock {
  readonly first: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Bytes up to what follows the empty line. */
  readonly length: number;
}

const ENDS = [Buffer.from("\r\n\r\n"), Buffer.from("\n\n")] as const;

/** Reads the block that bytes begin with; null where it has no end within `bytesMax`. Lines that are no fields are passed over. */
export function parseHeaders(bytes: Buffer, encoding: "utf8" | "latin1", bytesMax: number): HeaderBlock | null {
  const within = bytes.subarray(0, bytesMax);
  const ends = ENDS.map((end) => ({ at: within.indexOf(end), length: end.length })).filter(({ at }) => at >= 0);
  const [end] = ends.toSorted((a, b) => a.at - b.at);
  if (!end) return null;
  const [first = "", ...lines] = within.toString(encoding, 0, end.at).split(/\r?\n/);
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    const colon = line.indexOf(":");
    if (/^[ \t]/.test(line) && last) last[1] = `${last[1]} ${line.trim()}`;
    else if (colon > 0) fields.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { first: first.trim(), fields, length: end.at + end.length };
}

/** The first value of a field, its name in any case. */
export function fieldOf({ fields }: Pick<HeaderBlock, "fields">, name: string): string | undefined {
  return fields.find(([one]) => one.toLowerCase() === name)?.[1];
}
