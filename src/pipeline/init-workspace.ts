import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { createEvidence, openEvidenceWriter } from "../evidence/index.ts";
import { DEFAULT_LAB_TABLE, type LabTable } from "../model/index.ts";
import {
  makeFolderDurable,
  removeFile,
  removeTree,
  syncFolders,
  takeLock,
  UserError,
  writeDurable,
} from "../std/index.ts";
import {
  type Elsewhere,
  openWorkspace,
  pathsOf,
  placeInStore,
  readKeys,
  SETTINGS_FILE,
  type Workspace,
} from "./workspace.ts";
import { formatSettings, parseOrigin, type StoreSettings } from "./workspace-settings.ts";

/** Lies in `state/` while a workspace is made: what stands there with it is ours and holds nothing yet. */
const UNFINISHED_FILE = "init-unfinished";
/** In `state/`: one makes a workspace in a folder at a time. */
const LOCK_FILE = "init.lock";

interface InitOptions extends Elsewhere {
  /** Where the log is to lie; undefined: in the folder. */
  readonly store?: StoreSettings | undefined;
}

/**
 * Makes a workspace with an empty log. Files that are no workspace's stay as they are. Throws a UserError where there
 * is a workspace already, or where another process is making one. `origin`: by default `corrigible.local/` and a random name.
 */
export function initWorkspace(
  folder: string,
  origin?: string,
  labTable: LabTable = DEFAULT_LAB_TABLE,
  { store, ...elsewhere }: InitOptions = {},
): Workspace {
  const name = origin === undefined ? `corrigible.local/${randomBytes(6).toString("hex")}` : parseOrigin(origin);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a folder`);
  refuseTaken(folder);
  const { stateDir } = pathsOf(folder);
  const lock = takeLock(join(stateDir, LOCK_FILE), `make a workspace in ${folder}`);
  try {
    // Another may have come through between the look and the lock.
    refuseTaken(folder);
    removeInterrupted(folder);
    makeFolderDurable(stateDir);
    const unfinished = join(stateDir, UNFINISHED_FILE);
    writeDurable({ path: unfinished, bytes: new Uint8Array() }, stateDir);
    makeLog(folder, name, labTable, { store, ...elsewhere });
    removeFile(unfinished);
  } finally {
    lock.release();
  }
  return openWorkspace(folder, elsewhere);
}

/** The log, then the settings: a folder with them has all that a workspace needs. */
function makeLog(folder: string, origin: string, labTable: LabTable, { store, secret }: InitOptions): void {
  const { evidenceDir, keysDir, stateDir } = pathsOf(folder);
  const place = store ? placeInStore(folder, store, readKeys(secret ?? (() => undefined))) : evidenceDir;
  createEvidence({ place, keysDir, origin });
  const vkey = readVkey({ place, keysDir, stateDir });
  const settings = formatSettings({ origin, vkey, ...(store ? { store } : {}), ...labTable });
  writeDurable({ path: join(folder, SETTINGS_FILE), bytes: Buffer.from(settings) }, stateDir);
}

function readVkey(paths: Parameters<typeof openEvidenceWriter>[0]): string {
  const writer = openEvidenceWriter(paths);
  try {
    return writer.vkey;
  } finally {
    writer.close();
  }
}

/** Throws a UserError where there is a workspace, or where our names are taken by anything but an interrupted init. */
function refuseTaken(folder: string): void {
  const { evidenceDir, keysDir, stateDir, indexDir } = pathsOf(folder);
  const taken = [evidenceDir, keysDir, stateDir, indexDir].filter((path) => existsSync(path));
  const isMarked = (): boolean => existsSync(join(stateDir, UNFINISHED_FILE));
  // One that was interrupted at once has no mark yet, and nothing else. One that has begun since the first look has it now.
  const isOurs = isMarked() || taken.every(holdsNothing) || isMarked();
  // After the mark, which goes when these have come.
  if (existsSync(join(folder, SETTINGS_FILE))) throw new UserError(`${folder} is a workspace already`);
  if (!isOurs) throw new UserError(`${taken[0]} is there already, but no ${SETTINGS_FILE}; give another folder`);
}

/** Removes what an interrupted init left: all but its mark and the lock, so that one interrupted here is seen again. */
function removeInterrupted(folder: string): void {
  const { evidenceDir, keysDir, stateDir } = pathsOf(folder);
  for (const path of [evidenceDir, keysDir]) removeTree(path);
  for (const name of readdirSync(stateDir)) {
    if (name !== UNFINISHED_FILE && !isOfLock(name)) removeTree(join(stateDir, name));
  }
  // It may have made the folder, and died before the disk had its name.
  syncFolders([folder, dirname(resolve(folder))]);
}

/** Whether no file below a folder has a byte, except for the lock of an init. */
function holdsNothing(path: string): boolean {
  if (!statSync(path).isDirectory()) return false;
  return readdirSync(path, { recursive: true, encoding: "utf8" }).every((name) => {
    if (isOfLock(basename(name))) return true;
    const found = statSync(join(path, name), { throwIfNoEntry: false });
    return found === undefined || found.isDirectory() || found.size === 0;
  });
}

/** The lock, the name of its holder beside it, or the database's own journal. */
function isOfLock(name: string): boolean {
  return name.startsWith(LOCK_FILE);
}
