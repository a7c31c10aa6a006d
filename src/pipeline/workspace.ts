import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createEvidence, openEvidenceWriter } from "../evidence/index.ts";
import { DEFAULT_LAB_TABLE, type LabTable } from "../model/index.ts";
import { makeFolder, UserError, writeDurable } from "../std/index.ts";
import { formatSettings, parseOrigin, parseSettings } from "./workspace-settings.ts";

/** A folder with one evidence log and all that is derived from it. Format page: docs/formats/workspace.md. */
export interface Workspace {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Name of the evidence log, as its checkpoints carry it. */
  readonly origin: string;
  /** Its public key: what `verify` checks signatures with. */
  readonly vkey: string;
  /** Service → lab. */
  readonly labTable: LabTable;
  /** The web archive that captures of others are asked of; undefined: the default one. */
  readonly wayback: string | undefined;
  /** Keys of reviewers who sign what they do: name → vkey. */
  readonly reviewers: Readonly<Record<string, string>>;
  /** Keys of labs that sign their replies: id of the lab → vkey. */
  readonly respondents: Readonly<Record<string, string>>;
  /** The evidence log: what `verify` covers to the last byte. */
  readonly evidenceDir: string;
  readonly keysDir: string;
  /** Locks, temporary files, and clones of the archives that were imported. */
  readonly stateDir: string;
  readonly cacheDir: string;
  /** The index: derived, can be deleted. */
  readonly indexDir: string;
  readonly indexPath: string;
}

/** The file that marks a workspace. */
export const SETTINGS_FILE = "corrigible.yaml";

/** Folders looked at upwards from where the user stands. */
const FOLDERS_UP_MAX = 64;

/** The folder of the workspace that `from` lies in, or null. */
export function findWorkspace(from: string): string | null {
  let folder = resolve(from);
  for (let up = 0; up < FOLDERS_UP_MAX; up++) {
    if (existsSync(join(folder, SETTINGS_FILE))) return folder;
    if (dirname(folder) === folder) return null;
    folder = dirname(folder);
  }
  return null;
}

/** Opens the workspace in a folder. Throws a UserError where it is none, or where its settings cannot be read. */
export function openWorkspace(folder: string): Workspace {
  const file = join(folder, SETTINGS_FILE);
  if (!existsSync(file)) throw new UserError(`${folder} is no workspace; make one with corrigible init ${folder}`);
  const {
    origin,
    vkey,
    wayback,
    reviewers = {},
    respondents = {},
    ...labTable
  } = parseSettings(readFileSync(file, "utf8"), file);
  return { folder: resolve(folder), origin, vkey, labTable, wayback, reviewers, respondents, ...pathsOf(folder) };
}

function pathsOf(
  folder: string,
): Omit<Workspace, "folder" | "origin" | "vkey" | "labTable" | "wayback" | "reviewers" | "respondents"> {
  const root = resolve(folder);
  return {
    evidenceDir: join(root, "evidence"),
    keysDir: join(root, "keys"),
    stateDir: join(root, "state"),
    cacheDir: join(root, "state", "archives"),
    indexDir: join(root, "index"),
    indexPath: join(root, "index", "corrigible.sqlite"),
  };
}

/**
 * Makes a workspace with an empty log. Files that are no workspace's stay as they are. Throws a UserError where there
 * is a workspace already. `origin`: by default `corrigible.local/` and a random name.
 */
export function initWorkspace(folder: string, origin?: string, labTable: LabTable = DEFAULT_LAB_TABLE): Workspace {
  const name = origin === undefined ? `corrigible.local/${randomBytes(6).toString("hex")}` : parseOrigin(origin);
  const file = join(folder, SETTINGS_FILE);
  if (existsSync(file)) throw new UserError(`${folder} is a workspace already`);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a folder`);
  const { evidenceDir, keysDir, stateDir } = pathsOf(folder);
  removeInterrupted(folder);
  makeFolder(stateDir);
  const unfinished = join(stateDir, UNFINISHED_FILE);
  writeDurable({ path: unfinished, bytes: new Uint8Array() }, stateDir);
  createEvidence({ dir: evidenceDir, keysDir, origin: name });
  const vkey = readVkey({ dir: evidenceDir, keysDir, stateDir });
  // The mark comes last: a folder with it has all that a workspace needs.
  writeDurable({ path: file, bytes: Buffer.from(formatSettings({ origin: name, vkey, ...labTable })) }, stateDir);
  rmSync(unfinished);
  return openWorkspace(folder);
}

function readVkey(paths: Parameters<typeof openEvidenceWriter>[0]): string {
  const writer = openEvidenceWriter(paths);
  try {
    return writer.vkey;
  } finally {
    writer.close();
  }
}

/** Lies in `state/` while a workspace is made: what stands there with it is ours and holds nothing yet. */
const UNFINISHED_FILE = "init-unfinished";

/** Removes what an interrupted init left; refuses a folder in which our names are taken by anything else. */
function removeInterrupted(folder: string): void {
  const { evidenceDir, keysDir, stateDir, indexDir } = pathsOf(folder);
  const taken = [evidenceDir, keysDir, stateDir, indexDir].filter((path) => existsSync(path));
  const [first] = taken;
  if (first === undefined) return;
  if (!existsSync(join(stateDir, UNFINISHED_FILE))) {
    throw new UserError(`${first} is there already, but no ${SETTINGS_FILE}; give another folder`);
  }
  for (const path of [evidenceDir, keysDir, stateDir]) rmSync(path, { recursive: true, force: true });
}
