import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import {
  type Index,
  type IndexState,
  type ListedChange,
  openIndex,
  readIndexState,
  listAssessments,
  listComparisons,
  listFindings,
  listMeasures,
  readEvalFrame,
  scanIndex,
} from "../index/index.ts";
import { formatBods, formatFtm } from "../sources/index.ts";
import { makeFolder, takeLock, UserError } from "../std/index.ts";
import { ASSESSMENTS, COMPARISONS, FINDINGS, MEASURES } from "./export-eval-tables.ts";
import { annotationWriter } from "./export-annotations.ts";
import { describeFile, HashedFile, type Resource, TableFiles } from "./export-files.ts";
import {
  describeCroissant,
  describeDataset,
  describePackage,
  formatCodebook,
  type Release,
} from "./export-metadata.ts";
import { originsOf } from "./export-sources.ts";
import { CHANGES, CLAUSES, DOCUMENTS, VERSIONS } from "./export-tables.ts";
import { readRecordedControl } from "./read-control.ts";
import { refuseOwn } from "./refuse-own.ts";
import type { Table } from "./table-files.ts";
import type { Workspace } from "./workspace.ts";

export interface ExportSummary {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** What `datapackage.json` says of the program; an export of ours is known by it. */
const PACKAGE_NAME = "corrigible-export";

/** Two at a time would take each other's unfinished folder. */
const LOCK_FILE = "export.lock";

const DESCRIPTOR = "datapackage.json";

const CONTROL_FILE = "control.bods.json";
const CONTROL_FTM_FILE = "control.ftm.json";
const ANNOTATIONS_FILE = "annotations.jsonl";

/** The log's signed checkpoint: size and root of what the tables were made from. */
const CHECKPOINT_FILE = "checkpoint";

/** The files that are no table. */
const OTHER_FILES: ReadonlySet<string> = new Set([
  DESCRIPTOR,
  CONTROL_FILE,
  CONTROL_FTM_FILE,
  CHECKPOINT_FILE,
  "codebook.md",
  "dataset.jsonld",
  "croissant.json",
  "checksums.txt",
]);

/**
 * Writes the index as tables (.csv, .jsonl, .parquet) with what describes them (docs/formats/export.md). Equal logs give equal bytes.
 * The folder appears complete or not at all. Throws a UserError where it holds anything but an earlier export, or
 * lies among the workspace's own files, and while another export is under way.
 */
export async function exportIndex(workspace: Workspace, target: string): Promise<ExportSummary> {
  const folder = resolve(target);
  refuseOwn(workspace, folder);
  refuseForeign(folder);
  const lock = takeLock(join(workspace.stateDir, LOCK_FILE), `export to ${folder}`);
  try {
    return await exportAlone(workspace, folder);
  } finally {
    lock.release();
  }
}

async function exportAlone(workspace: Workspace, folder: string): Promise<ExportSummary> {
  const index = await openIndex(workspace.index);
  const building = join(dirname(folder), `.${basename(folder)}.partial`);
  try {
    rmSync(building, { recursive: true, force: true });
    makeFolder(building);
    const state = await readIndexState(workspace.index);
    if (!state) throw new Error("an open index has a state");
    const evidence = openEvidence(workspace.evidence);
    // The checkpoint and who controls whom are read from the log, all else from the index.
    if (evidence.size !== state.logSize || Buffer.from(evidence.root).toString("hex") !== state.logRoot)
      throw new UserError("the index is behind the evidence log; run corrigible audit first");
    const rows = await writeTables({ evidence, index, state }, building);
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
    return { folder, rows };
  } finally {
    rmSync(building, { recursive: true, force: true });
    await index.close();
  }
}

function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file; give a folder`);
  const names = readdirSync(folder);
  if (names.length === 0) return;
  const descriptor = join(folder, DESCRIPTOR);
  if (!names.includes(DESCRIPTOR) || !isOurs(readFileSync(descriptor, "utf8"))) {
    throw new UserError(`${folder} is not empty and no earlier export; give an empty or a new folder`);
  }
  const other = names.find((name) => !OTHER_FILES.has(name) && !/\.(?:csv|jsonl|parquet)$/.test(name));
  if (other === undefined) return;
  throw new UserError(`${join(folder, other)} is no part of the earlier export there; move it, or give another folder`);
}

function isOurs(descriptor: string): boolean {
  try {
    return (JSON.parse(descriptor) as { name?: unknown } | null)?.name === PACKAGE_NAME;
  } catch {
    return false;
  }
}

interface Exported {
  /** As {@link Exported.state} knows it. */
  readonly evidence: EvidenceReader;
  readonly index: Index;
  readonly state: IndexState;
}

async function writeTables({ evidence, index, state }: Exported, folder: string): Promise<Record<string, number>> {
  const documents = new TableFiles(folder, DOCUMENTS);
  const versions = new TableFiles(folder, VERSIONS);
  const clauses = new TableFiles(folder, CLAUSES);
  const changes = new TableFiles(folder, CHANGES, formatChange);
  const annotations = new HashedFile(join(folder, ANNOTATIONS_FILE));
  const annotationsOf = annotationWriter(evidence);
  const repositories = new Set<string>();
  let first: string | undefined;
  for await (const content of scanIndex(index)) {
    const { first_date: date } = content.document;
    if (first === undefined || date < first) first = date;
    documents.write([content.document]);
    versions.write(content.versions);
    clauses.write(content.clauses);
    changes.write(content.changes);
    annotations.write(annotationsOf(content));
    for (const { repository } of content.versions) if (repository !== "") repositories.add(repository);
  }
  const all = [documents, versions, clauses, changes, ...(await writeEvalTables(index, folder))];
  const tables = all.flatMap((files) => files.finish());
  const { asOf, labs } = await readEvalFrame(index);
  const resources = [
    ...tables,
    describeFile(
      annotations,
      "application/jsonl",
      "The quotes of the changes that matter as W3C Web Annotations, one a line: their words, their place, the text's hash.",
    ),
    ...writeControl(evidence, asOf, new Set(Object.keys(labs)), folder),
  ];
  const release: Release = {
    name: PACKAGE_NAME,
    origin: evidence.origin,
    state,
    asOf,
    from: first?.slice(0, asOf.length) ?? asOf,
    ...originsOf(evidence, [...repositories].toSorted()),
    tables: all.map(({ table, rows }) => ({ ...table, rows })),
    resources,
  };
  writeMetadata(folder, release, evidence.checkpoint);
  return Object.fromEntries(all.map(({ table, rows }) => [table.name, rows]));
}

/** The files that say of the others what they are, and last their checksums. */
function writeMetadata(folder: string, release: Release, checkpoint: string): void {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const texts: readonly (readonly [name: string, text: string])[] = [
    [CHECKPOINT_FILE, checkpoint],
    ["codebook.md", formatCodebook(release)],
    ["croissant.json", json(describeCroissant(release))],
    [DESCRIPTOR, json(describePackage(release))],
    ["dataset.jsonld", json(describeDataset(release))],
  ];
  const lines = release.resources.map(({ path, hash }) => `${hash.slice("sha256:".length)}  ${path}\n`);
  for (const [name, text] of texts) {
    const file = new HashedFile(join(folder, name));
    file.write(text);
    lines.push(`${file.finish().hash.slice("sha256:".length)}  ${name}\n`);
  }
  const pathOf = (line: string): string => line.slice(line.indexOf("  "));
  const sorted = lines.toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  writeFileSync(join(folder, "checksums.txt"), sorted.join(""));
}

/** Who could do what to whom, as other programs read it; dated by the day of the evals, so that equal logs give equal bytes. */
function writeControl(evidence: EvidenceReader, asOf: string, labs: ReadonlySet<string>, folder: string): Resource[] {
  const relations = readRecordedControl(evidence);
  const bods = new HashedFile(join(folder, CONTROL_FILE));
  bods.write(`${JSON.stringify(formatBods(relations, { date: asOf, publisher: evidence.origin }), null, 1)}\n`);
  const ftm = new HashedFile(join(folder, CONTROL_FTM_FILE));
  for (const entity of formatFtm(relations, labs)) ftm.write(`${JSON.stringify(entity)}\n`);
  return [
    describeFile(
      bods,
      "application/json",
      "Relations of control as statements of the Beneficial Ownership Data Standard 0.4.",
    ),
    describeFile(ftm, "application/jsonl", "Relations of control as entities of FollowTheMoney, one a line."),
  ];
}

function formatChange({ change, suppressed }: ListedChange): string {
  return `${JSON.stringify({ ...change, suppressed })}\n`;
}

async function writeEvalTables(index: Index, folder: string): Promise<readonly ExportedTable[]> {
  const findings = new TableFiles(folder, FINDINGS, formatWhole);
  findings.write(await listFindings(index, {}));
  const measures = new TableFiles(folder, MEASURES, formatWhole);
  measures.write(await listMeasures(index));
  const assessments = new TableFiles(folder, ASSESSMENTS, formatWhole);
  assessments.write(await listAssessments(index));
  const comparisons = new TableFiles(folder, COMPARISONS);
  comparisons.write(await listComparisons(index));
  return [findings, measures, assessments, comparisons];
}

/** A table's files once all rows are written. */
type ExportedTable = Pick<TableFiles<never>, "finish" | "rows"> & { readonly table: Table<never> };

/** JSON lines of the evals hold the whole object, CSV its columns. */
const formatWhole = (row: object): string => `${JSON.stringify(row)}\n`;
