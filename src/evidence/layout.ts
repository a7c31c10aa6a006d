import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { EXIT, UserError } from "../std/index.ts";
import { locate, type LogStore } from "./store.ts";

/**
 * What lies where. Format pages: docs/formats/log.md, blobs.md.
 *
 *     evidence/checkpoint                 size and root, signed
 *     evidence/tile/…                     hashes and entries, https://c2sp.org/tlog-tiles
 *     evidence/blobs/a8/86e3….zst         a text, by its SHA-256
 *     keys/log.key                        the key that signs checkpoints
 *     state/evidence.lock, evidence-temp/ the writer's lock and its unfinished files
 */

export const CHECKPOINT = "checkpoint";
export const BLOBS = "blobs";
export const KEY_FILE = "log.key";
export const LOCK_FILE = "evidence.lock";
export const TEMP_FOLDER = "evidence-temp";

/** Where a blob lies below the evidence folder. */
export function blobPath(sha256: string): string {
  return `${BLOBS}/${sha256.slice(0, 2)}/${sha256.slice(2)}.zst`;
}

/** The inverse of {@link blobPath}; null for any other path. */
export function parseBlobPath(path: string): string | null {
  const parts = /^blobs\/([0-9a-f]{2})\/([0-9a-f]{62})\.zst$/.exec(path);
  return parts ? `${parts[1]}${parts[2]}` : null;
}

/** The largest checkpoint or key file, in bytes. */
export const NOTE_BYTES_MAX = 1_000_000;

/** The largest entry bundle: 256 entries of 65,535 bytes, each with its length. Hash tiles are smaller. */
export const TILE_BYTES_MAX = 256 * (2 + 0xffff);

/** Reads a file of at most `bytesMax`, or throws a UserError. A missing one is Node's own error. */
export function readLimited(path: string, bytesMax: number): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    if (fstatSync(descriptor).size > bytesMax) {
      throw new UserError(`${path} is larger than ${bytesMax} bytes`, EXIT.outside);
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** UTF-8 text, no byte replaced or dropped. Throws a TypeError for other bytes. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Throws a UserError where a store has no log. */
export function requireLog(store: LogStore): void {
  if (!store.has(CHECKPOINT)) throw noLog(store);
}

/** The bytes of the signed note in a store. Throws a UserError where there is no log. */
export function readCheckpoint(store: LogStore): Uint8Array {
  const bytes = store.read(CHECKPOINT, NOTE_BYTES_MAX);
  if (!bytes) throw noLog(store);
  return bytes;
}

/** The error for a store without a log. */
export function noLog(store: LogStore): UserError {
  return new UserError(`${store.name} is not an evidence log: ${locate(store, CHECKPOINT)} is missing`);
}
