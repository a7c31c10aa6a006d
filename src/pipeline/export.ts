import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
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
import { EVALS_VERSION } from "../model/index.ts";
import { formatBods } from "../sources/index.ts";
import { makeFolder, UserError } from "../std/index.ts";
import { ASSESSMENTS, COMPARISONS, FINDINGS, MEASURES } from "./export-eval-tables.ts";
import { type Origins, originsOf } from "./export-sources.ts";
import { CHANGES, CLAUSES, DOCUMENTS, VERSIONS } from "./export-tables.ts";
import { readRecordedControl } from "./read-control.ts";
import { refuseOwn } from "./refuse-own.ts";
import { formatCsvHeader, formatCsvRow, formatJsonRow, type Table } from "./table-files.ts";
import type { Workspace } from "./workspace.ts";

export interface ExportSummary {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** What `datapackage.json` says of the program; an export of ours is known by it. */
const PACKAGE_NAME = "corrigible-export";

const DESCRIPTOR = "datapackage.json";

const CONTROL_FILE = "control.bods.json";

/**
 * Writes the index as tables (.jsonl and .csv) with a Frictionless `datapackage.json`. Equal logs give equal bytes.
 * The folder appears complete or not at all. Throws a UserError where it holds anything but an earlier export, or
 * lies among the workspace's own files.
 */
export async function exportIndex(workspace: Workspace, target: string): Promise<ExportSummary> {
  const { indexPath } = workspace;
  const folder = resolve(target);
  refuseOwn(workspace, folder);
  refuseForeign(folder);
  const index = await openIndex(indexPath);
  const building = join(dirname(folder), `.${basename(folder)}.partial`);
  try {
    rmSync(building, { recursive: true, force: true });
    makeFolder(building);
    const state = readIndexState(indexPath);
    if (!state) throw new Error("an open index has a state");
    const rows = await writeTables(workspace, index, state, building);
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
  const other = names.find((name) => name !== DESCRIPTOR && name !== CONTROL_FILE && !/\.(?:csv|jsonl)$/.test(name));
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

async function writeTables(
  workspace: Workspace,
  index: Index,
  state: IndexState,
  folder: string,
): Promise<Record<string, number>> {
  const documents = new TableFiles(folder, DOCUMENTS);
  const versions = new TableFiles(folder, VERSIONS);
  const clauses = new TableFiles(folder, CLAUSES);
  const changes = new TableFiles(folder, CHANGES, formatChange);
  const repositories = new Set<string>();
  for await (const content of scanIndex(index)) {
    documents.write([content.document]);
    versions.write(content.versions);
    clauses.write(content.clauses);
    changes.write(content.changes);
    for (const { repository } of content.versions) if (repository !== "") repositories.add(repository);
  }
  const all = [documents, versions, clauses, changes, ...(await writeEvalTables(index, folder))];
  const resources = [...all.flatMap((files) => files.finish()), await writeControl(workspace, index, folder)];
  const origins = originsOf(workspace, [...repositories].toSorted());
  const text = JSON.stringify(describePackage(state, origins, resources), null, 2);
  writeFileSync(join(folder, DESCRIPTOR), `${text}\n`);
  return Object.fromEntries(all.map(({ table, rows }) => [table.name, rows]));
}

/** Who could do what to whom, as other programs read it; dated by the day of the evals, so that equal logs give equal bytes. */
async function writeControl(workspace: Workspace, index: Index, folder: string): Promise<unknown> {
  const { asOf } = await readEvalFrame(index);
  const statements = formatBods(readRecordedControl(workspace), { date: asOf, publisher: workspace.origin });
  const file = new HashedFile(join(folder, CONTROL_FILE));
  file.write(`${JSON.stringify(statements, null, 1)}\n`);
  return {
    profile: "data-resource",
    name: "control-bods",
    path: CONTROL_FILE,
    description: "Relations of control as statements of the Beneficial Ownership Data Standard 0.4.",
    format: "json",
    mediatype: "application/json",
    encoding: "utf-8",
    ...file.finish(),
  };
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

/** A table's two files once all rows are written. */
type ExportedTable = Pick<TableFiles<never>, "finish" | "rows"> & { readonly table: { readonly name: string } };

/** JSON lines of the evals hold the whole object, CSV its columns. */
const formatWhole = (row: object): string => `${JSON.stringify(row)}\n`;

function describePackage(state: IndexState, { sources, licenses }: Origins, resources: readonly unknown[]): unknown {
  return {
    profile: "data-package",
    name: PACKAGE_NAME,
    title: "An audit of AI labs: documents, changes, findings, measures, control",
    // A package may say nothing of licences, but not that there are none.
    ...(licenses.length === 0 ? {} : { licenses }),
    sources,
    evidence: { entries: state.logSize, root: state.logRoot },
    detector: state.detector,
    evals: EVALS_VERSION,
    resources,
  };
}

/** A table's two files, written as rows come. */
class TableFiles<Row> {
  readonly table: Table<Row>;
  rows = 0;
  readonly #jsonl: HashedFile;
  readonly #csv: HashedFile;
  readonly #formatJson: (row: Row) => string;

  constructor(folder: string, table: Table<Row>, formatJson?: (row: Row) => string) {
    this.table = table;
    this.#jsonl = new HashedFile(join(folder, `${table.name}.jsonl`));
    this.#csv = new HashedFile(join(folder, `${table.name}.csv`));
    this.#csv.write(formatCsvHeader(table));
    this.#formatJson = formatJson ?? ((row) => formatJsonRow(table, row));
  }

  write(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#jsonl.write(this.#formatJson(row));
      this.#csv.write(formatCsvRow(this.table, row));
    }
    this.rows += rows.length;
  }

  /** Closes both files; gives the resources that describe them. */
  finish(): readonly unknown[] {
    const { name, description, columns } = this.table;
    const fields = columns.map((column) => ({
      name: column.name,
      type: column.type,
      description: column.description,
    }));
    return [
      {
        profile: "tabular-data-resource",
        name,
        path: `${name}.csv`,
        description,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        ...this.#csv.finish(),
        schema: { fields, missingValues: [""] },
      },
      {
        profile: "data-resource",
        name: `${name}-jsonl`,
        path: `${name}.jsonl`,
        description: `${description} One JSON object a line.`,
        format: "jsonl",
        mediatype: "application/jsonl",
        encoding: "utf-8",
        ...this.#jsonl.finish(),
      },
    ];
  }
}

/** Text gathered before it is written, in UTF-16 units. */
const WRITE_UNITS = 1024 * 1024;

class HashedFile {
  readonly #descriptor: number;
  readonly #hash = createHash("sha256");
  #pending = "";
  #bytes = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, "wx");
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= WRITE_UNITS) this.#flush();
  }

  finish(): { readonly bytes: number; readonly hash: string } {
    this.#flush();
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    return { bytes: this.#bytes, hash: `sha256:${this.#hash.digest("hex")}` };
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending);
    this.#pending = "";
    this.#hash.update(bytes);
    this.#bytes += bytes.byteLength;
    for (let from = 0; from < bytes.byteLength;) from += writeSync(this.#descriptor, bytes, from);
  }
}
