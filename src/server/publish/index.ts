import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isIndexCurrent, type Progress, refuseOwn, type Workspace } from "../../pipeline/index.ts";
import { makeFolder, runStep, takeLock, UserError } from "../../std/index.ts";
import { POLICY_OF_COPY } from "../headers.ts";
import { openSiteSource, type Site } from "../site.ts";
import { listBeginnings } from "./beginnings.ts";
import { chooseThreads, renderAll } from "./crawl.ts";
import { fileWriter, type Written } from "./render.ts";
import { makeResolve, type Resolve } from "./resolve.ts";
import { makeSearchFiles } from "./search-index.ts";

export interface PublishOptions {
  /** Address under which readers will reach the copy, without a slash at the end; null: links alone, all relative. */
  readonly publicUrl: string | null;
  readonly onProgress: Progress;
  /** Threads that render; by default as many as pay. Any number gives the same bytes. */
  readonly threads?: number;
}

export interface PublishSummary {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly files: number;
  /** Of all files together. */
  readonly bytes: number;
  /** Root of the log that it was made from, in hexadecimal. */
  readonly root: string;
}

/** The file by which a copy of ours is known; it says what the copy was made from. */
const MARKER = "copy.json";
const CHECKSUMS = "checksums.txt";

/**
 * Writes the dashboard of a workspace into a folder as files. Equal logs give equal bytes. The folder is replaced at
 * once or stays as it was. Throws a UserError where nothing is indexed, where the index is behind the log, or where
 * the folder holds anything but an earlier copy.
 */
export function publishSite(workspace: Workspace, target: string, options: PublishOptions): Promise<PublishSummary> {
  return runStep("publish", {}, async ({ attributes }) => {
    const summary = await publishFolder(workspace, target, options);
    Object.assign(attributes, { files: summary.files, bytes: summary.bytes });
    return summary;
  });
}

async function publishFolder(workspace: Workspace, target: string, options: PublishOptions): Promise<PublishSummary> {
  const folder = resolve(target);
  refuseOwn(workspace, folder);
  // Two at a time would take each other's unfinished folder.
  const lock = takeLock(join(workspace.stateDir, "publish.lock"), `publish to ${folder}`);
  try {
    return await publishAlone(workspace, folder, options);
  } finally {
    lock.release();
  }
}

async function publishAlone(
  workspace: Workspace,
  folder: string,
  { publicUrl, onProgress, threads }: PublishOptions,
): Promise<PublishSummary> {
  const [building, former] = ["partial", "former"].map((word) => join(dirname(folder), `.${basename(folder)}.${word}`));
  if (building === undefined || former === undefined) throw new Error("two names");
  // Between two renames of an earlier run a crash left the old copy beside its place.
  if (existsSync(former) && !existsSync(folder)) renameSync(former, folder);
  refuseForeign(folder);
  const source = await openSiteSource(workspace, publicUrl, true);
  try {
    const site = await source.current();
    if (!(await isIndexCurrent(workspace)))
      throw new UserError("the index is behind the evidence log; run corrigible audit first");
    for (const old of [building, former]) rmSync(old, { recursive: true, force: true });
    makeFolder(building);
    const targets = await makeResolve(site);
    const beginnings = await listBeginnings(site, targets);
    const written = await renderAll(workspace, beginnings, {
      folder: building,
      publicUrl,
      onProgress,
      threads: threads ?? chooseThreads(site.evidence.size),
    });
    written.push(...(await writeRest(site, building, targets)));
    const files = writeChecksums(building, written);
    if (existsSync(folder)) renameSync(folder, former);
    renameSync(building, folder);
    return { folder, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), root: site.root };
  } finally {
    await source.close();
    for (const old of [building, former]) rmSync(old, { recursive: true, force: true });
  }
}

/** What no page is: the search's data, headers for hosts that take them from a file, and what the copy was made from. */
async function writeRest(site: Site, folder: string, targets: Resolve): Promise<Written[]> {
  const write = fileWriter(folder);
  const { evidence, root, frame, publicUrl } = site;
  const about = { corrigible: "copy", format: 1, origin: evidence.origin, size: evidence.size, root, asOf: frame.asOf };
  const files: readonly (readonly [file: string, text: string])[] = [
    ...(await makeSearchFiles(site, targets)),
    ["_headers", formatHeaders()],
    [MARKER, `${JSON.stringify({ ...about, publicUrl }, null, 2)}\n`],
  ];
  return files.map(([file, text]) => write(file, Buffer.from(text)));
}

/** As Netlify and Cloudflare Pages read them; other hosts ignore the file. */
function formatHeaders(): string {
  return [
    "/*",
    `  Content-Security-Policy: ${POLICY_OF_COPY}; frame-ancestors 'none'`,
    "  X-Content-Type-Options: nosniff",
    "  Referrer-Policy: no-referrer",
    "",
  ].join("\n");
}

/** Writes the SHA-256 of every file, by name, as `sha256sum --check` reads them. Gives all files, these included. */
function writeChecksums(folder: string, written: readonly Written[]): Written[] {
  const sorted = written.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const lines = sorted.map(({ sha256, file }) => `${sha256}  ${file}\n`);
  return [...sorted, fileWriter(folder)(CHECKSUMS, Buffer.from(lines.join("")))];
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a folder`);
  if (readdirSync(folder).length === 0 || isCopy(join(folder, MARKER))) return;
  throw new UserError(`${folder} is not empty and no earlier copy; give an empty or a new folder`);
}

function isCopy(marker: string): boolean {
  try {
    return (JSON.parse(readFileSync(marker, "utf8")) as { corrigible?: unknown } | null)?.corrigible === "copy";
  } catch {
    return false;
  }
}
