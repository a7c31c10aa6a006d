import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEvidence } from "../evidence/index.ts";
import { slug } from "../model/index.ts";
import { CASEBOOK_FOLDER, peekHead, readCasebook } from "../sources/index.ts";
import { canonicalJson, type Clock, makeFolder } from "../std/index.ts";
import { type AuditSummary, auditEvidence } from "./audit.ts";
import { evaluateLabs } from "./evaluate.ts";
import { type Example, readExample, writeExampleArchive } from "./example.ts";
import { importCasebook } from "./import-casebook.ts";
import { importOta } from "./import-ota.ts";
import type { Progress } from "./progress.ts";
import { initWorkspace } from "./init-workspace.ts";
import { type Elsewhere, openWorkspace, SETTINGS_FILE, type Workspace } from "./workspace.ts";

/** Folder of the checkout: demonstrations and their report lie in it, wherever the command is called from. */
export const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const DEMO_FOLDER = join(CHECKOUT, "demo");
const EXAMPLE_WORKSPACE = join(DEMO_FOLDER, "example");

export interface DemoOptions {
  readonly clock: Clock;
  readonly onProgress: Progress;
  readonly elsewhere?: Elsewhere;
}

export interface Demo {
  readonly workspace: Workspace;
  readonly audit: AuditSummary;
}

/** Brings the workspace of the example up to date: imports and audits it as any archive. */
export async function openExampleDemo({ clock, onProgress, elsewhere }: DemoOptions): Promise<Demo> {
  const example = readExample();
  makeFolder(DEMO_FOLDER);
  const archive = mkdtempSync(join(DEMO_FOLDER, "archive-"));
  try {
    await writeExampleArchive(example, archive);
    await removeOutdated(example, archive);
    const workspace = existsSync(join(EXAMPLE_WORKSPACE, SETTINGS_FILE))
      ? openWorkspace(EXAMPLE_WORKSPACE, elsewhere)
      : initWorkspace(EXAMPLE_WORKSPACE, "corrigible.local/example", example.labTable, elsewhere);
    await importOta(workspace, { location: archive, clock, onProgress });
    return await auditAll(workspace, { clock, onProgress });
  } finally {
    rmSync(archive, { recursive: true, force: true });
  }
}

/** A workspace made from another edition of the example would mix two histories: the demonstration begins anew. */
async function removeOutdated(example: Example, archive: string): Promise<void> {
  if (!existsSync(join(EXAMPLE_WORKSPACE, SETTINGS_FILE))) return;
  const { evidence: place, labTable } = openWorkspace(EXAMPLE_WORKSPACE);
  const evidence = openEvidence(place);
  const head = await peekHead(archive);
  const isOther = evidence
    .entries()
    .some(({ entry }) => entry.type === "import" && entry.source === "ota-git" && entry.head !== head);
  if (!isOther && canonicalJson(labTable) === canonicalJson(example.labTable)) return;
  rmSync(EXAMPLE_WORKSPACE, { recursive: true });
}

/** Digits of the hash that keeps archives of one name apart. */
const KEY_LENGTH = 8;

/** As {@link openExampleDemo} for an archive of the user's (a bundle, a folder or a git URL): each has its workspace. */
export async function openArchiveDemo(location: string, { clock, onProgress, elsewhere }: DemoOptions): Promise<Demo> {
  await peekHead(location);
  const key = createHash("sha256").update(location).digest("hex").slice(0, KEY_LENGTH);
  const folder = join(DEMO_FOLDER, `${slug(basename(location))}-${key}`);
  const workspace = existsSync(join(folder, SETTINGS_FILE))
    ? openWorkspace(folder, elsewhere)
    : initWorkspace(folder, undefined, undefined, elsewhere);
  await importOta(workspace, { location, clock, onProgress });
  return auditAll(workspace, { clock, onProgress });
}

/** Adds the shipped casebook and runs the audit with its evals. */
async function auditAll(
  workspace: Workspace,
  { clock, onProgress }: Pick<DemoOptions, "clock" | "onProgress">,
): Promise<Demo> {
  importCasebook(workspace, readCasebook(CASEBOOK_FOLDER, "casebook"), clock);
  const audit = await auditEvidence(workspace, onProgress);
  await evaluateLabs(workspace, undefined, onProgress);
  return { workspace, audit };
}
