import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { backup as backUpDatabase, DatabaseSync } from "node:sqlite";
import { makeFolder, takeLock, UserError, writeDurable } from "../std/index.ts";
import { TRACKED_FOLDER } from "../sources/index.ts";
import { journalPath } from "./run-tripwires.ts";
import type { Workspace } from "./workspace.ts";

/** What a backup holds beside the log: settings as files, and databases that others may be writing. */

const PRIVATE_FILE = 0o600;
/** The key's place in workspace and backup. */
export const KEY_PATH = "keys/log.key";
/** What names of unfinished files begin with. */
export const UNFINISHED = ".unfinished";

/** Names without signs of control and of paths. */
const BACKUP_NAME = /^(?!\.{1,2}$)[^\p{C}/\\:]{1,255}$/u;
/** Names of one path. */
const NAMES_MAX = 9;

/** Whether a file of a backup can be called so: nothing else is copied, packed, unpacked or restored. */
export function isBackupPath(path: string): boolean {
  const names = path.split("/");
  return !path.startsWith(UNFINISHED) && names.length <= NAMES_MAX && names.every((name) => BACKUP_NAME.test(name));
}

/** What `watch` remembers of pages, to ask only for what changed. */
const MEMORY_PATH = "state/watch.json";

/** Databases of a workspace that cannot be made again: who was told what, and who may sign in. */
function databasesOf({ folder, accountsPath, ...workspace }: Workspace): string[] {
  return [journalPath(workspace), accountsPath].map((path) => relative(folder, path));
}

/**
 * Paths of files below the workspace that people wrote, or that remember: they change by being replaced. Throws a UserError
 * for a name that a backup cannot have.
 */
function filesOf({ folder }: Workspace): string[] {
  const settings = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const tracked = existsSync(join(folder, TRACKED_FOLDER))
    ? readdirSync(join(folder, TRACKED_FOLDER), { recursive: true, encoding: "utf8" })
    : [];
  const paths = [...settings, ...tracked.map((name) => join(TRACKED_FOLDER, name)), MEMORY_PATH];
  // What a link leads to is what the program reads.
  const files = paths.filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile());
  const unfit = files.find((path) => !isBackupPath(path));
  if (unfit === undefined) return files;
  throw new UserError(`${join(folder, unfit)} has a name that a backup cannot have; rename it, or take it out`);
}

/** One of them: its path below workspace and backup, and its bytes. */
export interface KeptFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Copies of them, by path, each whole and of one moment. Databases are copied by SQLite itself, while others write. */
export async function* readKept(
  workspace: Workspace,
  { withKey, tempDir }: { readonly withKey: boolean; readonly tempDir: string },
): AsyncGenerator<KeptFile> {
  for (const path of [...filesOf(workspace), ...(withKey ? [KEY_PATH] : [])]) {
    const file = join(workspace.folder, path);
    if (existsSync(file)) yield { path, bytes: readFileSync(file) };
  }
  for (const path of databasesOf(workspace)) {
    const file = join(workspace.folder, path);
    if (!existsSync(file)) continue;
    const copy = join(tempDir, `copy-of-${basename(path)}`);
    const database = new DatabaseSync(file, { timeout: BUSY_MS });
    try {
      await backUpDatabase(database, copy);
      yield { path, bytes: readFileSync(copy) };
    } finally {
      database.close();
      rmSync(copy, { force: true });
    }
  }
}

/** How long a copy waits for another process's commit, in milliseconds. */
const BUSY_MS = 5_000;

/** Writes one of them below a folder: whole or not at all, readable by its owner alone. */
export function writeKept(folder: string, { path, bytes }: KeptFile, tempDir: string): void {
  writeDurable({ path: join(folder, path), bytes, mode: PRIVATE_FILE }, tempDir);
}

/** Whether a database that was copied is sound; true for any other file. */
export function isSoundFile(folder: string, path: string): boolean {
  if (!path.endsWith(".sqlite")) return true;
  try {
    // Not read-only: SQLite's side files would stay.
    const database = new DatabaseSync(join(folder, path));
    try {
      return database.prepare("pragma integrity_check (1)").get()?.["integrity_check"] === "ok";
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/** An empty folder for unfinished files below another, which its user has for itself. */
export function makeTemporary(folder: string): string {
  const temporary = join(folder, UNFINISHED);
  rmSync(temporary, { recursive: true, force: true });
  makeFolder(temporary);
  return temporary;
}

/**
 * Runs a job with an empty folder beside what it makes, and removes that folder. What a killed one left is removed before.
 * Throws a UserError, exit 3, where another process is making the same; `what` completes the sentence "cannot …".
 */
export async function buildBeside<T>(path: string, what: string, job: (building: string) => Promise<T>): Promise<T> {
  const building = join(dirname(path), `.${basename(path)}${UNFINISHED}`);
  const lock = takeLock(join(building, BUILDING_LOCK), what);
  try {
    for (const name of readdirSync(building))
      if (!name.startsWith(BUILDING_LOCK)) rmSync(join(building, name), { recursive: true });
    return await job(building);
  } finally {
    // While it is held: nobody else's folder is removed.
    rmSync(building, { recursive: true, force: true });
    lock.release();
  }
}

const BUILDING_LOCK = "lock";
