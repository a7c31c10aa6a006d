import {
  type Checkpoint,
  formatCheckpoint,
  formatNote,
  openCheckpoint,
  parseNote,
  tilePath,
  tilesOfTree,
} from "../tlog/index.ts";
import { decodeText, readCheckpoint, TILE_BYTES_MAX } from "./layout.ts";
import type { LogStore } from "./store.ts";

/** A checkpoint with its bundles and tiles, all of one moment. */
export interface Snapshot {
  readonly checkpoint: Checkpoint;
  /** Gives a bundle or tile of the checkpoint's tree by its path, or throws what reading it threw. */
  readonly read: (path: string) => Uint8Array;
}

/** Times the files are read again because a writer finished an append meanwhile: they take it milliseconds. */
const TRIES_MAX = 100;

/** Throws an Error of one line where the checkpoint is not as we write it, a UserError where there is none. */
export function takeSnapshot(store: LogStore, vkey: string): Snapshot {
  for (let tries = 1; ; tries++) {
    const bytes = readCheckpoint(store);
    const checkpoint = openCanonical(decodeText(bytes), vkey);
    const files = new Map<string, () => Uint8Array>();
    const paths = [...tilesOfTree(checkpoint.size)].map(tilePath);
    store.prefetch(paths, TILE_BYTES_MAX);
    for (const path of paths) files.set(path, readNow(store, path));
    const isOfOneMoment = Buffer.compare(readCheckpoint(store), bytes) === 0;
    if (isOfOneMoment || tries === TRIES_MAX) return { checkpoint, read: (path) => readFrom(files, path) };
  }
}

function readFrom(files: ReadonlyMap<string, () => Uint8Array>, path: string): Uint8Array {
  const file = files.get(path);
  if (!file) throw new Error(`${path} is no part of this tree`);
  return file();
}

/** Reads now; what is returned gives the bytes, or throws. */
function readNow(store: LogStore, path: string): () => Uint8Array {
  try {
    const bytes = store.read(path, TILE_BYTES_MAX);
    if (!bytes) throw new Error("missing");
    return () => bytes;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** A checkpoint of ours has one signature and no other byte. */
function openCanonical(note: string, vkey: string): Checkpoint {
  const checkpoint = openCheckpoint(note, vkey);
  const [signature, ...more] = parseNote(note).signatures;
  const text = formatCheckpoint(checkpoint);
  if (!signature || more.length > 0 || formatNote({ text, signatures: [signature] }) !== note) {
    throw new Error("more than one signature, or lines that a checkpoint of ours has not");
  }
  return checkpoint;
}
