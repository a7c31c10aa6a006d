import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { copyLog, sha256Hex, verifyEvidence } from "../evidence/index.ts";
import {
  type Clock,
  EXIT,
  formatInstant,
  makeFolder,
  renameDurable,
  runStep,
  takeLock,
  UserError,
  writeDurable,
} from "../std/index.ts";
import { packFolder } from "./backup-archive.ts";
import {
  buildBeside,
  isBackupPath,
  KEY_PATH,
  type KeptFile,
  makeTemporary,
  readKept,
  UNFINISHED,
  writeKept,
} from "./backup-files.ts";
import { refuseOwn } from "./refuse-own.ts";
import { SETTINGS_FILE, type Workspace } from "./workspace.ts";

/** The file by which a backup is known; it says what it was made from. */
export const BACKUP_FILE = "backup.json";
/** Held while a backup is made in a folder. It stays there, as locks do. */
const LOCK_FILE = `${UNFINISHED}.lock`;
const PRIVATE_FOLDER = 0o700;

const manifestSchema = z.object({
  corrigible: z.literal("backup"),
  format: z.literal(1),
  software: z.string(),
  made: z.iso.datetime(),
  origin: z.string(),
  size: z.int().nonnegative(),
  root: z.string(),
  /** Of each file beside the log, the SHA-256 that it may have: two while a backup is brought up to date. */
  files: z.record(z.string().refine(isBackupPath), z.array(z.string())),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

export interface BackupOptions {
  readonly clock: Clock;
  /** "Corrigible/0.1.0" */
  readonly software: string;
  /** Also the key that signs the log. */
  readonly withKey: boolean;
}

export interface BackupSummary {
  /** Absolute path of the folder or file. */
  readonly place: string;
  /** Entries and texts of the log as it was copied; its root in hexadecimal. */
  readonly entries: number;
  readonly texts: number;
  readonly root: string;
  /** Files of the log that were copied, and those that an earlier backup had. */
  readonly copied: number;
  readonly kept: number;
  /** Paths of what was copied beside the log. */
  readonly files: readonly string[];
  /** Whether the backup holds the key that signs the log, from now or from before. */
  readonly hasKey: boolean;
}

/**
 * Copies all of a workspace that cannot be made again into a folder, while others go on writing, and verifies the copy.
 * An earlier backup there is brought up to date; killed at any moment, what is there stays a backup. Throws a UserError
 * where the folder holds anything else, or a backup of another or a newer log, and where the copy does not verify.
 */
export function backupInto(workspace: Workspace, folder: string, options: BackupOptions): Promise<BackupSummary> {
  return runStep("backup", {}, async ({ attributes }) => {
    refuseOwn(workspace, folder);
    refuseForeign(folder);
    makeFolder(folder, PRIVATE_FOLDER);
    // Accounts and the log's key may lie in it.
    chmodSync(folder, PRIVATE_FOLDER);
    const lock = takeLock(join(folder, LOCK_FILE), `back up to ${folder}`);
    try {
      const summary = await copyAll(workspace, folder, options);
      Object.assign(attributes, { entries: summary.entries, copied: summary.copied });
      return summary;
    } finally {
      lock.release();
    }
  });
}

async function copyAll(
  workspace: Workspace,
  folder: string,
  { clock, software, withKey }: BackupOptions,
): Promise<BackupSummary> {
  const tempDir = makeTemporary(folder);
  try {
    const { vkey, origin } = workspace;
    const { size, ...log } = copyLog(workspace.evidence, join(folder, "evidence"), { vkey, tempDir });
    const root = Buffer.from(log.root).toString("hex");
    const about = { corrigible: "backup", format: 1, software, made: formatInstant(clock()), origin } as const;
    // After the log: who was told of an entry is in the copy wherever the entry is.
    const kept = await Array.fromAsync(readKept(workspace, { withKey, tempDir }));
    if (!kept.some(({ path }) => path === SETTINGS_FILE))
      throw new UserError(`${join(workspace.folder, SETTINGS_FILE)} is gone: without it nothing can be restored`);
    const files = replaceKept(folder, { ...about, size, root }, kept, tempDir);
    const { entries, blobs: texts } = verifyCopy(folder, vkey);
    const names = kept.map(({ path }) => path);
    return { place: folder, entries, texts, ...log, root, files: names, hasKey: KEY_PATH in files };
  } finally {
    rmSync(tempDir, { recursive: true, force: true });
  }
}

/** Puts files in the place of those of an earlier backup, each as one of the two says it is; gives what the new one says. */
function replaceKept(
  folder: string,
  manifest: Omit<BackupManifest, "files">,
  kept: readonly KeptFile[],
  tempDir: string,
): Files {
  const before = existsSync(join(folder, BACKUP_FILE)) ? readManifest(folder).files : {};
  const key = before[KEY_PATH];
  const now = Object.fromEntries(kept.map(({ path, bytes }) => [path, [sha256Hex(bytes)]]));
  const files = { ...(key ? { [KEY_PATH]: key } : {}), ...now };
  writeManifest(folder, { ...manifest, files: unite(before, files) }, tempDir);
  for (const one of kept) writeKept(folder, one, tempDir);
  for (const path of Object.keys(before)) if (!(path in files)) rmSync(join(folder, path), { force: true });
  writeManifest(folder, { ...manifest, files }, tempDir);
  return files;
}

function verifyCopy(folder: string, vkey: string): ReturnType<typeof verifyEvidence> {
  const verified = verifyEvidence(join(folder, "evidence"), { vkey });
  const [problem] = verified.problems;
  if (!problem) return verified;
  const { path, message } = problem;
  throw new UserError(
    `the copy in ${folder} does not verify: ${path}: ${message}; remove that file from the copy and run this again`,
    EXIT.problem,
  );
}

/** As {@link backupInto}, into one new ZIP file. While it is made the log lies beside it a second time. */
export async function backupToFile(workspace: Workspace, file: string, options: BackupOptions): Promise<BackupSummary> {
  if (existsSync(file)) throw new UserError(`${file} is there already; name a new file`);
  refuseOwn(workspace, file);
  return buildBeside(file, `back up to ${file}`, async (building) => {
    const folder = join(building, "backup");
    const summary = await backupInto(workspace, folder, options);
    await packFolder(folder, join(building, "backup.zip"));
    renameDurable(join(building, "backup.zip"), file);
    return { ...summary, place: file };
  });
}

type Files = BackupManifest["files"];

/** What a file may be while the earlier is replaced by the later. */
function unite(before: Files, now: Files): Files {
  const paths = [...Object.keys(before), ...Object.keys(now)];
  return Object.fromEntries(paths.map((path) => [path, [...(before[path] ?? []), ...(now[path] ?? [])]]));
}

function writeManifest(folder: string, manifest: BackupManifest, tempDir: string): void {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  writeDurable({ path: join(folder, BACKUP_FILE), bytes }, tempDir);
}

/** What a backup says of itself. Throws a UserError where a folder holds none. */
export function readManifest(folder: string): BackupManifest {
  const path = join(folder, BACKUP_FILE);
  if (!existsSync(path)) throw new UserError(`${folder} holds no backup: there is no ${BACKUP_FILE}`);
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new UserError(`${path} is damaged, or of a later release`, EXIT.outside, { cause });
  }
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a folder, or a new file .zip`);
  // A first backup that was interrupted has a log and no manifest yet.
  const names = readdirSync(folder).filter((name) => name !== "evidence" && !name.startsWith(UNFINISHED));
  if (names.length === 0 || existsSync(join(folder, BACKUP_FILE))) return;
  throw new UserError(`${folder} is not empty and no earlier backup; give an empty or a new folder`);
}
