import { dirname, join } from "node:path";
import {
  EXIT,
  type Lock,
  makeFolderDurable,
  type NewFile,
  placeFiles,
  removeFile,
  removeIfEmpty,
  removeTree,
  syncFolders,
  takeLock,
  UserError,
  writeAllDurable,
  writeDurable,
} from "../std/index.ts";
import { tilePath, tilesOfTree } from "../tlog/index.ts";
import { isLogFolder, isTilePath, listFiles } from "./files.ts";
import { FolderStore } from "./folder-store.ts";
import { BLOBS, CHECKPOINT, LOCK_FILE, parseBlobPath, readCheckpoint, requireLog, TEMP_FOLDER } from "./layout.ts";
import type { AppendStep, StoredFile, StoreWriter } from "./store.ts";

/** Opens a folder's log to write, alone: by a lock in `stateDir`, which lies on the same file system. */
export function openFolderToWrite(dir: string, stateDir: string): StoreWriter {
  // Before the lock, so that a folder that is no log gets no lock file.
  requireLog(new FolderStore(dir));
  const lock = takeLock(join(stateDir, LOCK_FILE), `write to the evidence log in ${dir}`);
  try {
    const tempDir = join(stateDir, TEMP_FOLDER);
    removeTree(tempDir);
    makeFolderDurable(tempDir);
    // The last writer may have died after the rename of its checkpoint.
    syncFolders([dir]);
    return new FolderWriter(dir, tempDir, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class FolderWriter extends FolderStore implements StoreWriter {
  readonly #tempDir: string;
  readonly #lock: Lock;
  #note: Uint8Array;

  constructor(dir: string, tempDir: string, lock: Lock) {
    super(dir);
    this.#tempDir = tempDir;
    this.#lock = lock;
    this.#note = readCheckpoint(this);
  }

  get note(): Uint8Array {
    return this.#note;
  }

  placeBlobs(files: readonly StoredFile[]): void {
    // Crash in this step: blobs that no entry names. They are kept: the command repeated finds them there.
    placeFiles(files.map(this.#placed), this.#tempDir);
  }

  lacks(path: string): boolean {
    return !this.has(path);
  }

  settleBlobs(paths: readonly string[]): string | null {
    if (paths.length === 0) return null;
    const missing = paths.find((path) => !this.has(path));
    if (missing !== undefined) return missing;
    // With the folder above: a writer that died may have made one below it whose name the disk does not have.
    syncFolders([this.#at(BLOBS), ...paths.map((path) => dirname(this.#at(path)))]);
    return null;
  }

  commit({ note, files, obsolete }: AppendStep): void {
    // The lock is a kernel's: it cannot see a writer on another machine that shares this folder but not the lock.
    if (Buffer.compare(readCheckpoint(this), this.#note) !== 0) {
      throw new UserError(
        `another sequencer has added to the log in ${this.name}, past the lock; let one machine alone write to it`,
        EXIT.outside,
      );
    }
    // Crash before or in this step: bundles and tiles beyond the checkpoint. No reader looks at them; the next writer
    // removes them. Tiles of the old checkpoint are not touched: a wider tile is another file.
    writeAllDurable(Iterator.from(files).map(this.#placed), this.#tempDir);

    // Crash in this step: the old checkpoint stands, or the new one, and all its tiles are on disk. The note is not
    // shown to anyone before, so the log never signs two trees of which neither is the beginning of the other.
    const bytes = Buffer.from(note);
    writeDurable({ path: this.#at(CHECKPOINT), bytes }, this.#tempDir);
    this.#note = bytes;

    // Crash in this step: partial tiles that wider ones have replaced; the next writer removes them.
    for (const path of obsolete) this.#remove(path);
  }

  removeLeftovers(size: number): void {
    const current = new Set([...tilesOfTree(size)].map(tilePath));
    const found = [...listFiles(this.name, "tile")];
    for (const { path } of found) if (isTilePath(path) && !current.has(path)) this.#remove(path);
    for (const { path, kind } of found) if (kind === "folder" && isLogFolder(path)) this.#removeEmpty(path);
  }

  removeBlobs(named: ReadonlySet<string>): void {
    for (const { path } of listFiles(this.name, BLOBS)) {
      const sha256 = parseBlobPath(path);
      if (sha256 !== null && !named.has(sha256)) this.#remove(path);
    }
  }

  close(): void {
    this.#lock.release();
  }

  readonly #at = (path: string): string => join(this.name, path);

  readonly #placed = ({ path, bytes }: StoredFile): NewFile => ({ path: this.#at(path), bytes });

  #remove(path: string): void {
    removeFile(this.#at(path));
    removeIfEmpty(dirname(this.#at(path)));
  }

  /** With those above that are empty then: their names may never have come to the disk, and nothing is to lie in such a one. */
  #removeEmpty(folder: string): void {
    for (let at = folder; at !== "." && removeIfEmpty(this.#at(at)); at = dirname(at));
  }
}
