import { type Checkpoint, openCheckpoint } from "../../tlog/index.ts";
import { decodeText, NOTE_BYTES_MAX } from "../layout.ts";
import { type Findings, messageOf, type Problem } from "../problem.ts";
import type { LogStore } from "../store.ts";
import { FENCE, parseMoved, parseStagedPath, PROBE, SEQUENCER } from "./sequencer-names.ts";

/** Checks what a bucket has for its sequencer: that the tree that may be followed is the published one, or follows it. */
export function checkSequencer(store: LogStore, published: Checkpoint, vkey: string): Findings {
  const problems: Problem[] = [];
  const notes: string[] = [];
  try {
    const bytes = store.read(FENCE, NOTE_BYTES_MAX);
    if (!bytes) throw new Error("missing; without it nobody may add to the log");
    const moved = parseMoved(bytes);
    if (moved !== null) throw new Error(`the log was ${moved.words}; this is what it was then`);
    const { size, root } = openCheckpoint(decodeText(bytes), vkey);
    if (size < published.size) throw new Error(`a tree of ${size} entries, less than the ${published.size} published`);
    if (size === published.size && Buffer.compare(root, published.root) !== 0) {
      throw new Error("another tree than the one published");
    }
    if (size > published.size) notes.push(`${FENCE}: an append up to ${size} entries that is being published`);
  } catch (cause) {
    problems.push({ path: FENCE, record: null, message: messageOf(cause) });
  }
  for (const { path } of store.list(SEQUENCER.slice(0, -1))) {
    if (path === FENCE || path === PROBE) continue;
    if (parseStagedPath(path) !== null) notes.push(`${path}: leaves of an append, left by an interrupted import`);
    else problems.push({ path, record: null, message: "not part of the log, a file of someone else's" });
  }
  return { problems, notes };
}
