import { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  copyLog,
  describePlace,
  openEvidence,
  openEvidenceWriter,
  sha256Hex,
  verifyEvidence,
} from "../evidence/index.ts";
import { EXIT, makeFolder, makeFolderDurable, renameDurable, runStep, UserError } from "../std/index.ts";
import { type Checkpoint, openCheckpoint, TlogError } from "../tlog/index.ts";
import { changeStore } from "./move-log.ts";
import { type BackupManifest, readManifest } from "./backup.ts";
import { unpackFile } from "./backup-archive.ts";
import { buildBeside, isSoundFile, KEY_PATH, makeTemporary, writeKept } from "./backup-files.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export interface RestoreOptions {
  /** A checkpoint that readers have, as text: the newest that anybody knows of; null: nobody knows of one. */
  readonly seen: string | null;
  /** Leaves the log's key out: what is restored can be read and proved, never added to. */
  readonly withoutKey: boolean;
}

export interface RestoreSummary {
  /** Absolute path. */
  readonly folder: string;
  readonly origin: string;
  /** Entries and texts of the log, and its root in hexadecimal. */
  readonly entries: number;
  readonly texts: number;
  readonly root: string;
  /** When the backup was made, in UTC. */
  readonly made: string;
  /** Paths of what was restored beside the log. */
  readonly files: readonly string[];
  readonly hasKey: boolean;
  /** The store in which the log lay when it was backed up; null: it lay in its folder. */
  readonly store: string | null;
}

const KEYS_FOLDER_MODE = 0o700;

/**
 * Makes a workspace of a backup, a folder or a ZIP file, once all of it is found to be as it was. The folder appears when it is
 * complete. Throws a UserError where it is not empty, where the backup does not verify, and where it is older than `seen`:
 * to append to it would be a rollback.
 */
export function restoreBackup(place: string, folder: string, options: RestoreOptions): Promise<RestoreSummary> {
  return runStep("restore", {}, async ({ attributes }) => {
    if (!existsSync(place)) throw new UserError(`${place}: there is no such file or folder`);
    refuseFilled(folder);
    const summary = await buildBeside(folder, `restore to ${folder}`, (building) =>
      build(place, { folder, building }, options),
    );
    Object.assign(attributes, { entries: summary.entries });
    return summary;
  });
}

async function build(
  place: string,
  { folder, building }: { readonly folder: string; readonly building: string },
  { seen, withoutKey }: RestoreOptions,
): Promise<RestoreSummary> {
  const isFile = !statSync(place).isDirectory();
  const backup = isFile ? join(building, "backup") : place;
  if (isFile) await unpackFile(place, backup);
  const manifest = readManifest(backup);
  const made = join(building, "workspace");
  makeFolder(made);
  const tempDir = makeTemporary(building);
  const files = Object.keys(manifest.files).filter((path) => !(withoutKey && path === KEY_PATH));
  copyKept(backup, made, { manifest, files, tempDir });
  // The log comes back into the folder, wherever it was: what lies in a bucket may be further, or somebody else's now.
  const store = storeOf(openWorkspace(made));
  if (store !== null) changeStore(made, tempDir, null);
  const workspace = openWorkspace(made);
  copyLog(join(backup, "evidence"), workspace.evidenceDir, { vkey: workspace.vkey, tempDir });
  makeFolder(workspace.stateDir);
  const { entries, blobs, root } = check(
    workspace,
    manifest,
    seen === null ? null : readSeen(seen, workspace),
    withoutKey,
  );
  if (existsSync(folder)) rmdirSync(folder);
  makeFolderDurable(dirname(folder));
  renameDurable(made, folder);
  return {
    folder,
    origin: workspace.origin,
    entries,
    texts: blobs,
    root: Buffer.from(root).toString("hex"),
    made: manifest.made,
    files: files.filter((path) => path !== KEY_PATH),
    hasKey: files.includes(KEY_PATH),
    store,
  };
}

const storeOf = ({ evidence }: Workspace): string | null =>
  typeof evidence === "string" ? null : describePlace(evidence);

/** Throws a UserError where the folder has anything in it; a log there is named, since it may be further. */
function refuseFilled(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a new folder`);
  if (readdirSync(folder).length === 0) return;
  const log = join(folder, "evidence");
  const further = existsSync(join(log, "checkpoint"))
    ? `; its checkpoint is what --seen takes: ${join(log, "checkpoint")}`
    : "";
  throw new UserError(`${folder} is not empty; restore into a new folder and keep that one${further}`);
}

function copyKept(
  backup: string,
  made: string,
  { manifest, files, tempDir }: { manifest: BackupManifest; files: readonly string[]; tempDir: string },
): void {
  for (const path of files) {
    if (!existsSync(join(backup, path))) throw refusal(`${path} is missing`);
    const bytes = readFileSync(join(backup, path));
    if (!manifest.files[path]?.includes(sha256Hex(bytes))) throw refusal(`${path} is not as it was backed up`);
    writeKept(made, { path, bytes }, tempDir);
    if (path === KEY_PATH) chmodSync(dirname(join(made, path)), KEYS_FOLDER_MODE);
    if (!isSoundFile(made, path)) throw refusal(`${path} is a damaged database`);
  }
}

const refusal = (what: string): UserError => new UserError(`nothing is restored: ${what}`, EXIT.problem);

function check(
  workspace: Workspace,
  manifest: BackupManifest,
  seen: Checkpoint | null,
  withoutKey: boolean,
): ReturnType<typeof verifyEvidence> {
  const verified = verifyEvidence(workspace.evidenceDir, { vkey: workspace.vkey });
  const { problems, entries } = verified;
  if (problems[0]) throw refusal(`${problems[0].path}: ${problems[0].message}`);
  // A backup that was interrupted while it was brought up to date may have a newer log than it says, never an older one.
  if (entries < manifest.size) throw refusal(`the log has ${entries} entries, and ${manifest.size} were backed up`);
  if (seen !== null) refuseRollback(workspace, seen, withoutKey);
  if (existsSync(join(workspace.folder, KEY_PATH))) {
    // Opening it to write compares the key with the checkpoint's signature.
    const { evidenceDir: place, keysDir, stateDir } = workspace;
    openEvidenceWriter({ place, keysDir, stateDir }).close();
  }
  return verified;
}

function readSeen(text: string, { vkey }: Workspace): Checkpoint {
  try {
    return openCheckpoint(text, vkey);
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new UserError(`--seen: no checkpoint of this log: ${cause.message}`, undefined, { cause });
  }
}

function refuseRollback({ evidenceDir: place }: Workspace, { size, root }: Checkpoint, withoutKey: boolean): void {
  const evidence = openEvidence(place);
  if (size <= evidence.size) {
    if (Buffer.compare(evidence.rootAt(size), root) === 0) return;
    throw refusal(`readers have seen another history of ${size} entries: the log was forked; look for who signed it`);
  }
  if (withoutKey) return;
  throw refusal(
    `this backup ends at entry ${evidence.size}, and readers have seen ${size}. To append to it would be a rollback: it ` +
      "signs a second history, of which every witness refuses to cosign and every reader has proof. Look for a newer " +
      "backup; to read and prove what there is, restore it --without-key",
  );
}
