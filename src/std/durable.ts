import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EXIT, UserError } from "./errors.ts";

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

/** Files between two waits for the disk: bounds open files and the bytes not yet on disk. */
const FILES_PER_ROUND = 128;

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
export function writeAllDurable(files: readonly NewFile[], tempDir: string): void {
  placeFiles(files, tempDir);
  syncFolders(files.map((file) => dirname(file.path)));
}

/**
 * As {@link writeAllDurable}, but does not wait for the disk to have the names: after a power cut a file may be
 * missing, though never torn, until {@link syncFolders} has been called for its folder.
 */
export function placeFiles(files: readonly NewFile[], tempDir: string): void {
  for (let from = 0; from < files.length; from += FILES_PER_ROUND) {
    const round = files.slice(from, from + FILES_PER_ROUND);
    // All are written before the first wait, so that the disk works on all of them at once.
    const written = round.map((file, index) => writeTemporary(file, join(tempDir, `${index}`)));
    for (const { descriptor } of written) syncAndClose(descriptor);
    for (const { temporary, path } of written) moveIntoPlace(temporary, path);
  }
}

/**
 * Makes a folder and those above it that are missing; gives these, the lowest first. Node's own `recursive` never
 * comes back where a folder that is there takes no new ones and says "missing", as /proc does.
 */
export function makeFolder(path: string): string[] {
  const missing: string[] = [];
  for (let at = resolve(path); !fs.existsSync(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.toReversed()) makeOne(folder);
  return missing;
}

function makeOne(path: string): void {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    // Another process may have made it a moment ago.
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** Makes a folder and those above it, and waits until the disk has them. */
export function makeFolderDurable(path: string): void {
  syncFolders(makeFolder(path).map((made) => dirname(made)));
}

/** Waits until the disk has the lists of names of these folders; each is asked once. */
export function syncFolders(paths: Iterable<string>): void {
  for (const path of new Set(paths)) syncAndClose(fs.openSync(path, "r"));
}

interface TemporaryFile {
  readonly path: string;
  readonly temporary: string;
  readonly descriptor: number;
}

function writeTemporary(file: NewFile, temporary: string): TemporaryFile {
  // "w", not "wx": a file of that name is what an earlier crash left.
  const descriptor = fs.openSync(temporary, "w", file.mode ?? 0o666);
  fs.writeFileSync(descriptor, file.bytes);
  return { path: file.path, temporary, descriptor };
}

function syncAndClose(descriptor: number): void {
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
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
    fs.renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    makeFolderDurable(dirname(to));
    fs.renameSync(from, to);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
