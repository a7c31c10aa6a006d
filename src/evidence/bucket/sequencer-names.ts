import type { Checkpoint } from "../../tlog/index.ts";
import { describePlace, type EvidencePlace } from "../place.ts";

/**
 * What a bucket has beside the log's own names, for the one who adds to it. Format page: docs/formats/log.md.
 *
 *     sequencer/checkpoint          the newest tree that anybody has won the right to; replaced by conditional writes alone
 *     sequencer/staged/600-3f5e…    the leaves of an append up to 600 entries, until it is published
 *     sequencer/probe               to try conditional writes on, and whether two addresses are those of one bucket
 */

export const SEQUENCER = "sequencer/";
export const FENCE = "sequencer/checkpoint";
export const STAGED = "sequencer/staged";
/** Nothing is kept in it: a write to it under a condition that cannot hold shows whether a store looks at conditions. */
export const PROBE = "sequencer/probe";

/** Where the leaves of an append lie until it is published. */
export function stagedPath({ size, root }: Pick<Checkpoint, "size" | "root">): string {
  return `${STAGED}/${size}-${Buffer.from(root).toString("hex")}`;
}

/** The size of the tree that an append leads to; null for any other path. */
export function parseStagedPath(path: string): number | null {
  const parts = /^sequencer\/staged\/([1-9]\d{0,15})-[0-9a-f]{64}$/.exec(path);
  return parts ? Number(parts[1]) : null;
}

/** What stands in the fence of a bucket whose log has gone elsewhere. */
export interface Moved {
  /** Words for people: "moved to a folder". The path of a folder is its owner's business. */
  readonly words: string;
  /** The move that closed the bucket, 32 hexadecimal digits. Of all folders one knows it: the one that the log went to. */
  readonly move: string;
  /** The log's last checkpoint in the bucket, signed. */
  readonly note: string;
}

/** The place as {@link Moved} names it. */
export function movedTo(place: EvidencePlace): string {
  return typeof place === "string" ? "moved to a folder" : `moved to ${describePlace(place)} at ${place.endpoint}`;
}

export function formatMoved({ words, move, note }: Moved): string {
  return `${words}\n${move}\n\n${note}`;
}

/** The inverse of {@link formatMoved}; null for anything else. */
export function parseMoved(fence: Uint8Array): Moved | null {
  const [words = "", move = "", empty, ...note] = Buffer.from(fence).toString("utf8").split("\n");
  const isMoved =
    /^moved to (?:a folder|s3:\/\/[\w./-]+ at https?:\/\/[\w.:[\]-]+)$/.test(words) &&
    /^[0-9a-f]{32}$/.test(move) &&
    empty === "";
  return isMoved ? { words, move, note: note.join("\n") } : null;
}
