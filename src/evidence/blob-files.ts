import { EXIT, UserError } from "../std/index.ts";
import { BLOB_FILE_BYTES_MAX, decodeBlob } from "./blob-bytes.ts";
import { blobPath } from "./layout.ts";
import { damaged } from "./problem.ts";
import { locate, type LogStore } from "./store.ts";

/** A blob that was found to be what it is named by. */
export interface FoundBlob {
  /** Its file, as it lies in the store. */
  readonly stored: Uint8Array;
  /** What was recorded. */
  readonly bytes: Uint8Array;
}

/** Times that a blob is looked for, and the wait after the first, in milliseconds; longer each time. */
const TRIES_MAX = 4;
const PAUSE_MS = 100;

/** Reads a blob. Throws a UserError where it is missing or damaged: what is returned has this hash. */
export function readBlob(store: LogStore, sha256: string): FoundBlob {
  const path = blobPath(sha256);
  try {
    return waitForBlob(store, sha256);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    // A copy that went bad: what was recorded is in the store.
    if (!store.forget(path)) throw damaged(locate(store, path), cause);
  }
  try {
    return waitForBlob(store, sha256);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    store.forget(path);
    throw damaged(locate(store, path), cause);
  }
}

/** Looks for a blob once; null where it is missing. Throws an Error of one line where it is damaged. */
export function findBlob(store: LogStore, sha256: string): FoundBlob | null {
  const stored = store.read(blobPath(sha256), BLOB_FILE_BYTES_MAX);
  return stored && { stored, bytes: decodeBlob(stored, sha256) };
}

function waitForBlob(store: LogStore, sha256: string): FoundBlob {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const found = findBlob(store, sha256);
    if (found) return found;
    if (tries < TRIES_MAX) store.pause(PAUSE_MS * tries);
  }
  throw new UserError(`${locate(store, blobPath(sha256))} is missing; run corrigible verify`, EXIT.outside);
}
