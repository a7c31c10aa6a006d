import { decodeBase64, decodeCount, decodeHash, encodeBase64 } from "./encoding.ts";
import { TlogError } from "./error.ts";

/**
 * Offline proofs that a log holds an entry, https://c2sp.org/tlog-proof: index, inclusion proof, signed checkpoint.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra eyJlbnRyeSI6e319
 *     index 1
 *     gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 *
 *     example.com/fancylog
 *     2
 *     sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
 *
 *     — example.com/fancylog …
 */
export interface TlogProof {
  /** For the application; no signature covers it. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** The leaf's sibling first, as proveInclusion gives them. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

const HEADER = "c2sp.org/tlog-proof@v1";

/** More hashes than any tree below 2^53 leaves needs. */
const HASHES_MAX = 63;

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [HEADER, ...(extra ? [`extra ${encodeBase64(extra)}`] : []), `index ${index}`];
  return `${[...lines, ...hashes.map(encodeBase64)].join("\n")}\n\n${checkpoint}`;
}

/** The inverse of {@link formatTlogProof}; nothing is verified. Throws a TlogError for any other text. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split("\n");
  if (end < 0 || header !== HEADER) throw new TlogError(`not a proof: it begins with ${HEADER}`);
  const extra = lines[0]?.startsWith("extra ") ? lines.shift()?.slice("extra ".length) : undefined;
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new TlogError("a proof without an index");
  if (lines.length > HASHES_MAX) throw new TlogError(`a proof with more than ${HASHES_MAX} hashes`);
  return {
    ...(extra === undefined ? {} : { extra: decodeBase64(extra) }),
    index: decodeCount(index.slice("index ".length)),
    hashes: lines.map(decodeHash),
    checkpoint: text.slice(end + 2),
  };
}
