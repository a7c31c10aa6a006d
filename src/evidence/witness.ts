import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT, makeFolder, takeLock, UserError, writeDurable } from "../std/index.ts";
import {
  addCosignature,
  type Checkpoint,
  EMPTY_ROOT,
  hashesFromTiles,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  proveConsistency,
  TlogError,
  tilePath,
  verifyConsistency,
} from "../tlog/index.ts";
import { CHECKPOINT, decodeText, NOTE_BYTES_MAX, readLimited } from "./layout.ts";
import { openStoreItself } from "./open-store.ts";
import type { EvidencePlace } from "./place.ts";
import { locate } from "./store.ts";

/**
 * A witness of somebody's log: it cosigns a checkpoint only where that tree continues the last one that it cosigned. What it
 * has seen is kept in a folder of its own, a file a log, and is on disk before a cosignature leaves.
 * Format page: docs/formats/log.md.
 */

/** Where a log is read from: the bytes of a file below its folder or address. Throws a UserError where that fails. */
export type ReadLogFile = (path: string, bytesMax: number) => Promise<Uint8Array>;

/** Reads a log where it lies. */
export function evidenceFiles(place: EvidencePlace): ReadLogFile {
  const store = openStoreItself(place);
  return (path, bytesMax) => {
    const bytes = store.read(path, bytesMax);
    if (!bytes) throw new UserError(`${locate(store, path)} is missing`, EXIT.outside);
    return Promise.resolve(bytes);
  };
}

export interface WitnessOptions {
  readonly read: ReadLogFile;
  /** The log's key, known from elsewhere: name+hash+key. */
  readonly logVkey: string;
  /** The witness's own. */
  readonly signerKey: string;
  /** Folder of what it has seen; made where it is missing. */
  readonly stateDir: string;
  /** The witness's clock. */
  readonly now: Date;
}

export interface Witnessed {
  readonly origin: string;
  readonly size: number;
  /** Entries of the tree that it cosigned before; 0: it never saw this log. */
  readonly sizeBefore: number;
  /** The checkpoint with the cosignature. */
  readonly note: string;
}

/** The longest tile that is read: 256 hashes. */
const TILE_BYTES = 256 * 32;
const LOCK = "witness.lock";
const TEMP = "temp";

/**
 * Cosigns a log's newest checkpoint. Throws a UserError (exit 1) where the log's key has not signed it, and where its tree
 * does not continue the one cosigned last: a rollback, a fork, or tiles that do not lead from one to the other.
 */
export async function witnessLog({ read, logVkey, signerKey, stateDir, now }: WitnessOptions): Promise<Witnessed> {
  makeFolder(join(stateDir, TEMP));
  const lock = takeLock(join(stateDir, LOCK), `cosign with the state in ${stateDir}`);
  try {
    const note = decodeNote(await read(CHECKPOINT, NOTE_BYTES_MAX));
    const next = refusing(() => openCheckpoint(note, logVkey));
    const path = join(stateDir, `${createHash("sha256").update(next.origin).digest("hex")}.checkpoint`);
    const last = readLast(path, next.origin);
    await checkContinues(last, next, read);
    const cosigned = addCosignature(note, signerKey, Math.floor(now.getTime() / 1000));
    writeDurable({ path, bytes: Buffer.from(cosigned) }, join(stateDir, TEMP));
    return { origin: next.origin, size: next.size, sizeBefore: last.size, note: cosigned };
  } finally {
    lock.release();
  }
}

/** The tree cosigned last; an empty one where this log was never seen. A file that cannot be read stops the witness. */
function readLast(path: string, origin: string): Checkpoint {
  if (!existsSync(path)) return { origin, size: 0, root: EMPTY_ROOT };
  try {
    return parseCheckpoint(parseNote(decodeText(readLimited(path, NOTE_BYTES_MAX))).text);
  } catch (cause) {
    throw new UserError(`${path}, what was cosigned last, is damaged; without it nothing is cosigned`, EXIT.outside, {
      cause,
    });
  }
}

async function checkContinues(last: Checkpoint, next: Checkpoint, read: ReadLogFile): Promise<void> {
  const of = `of ${next.origin}`;
  if (next.size < last.size) {
    throw refusal(`a rollback ${of}: ${next.size} entries, after ${last.size} that were cosigned`);
  }
  if (next.size === last.size) {
    if (Buffer.compare(next.root, last.root) === 0) return;
    throw refusal(`a fork ${of}: another tree of ${next.size} entries than the one cosigned`);
  }
  const proof = await readConsistency(last.size, next.size, read);
  try {
    verifyConsistency({ oldSize: last.size, oldRoot: last.root, size: next.size, root: next.root, proof });
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    const why = `${cause.message}: a fork, or tiles that were tampered with`;
    throw refusal(`the tree ${of} with ${next.size} entries does not continue the one with ${last.size}: ${why}`);
  }
}

/** The consistency proof, made from the log's tiles. */
async function readConsistency(oldSize: number, size: number, read: ReadLogFile): Promise<Uint8Array[]> {
  const tiles = new Map<string, Uint8Array>();
  // Which tiles are needed does not depend on what is in them.
  proveConsistency(
    oldSize,
    size,
    hashesFromTiles(size, (tile) => {
      const bytes = new Uint8Array(tile.width * (TILE_BYTES / 256));
      tiles.set(tilePath(tile), bytes);
      return bytes;
    }),
  );
  for (const [path, { length }] of tiles) {
    const bytes = await read(path, TILE_BYTES);
    if (bytes.length !== length) throw refusal(`${path} has ${bytes.length} bytes instead of ${length}`);
    tiles.set(path, bytes);
  }
  return proveConsistency(
    oldSize,
    size,
    hashesFromTiles(size, (tile) => tiles.get(tilePath(tile)) ?? new Uint8Array()),
  );
}

const refusal = (message: string): UserError => new UserError(`not cosigned: ${message}`, EXIT.problem);

function decodeNote(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch {
    throw refusal("the checkpoint is no text in UTF-8");
  }
}

/** What the log shows is not ours: where it is wrong, the witness refuses. */
function refusing<T>(open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (cause instanceof TlogError) throw refusal(cause.message);
    throw cause;
  }
}
