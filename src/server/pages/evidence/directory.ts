import { listFindings } from "../../../index/index.ts";
import type { Entry, Finding, InputEntry } from "../../../model/index.ts";
import { perSite } from "../../site.ts";

type ImportEntry = Extract<Entry, { type: "import" }>;

/** What is where in the log, read once. */
export interface Directory {
  /** Imports in order, each with its place: it closes the entries before it. */
  readonly imports: readonly { readonly index: number; readonly entry: ImportEntry }[];
  /** The newest input of each `source/name`. */
  readonly inputs: ReadonlyMap<string, { readonly index: number; readonly entry: InputEntry }>;
  /** The first entry that has a text, by its SHA-256. */
  readonly blobs: ReadonlyMap<string, number>;
  /** Entries of each kind: versions, and inputs by source. */
  readonly counts: ReadonlyMap<string, number>;
}

export const readDirectory = perSite(({ evidence }): Directory => {
  const imports: { index: number; entry: ImportEntry }[] = [];
  const inputs = new Map<string, { index: number; entry: InputEntry }>();
  const blobs = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { index, entry } of evidence.entries()) {
    if (entry.type === "import") imports.push({ index, entry });
    else if (!blobs.has(entry.blob)) blobs.set(entry.blob, index);
    if (entry.type === "input") inputs.set(`${entry.source}/${entry.name}`, { index, entry });
    const kind = entry.type === "input" ? entry.source : entry.type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return { imports, inputs, blobs, counts };
});

/** Findings by the inputs that they rest on. */
export const findingsByEvidence = perSite(async ({ index }): Promise<ReadonlyMap<string, readonly Finding[]>> => {
  const all = await listFindings(index, {});
  const pairs = all.flatMap((finding) => finding.evidence.map((id) => ({ id, finding })));
  return new Map([...Map.groupBy(pairs, ({ id }) => id)].map(([id, list]) => [id, list.map(({ finding }) => finding)]));
});

/** When the recorder closed the import that an entry belongs to; null for an import that was cut off. */
export function recordedAt({ imports }: Directory, index: number): string | null {
  return imports.find((one) => one.index >= index)?.entry.recorded ?? null;
}
