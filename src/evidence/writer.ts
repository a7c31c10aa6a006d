import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { blobOf, type Entry } from "../model/index.ts";
import {
  type Lock,
  makeFolderDurable,
  type NewFile,
  placeFiles,
  syncFolders,
  takeLock,
  UserError,
} from "../std/index.ts";
import {
  type Checkpoint,
  hashesFromTiles,
  openCheckpoint,
  type TileId,
  TlogError,
  treeRoot,
  vkeyOf,
} from "../tlog/index.ts";
import { appendLeaves, type LogFolder, removeIfEmpty, removeLeftovers } from "./append.ts";
import { encodeBlob, sha256Hex } from "./blob-bytes.ts";
import { encodeEntry } from "./entry-bytes.ts";
import { listFiles } from "./files.ts";
import {
  blobPath,
  CHECKPOINT,
  decodeText,
  isMissing,
  KEY_FILE,
  LOCK_FILE,
  NOTE_BYTES_MAX,
  parseBlobPath,
  readCheckpointFile,
  readLimited,
  requireLog,
  TEMP_FOLDER,
} from "./layout.ts";
import { damaged, messageOf } from "./problem.ts";
import { type EvidenceReader, readerAt } from "./reader.ts";
import { tileReader } from "./tile-files.ts";

export interface EvidencePaths {
  /** Folder of the log. */
  readonly dir: string;
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
  /** Adds entries, all or none, durable on return. Throws a UserError where the blob of one is not stored. */
  append(entries: readonly Entry[]): void;
  /** Removes blobs that no entry names. */
  discardUnreferenced(): void;
  /** Gives the lock back. */
  close(): void;
}

/**
 * Opens a log to add to it, and removes what an interrupted writer left beyond the checkpoint. Throws a UserError
 * where another writer has it, where the key is not the log's, or where the end of the tree is damaged.
 */
export function openEvidenceWriter({ dir, keysDir, stateDir }: EvidencePaths): EvidenceWriter {
  const signerKey = readSignerKey(join(keysDir, KEY_FILE));
  const tempDir = join(stateDir, TEMP_FOLDER);
  // Before the lock, so that a folder that is no log gets no lock file.
  requireLog(dir);
  const lock = takeLock(join(stateDir, LOCK_FILE), `write to the evidence log in ${dir}`);
  try {
    rmSync(tempDir, { recursive: true, force: true });
    makeFolderDurable(tempDir);
    const { checkpoint, note } = openOwnCheckpoint(dir, signerKey);
    removeLeftovers(dir, checkpoint.size);
    return new Writer({ dir, tempDir, signerKey }, lock, checkpoint, note);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class Writer implements EvidenceWriter {
  readonly vkey: string;
  readonly #folder: LogFolder;
  readonly #lock: Lock;
  #checkpoint: Checkpoint;
  #reader: EvidenceReader;

  constructor(folder: LogFolder, lock: Lock, checkpoint: Checkpoint, note: string) {
    this.vkey = vkeyOf(folder.signerKey);
    this.#folder = folder;
    this.#lock = lock;
    this.#checkpoint = checkpoint;
    this.#reader = readerAt(folder.dir, note, checkpoint);
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
    const { dir, tempDir } = this.#folder;
    const files = new Map<string, NewFile>();
    const hashes = blobs.map((bytes) => {
      const sha256 = sha256Hex(bytes);
      if (!files.has(sha256) && !this.hasBlob(sha256)) {
        files.set(sha256, { path: join(dir, blobPath(sha256)), bytes: encodeBlob(bytes) });
      }
      return sha256;
    });
    // Crash in this step: blobs that no entry names. They are kept: the command repeated finds them there.
    placeFiles([...files.values()], tempDir);
    return hashes;
  }

  append(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const leaves = entries.map(encodeEntry);
    this.#syncBlobs(entries);
    const [checkpoint, note] = appendLeaves(this.#folder, this.#checkpoint, leaves);
    this.#checkpoint = checkpoint;
    this.#reader = readerAt(this.#folder.dir, note, checkpoint);
  }

  discardUnreferenced(): void {
    const { dir } = this.#folder;
    const named = new Set<string>();
    for (const { entry } of this.entries()) named.add(blobOf(entry) ?? "");
    for (const { path } of listFiles(dir, "blobs")) {
      const sha256 = parseBlobPath(path);
      if (sha256 === null || named.has(sha256)) continue;
      rmSync(join(dir, path));
      removeIfEmpty(dirname(join(dir, path)));
    }
  }

  close(): void {
    this.#lock.release();
  }

  /** Waits until the disk has the names of all blobs that the entries name, whoever stored them. */
  #syncBlobs(entries: readonly Entry[]): void {
    const folders = new Set<string>();
    for (const entry of entries) {
      const blob = blobOf(entry);
      if (blob === null) continue;
      if (!this.hasBlob(blob)) throw new UserError(`no text ${blob} is stored; store it before its entry`);
      folders.add(dirname(join(this.#folder.dir, blobPath(blob))));
    }
    syncFolders(folders);
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
function openOwnCheckpoint(dir: string, signerKey: string): { checkpoint: Checkpoint; note: string } {
  const bytes = readCheckpointFile(dir);
  try {
    const note = decodeText(bytes);
    const checkpoint = openCheckpoint(note, vkeyOf(signerKey));
    const { size, root } = checkpoint;
    const found = treeRoot(size, hashesFromTiles(size, tileReader(dir)));
    if (Buffer.compare(found, root) !== 0) throw new TlogError("its tiles lead to another root");
    return { checkpoint, note };
  } catch (cause) {
    throw cause instanceof UserError ? cause : damaged(join(dir, CHECKPOINT), cause);
  }
}
