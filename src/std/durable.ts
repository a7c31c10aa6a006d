import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EXIT, UserError } from "./errors.ts";
import { files } from "./files.ts";
import { inRounds } from "./rounds.ts";

/**
 * Files that are there in full or not at all, also after a crash or a power cut:
 *
 *     temporary file → fsync → rename → fsync of the folder
 *
 * What a crash leaves is a file in the temporary folder; its owner empties that folder when it starts again.
 */

/** One file to write. Folders on the way are made. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permission bits, 0o666 under the umask unless given. */
  readonly mode?: number;
}

/** Files between two waits for the disk: bounds open files. */
const FILES_PER_ROUND = 128;
/** Bytes from which on the disk is waited for too: bounds what is held of files that are made as they are written. */
const ROUND_MAX = { items: FILES_PER_ROUND, bytes: 4 * 1024 * 1024 };

/**
 * Writes one file durably, replacing the one there. Readers see the old bytes or the new, never a mixture.
 * `tempDir` must exist and lie on the same file system.
 */
export function writeDurable(file: NewFile, tempDir: string): void {
  writeAllDurable([file], tempDir);
}

/**
 * Writes files durably, each atomic by itself, and returns when all are on disk. They appear in the order given.
 * `tempDir` must exist, lie on the same file system, and have one writer at a time.
 */
export function writeAllDurable(all: Iterable<NewFile>, tempDir: string): void {
  syncFolders(placeFiles(all, tempDir));
}

/**
 * As {@link writeAllDurable}, but does not wait for the disk to have the names: after a power cut a file may be
 * missing, though never torn, until {@link syncFolders} has been called for its folder. Gives the folders.
 */
export function placeFiles(all: Iterable<NewFile>, tempDir: string): Set<string> {
  const folders = new Set<string>();
  for (const round of inRounds(all, ROUND_MAX)) {
    for (const { temporary, path } of writeTemporaries(round, tempDir)) {
      moveIntoPlace(temporary, path);
      folders.add(dirname(path));
    }
  }
  return folders;
}

/**
 * Makes a folder and those above it that are missing; gives these, the lowest first. Node's own `recursive` never
 * comes back where a folder that is there takes no new ones and says "missing", as /proc does.
 */
export function makeFolder(path: string, mode?: number): string[] {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.toReversed()) makeOne(folder, mode);
  return missing;
}

function makeOne(path: string, mode: number | undefined): void {
  try {
    files.makeFolder(path, mode);
  } catch (error) {
    // Another process may have made it a moment ago.
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** Makes a folder and those above it, and waits until the disk has them. */
export function makeFolderDurable(path: string, mode?: number): void {
  syncFolders(makeFolder(path, mode).map((made) => dirname(made)));
}

/** Gives a file or folder, whose content the disk has, another name on the same file system, and waits until the disk has the name. */
export function renameDurable(from: string, to: string): void {
  files.rename(from, to);
  syncFolders([dirname(to)]);
}

/** Waits until the disk has the lists of names of these folders; each is asked once. */
export function syncFolders(paths: Iterable<string>): void {
  const folders = [...new Set(paths)];
  for (let from = 0; from < folders.length; from += FILES_PER_ROUND) {
    syncOpened(folders.slice(from, from + FILES_PER_ROUND));
  }
}

/** Removes a file; one that is not there is no error. Durable with the next {@link syncFolders} of its folder. */
export function removeFile(path: string): void {
  files.removeFile(path);
}

/** Removes a file or folder with all that is in it; one that is not there is no error. */
export function removeTree(path: string): void {
  files.removeTree(path);
}

/** Removes a folder if nothing is in it; gives whether it did. */
export function removeIfEmpty(folder: string): boolean {
  try {
    files.removeFolder(folder);
    return true;
  } catch (error) {
    if (codeOf(error) !== "ENOTEMPTY") throw error;
    return false;
  }
}

interface TemporaryFile {
  readonly path: string;
  readonly temporary: string;
  readonly descriptor: number;
}

/** Returns when the disk has the bytes of all. They are written before the first wait, so that it works on all at once. */
function writeTemporaries(round: readonly NewFile[], tempDir: string): readonly TemporaryFile[] {
  const opened: TemporaryFile[] = [];
  try {
    for (const [index, { path, bytes, mode = 0o666 }] of round.entries()) {
      const temporary = join(tempDir, `${index}`);
      // "w", not "wx": a file of that name is what an earlier crash left.
      const descriptor = files.open(temporary, "w", mode);
      opened.push({ path, temporary, descriptor });
      files.write(descriptor, bytes);
    }
    files.syncAll(opened.map(({ descriptor }) => descriptor));
  } finally {
    for (const { descriptor } of opened) files.close(descriptor);
  }
  return opened;
}

function syncOpened(folders: readonly string[]): void {
  const opened: number[] = [];
  try {
    for (const path of folders) opened.push(files.open(path, "r"));
    files.syncAll(opened);
  } finally {
    for (const descriptor of opened) files.close(descriptor);
  }
}

function moveIntoPlace(temporary: string, path: string): void {
  try {
    renameMakingFolder(temporary, path);
  } catch (cause) {
    if (codeOf(cause) !== "EXDEV") throw cause;
    const folders = `${path} and ${dirname(temporary)}`;
    throw new UserError(`${folders} lie on two file systems; keep a workspace on one`, EXIT.outside, { cause });
  }
}

function renameMakingFolder(from: string, to: string): void {
  try {
    files.rename(from, to);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    makeFolderDurable(dirname(to));
    files.rename(from, to);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
