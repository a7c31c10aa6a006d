import { join } from "node:path";
import { blobOf, type Entry } from "../model/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import {
  type Checkpoint,
  hashesFromTiles,
  openCheckpoint,
  type TileId,
  TlogError,
  treeRoot,
  vkeyOf,
} from "../tlog/index.ts";
import { growLog, signGrowth } from "./append.ts";
import { encodeBlob, sha256Hex } from "./blob-bytes.ts";
import { encodeEntry } from "./entry-bytes.ts";
import {
  blobPath,
  CHECKPOINT,
  decodeText,
  isMissing,
  KEY_FILE,
  NOTE_BYTES_MAX,
  parseBlobPath,
  readLimited,
} from "./layout.ts";
import { openStoreToWrite } from "./open-store.ts";
import type { EvidencePlace } from "./place.ts";
import { damaged, messageOf } from "./problem.ts";
import { type EvidenceReader, readerOf } from "./reader.ts";
import { locate, type StoredFile, type StoreWriter } from "./store.ts";
import { tileReader } from "./tile-files.ts";

export interface EvidencePaths {
  /** Where the log lies. */
  readonly place: EvidencePlace;
  /** Folder with its key. */
  readonly keysDir: string;
  /** Folder for the lock and unfinished files, on the same file system as the log. */
  readonly stateDir: string;
}

/** As a reader it shows the log as this writer has made it so far. */
export interface EvidenceWriter extends EvidenceReader {
  readonly vkey: string;
  /**
   * Stores blobs, each whole or not at all, and gives their hashes in the same order; those already held are not
   * written again. Their names are made durable with the entries that name them. Throws a UserError above 64 MiB.
   */
  putBlobs(blobs: readonly Uint8Array[]): string[];
  /**
   * Adds entries, all or none, durable on return. Throws a UserError where the blob of one is not stored. Where it fails in
   * the commit, the log may be as it was or as it was to be: only one that is opened again knows, and goes on.
   */
  append(entries: Iterable<Entry>): void;
  /** Removes blobs that no entry names; none where an append has failed, which may have named them. */
  discardUnreferenced(): void;
  /** Gives the lock back. */
  close(): void;
}

/**
 * Opens a log to add to it, and removes what an interrupted writer left beyond the checkpoint. Throws a UserError
 * where another writer has it, where the key is not the log's, or where the end of the tree is damaged.
 */
export function openEvidenceWriter({ place, keysDir, stateDir }: EvidencePaths): EvidenceWriter {
  const signerKey = readSignerKey(join(keysDir, KEY_FILE));
  const store = openStoreToWrite(place, stateDir, vkeyOf(signerKey));
  try {
    const { checkpoint, note } = openOwnCheckpoint(store, signerKey);
    store.removeLeftovers(checkpoint.size);
    return new Writer(store, signerKey, checkpoint, note);
  } catch (error) {
    store.close();
    throw error;
  }
}

class Writer implements EvidenceWriter {
  readonly vkey: string;
  readonly #store: StoreWriter;
  readonly #signerKey: string;
  #checkpoint: Checkpoint;
  /** Whether a commit failed, so that the log may be as it was or as it was to be. */
  #isUnsure = false;
  #reader: EvidenceReader;

  constructor(store: StoreWriter, signerKey: string, checkpoint: Checkpoint, note: string) {
    this.vkey = vkeyOf(signerKey);
    this.#store = store;
    this.#signerKey = signerKey;
    this.#checkpoint = checkpoint;
    this.#reader = readerOf(store, note, checkpoint);
  }

  get origin(): string {
    return this.#reader.origin;
  }

  get size(): number {
    return this.#reader.size;
  }

  get root(): Uint8Array {
    return this.#reader.root;
  }

  get checkpoint(): string {
    return this.#reader.checkpoint;
  }

  entry(index: number): Entry {
    return this.#reader.entry(index);
  }

  entries(from?: number): ReturnType<EvidenceReader["entries"]> {
    return this.#reader.entries(from);
  }

  blob(sha256: string): Uint8Array {
    return this.#reader.blob(sha256);
  }

  hasBlob(sha256: string): boolean {
    return this.#reader.hasBlob(sha256);
  }

  inclusionProof(index: number): Uint8Array[] {
    return this.#reader.inclusionProof(index);
  }

  rootAt(size: number): Uint8Array {
    return this.#reader.rootAt(size);
  }

  tile(id: TileId): Uint8Array {
    return this.#reader.tile(id);
  }

  putBlobs(blobs: readonly Uint8Array[]): string[] {
    const files = new Map<string, StoredFile>();
    const hashes = blobs.map((bytes) => {
      const sha256 = sha256Hex(bytes);
      if (!files.has(sha256) && this.#store.lacks(blobPath(sha256))) {
        files.set(sha256, { path: blobPath(sha256), bytes: encodeBlob(bytes) });
      }
      return sha256;
    });
    this.#store.placeBlobs([...files.values()]);
    return hashes;
  }

  append(entries: Iterable<Entry>): void {
    const leaves: Uint8Array[] = [];
    const blobs = new Set<string>();
    for (const entry of entries) {
      leaves.push(encodeEntry(entry));
      const blob = blobOf(entry);
      if (blob !== null) blobs.add(blob);
    }
    if (leaves.length === 0) return;
    if (this.#isUnsure) throw new UserError("an append failed; open the log again to add to it", EXIT.outside);
    this.#settleBlobs(blobs);
    const step = signGrowth(growLog(this.#store, this.#checkpoint, leaves), this.#signerKey);
    this.#isUnsure = true;
    this.#store.commit(step);
    this.#isUnsure = false;
    this.#checkpoint = step.checkpoint;
    this.#reader = readerOf(this.#store, step.note, step.checkpoint);
  }

  discardUnreferenced(): void {
    // The checkpoint that failed to become durable may be there all the same, and name any of them.
    if (this.#isUnsure) return;
    const named = new Set<string>();
    for (const { entry } of this.entries()) named.add(blobOf(entry) ?? "");
    this.#store.removeBlobs(named);
  }

  close(): void {
    this.#store.close();
  }

  /** Waits until all blobs that entries name are durable, whoever stored them. */
  #settleBlobs(blobs: ReadonlySet<string>): void {
    const missing = this.#store.settleBlobs([...blobs].map(blobPath));
    if (missing === null) return;
    throw new UserError(`no text ${parseBlobPath(missing)} is stored; store it before its entry`);
  }
}

function readSignerKey(path: string): string {
  try {
    const signerKey = decodeText(readLimited(path, NOTE_BYTES_MAX)).trimEnd();
    vkeyOf(signerKey);
    return signerKey;
  } catch (cause) {
    const what = isMissing(cause) ? "is missing: the key that signs the log" : `is no key: ${messageOf(cause)}`;
    throw new UserError(`${path} ${what}`, undefined, { cause });
  }
}

/** The checkpoint, once it is found to be signed by this key and to fit the last tiles, on which growth builds. */
function openOwnCheckpoint(store: StoreWriter, signerKey: string): { checkpoint: Checkpoint; note: string } {
  try {
    const note = decodeText(store.note);
    const checkpoint = openCheckpoint(note, vkeyOf(signerKey));
    const { size, root } = checkpoint;
    const found = treeRoot(size, hashesFromTiles(size, tileReader(store)));
    if (Buffer.compare(found, root) !== 0) throw new TlogError("its tiles lead to another root");
    return { checkpoint, note };
  } catch (cause) {
    throw cause instanceof UserError ? cause : damaged(locate(store, CHECKPOINT), cause);
  }
}
