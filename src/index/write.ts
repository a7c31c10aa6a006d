import { existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { EXIT, UserError } from "../std/index.ts";
import { isCurrent, openIndexFile } from "./open.ts";
import { openSqlite } from "./sqlite.ts";
import {
  type ChangeBodyRow,
  type ChangeRow,
  type ClauseRow,
  type DocumentRow,
  SCHEMA,
  SCHEMA_VERSION,
  type VersionRow,
} from "./tables.ts";

/** Everything the index holds of one document. */
export interface DocumentRows {
  readonly document: DocumentRow;
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ChangeRow[];
  readonly changeBodies: readonly ChangeBodyRow[];
  readonly clauses: readonly ClauseRow[];
}

/** What the index was built from: an index is up to date when this says what the log and the program say now. */
export interface IndexState {
  /** Entries of the log that are indexed, and the tree's root at that size, in hexadecimal. */
  readonly logSize: number;
  readonly logRoot: string;
  /** SHA-256 of the last of those entries: a longer log that has it there goes on from what is indexed. */
  readonly lastEntry: string;
  readonly detector: string;
  /** Hash of the table service → lab. */
  readonly labTable: string;
}

/** Writes an index. One transaction from open to commit: whoever is killed in between leaves the index as it was. */
export interface IndexWriter {
  /** What is indexed; null for a new or emptied index. */
  readonly state: IndexState | null;
  /** Empties all tables. */
  clear(): void;
  /** Puts the rows in the place of all that is there of the document. */
  replaceDocument(rows: DocumentRows): void;
  commit(state: IndexState): void;
  /** Gives up what is not committed. */
  close(): void;
}

/** Opens the index for writing. Throws a UserError while another process writes it. */
export function openIndexWriter(path: string): IndexWriter {
  const database = openIndexFile(path);
  begin(database, path);
  if (!isCurrent(database)) makeTables(database);
  return new SqliteIndexWriter(database);
}

function begin(database: DatabaseSync, path: string): void {
  try {
    database.exec("pragma busy_timeout = 0; begin immediate");
  } catch (cause) {
    database.close();
    if (!(cause instanceof Error && /locked|busy/.test(cause.message))) throw cause;
    throw new UserError(`another process writes the index ${path}; wait for it to finish`, EXIT.outside, { cause });
  }
}

function makeTables(database: DatabaseSync): void {
  // A virtual table first: its shadow tables go with it.
  const old = database
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not glob 'sqlite_*'
       order by sql like 'create virtual%' desc`,
    )
    .all();
  for (const { name } of old) database.exec(`drop table if exists "${String(name)}"`);
  database.exec(SCHEMA);
  database.exec(`pragma user_version = ${SCHEMA_VERSION}`);
}

class SqliteIndexWriter implements IndexWriter {
  readonly #database: DatabaseSync;
  readonly #insert: {
    readonly document: Insert<DocumentRow>;
    readonly version: Insert<VersionRow>;
    readonly change: Insert<ChangeRow>;
    readonly changeBody: Insert<ChangeBodyRow>;
    readonly clause: Insert<ClauseRow>;
  };
  #open = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = {
      document: prepareInsert(database, "documents", DOCUMENT_COLUMNS),
      version: prepareInsert(database, "versions", VERSION_COLUMNS),
      change: prepareInsert(database, "changes", CHANGE_COLUMNS),
      changeBody: prepareInsert(database, "change_bodies", ["document", "id", "body"]),
      clause: prepareInsert(database, "clauses", CLAUSE_COLUMNS),
    };
  }

  get state(): IndexState | null {
    return readState(this.#database);
  }

  clear(): void {
    this.#database.exec(`
      delete from meta; delete from documents; delete from versions; delete from changes;
      delete from change_bodies; delete from clauses; delete from findings; delete from measures;
      delete from assessments; delete from comparisons;
      insert into clauses_text (clauses_text) values ('delete-all');`);
  }

  replaceDocument({ document, versions, changes, changeBodies, clauses }: DocumentRows): void {
    this.#remove(document.id);
    this.#insert.document(document);
    versions.forEach(this.#insert.version);
    changes.forEach(this.#insert.change);
    changeBodies.forEach(this.#insert.changeBody);
    clauses.forEach(this.#insert.clause);
    this.#database
      .prepare("insert into clauses_text (rowid, text) select row, text from clauses where document = ?")
      .run(document.id);
  }

  #remove(document: string): void {
    const removed = this.#database.prepare("delete from documents where id = ?").run(document);
    if (removed.changes === 0) return;
    // The full-text table holds no text of its own: it forgets a row by being told what stood there.
    this.#database
      .prepare(
        `insert into clauses_text (clauses_text, rowid, text)
         select 'delete', row, text from clauses where document = ?`,
      )
      .run(document);
    for (const table of ["versions", "changes", "change_bodies", "clauses"]) {
      this.#database.prepare(`delete from ${table} where document = ?`).run(document);
    }
  }

  commit(state: IndexState): void {
    this.#database.prepare("insert or replace into meta (name, value) values ('state', ?)").run(JSON.stringify(state));
    this.#database.exec("commit");
    this.#open = false;
    this.#database.close();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#database.exec("rollback");
    this.#database.close();
  }
}

/** The state of the index in a file; null where there is none or one of another version. */
export function readIndexState(path: string): IndexState | null {
  if (!existsSync(path)) return null;
  const database = openSqlite(path, { readOnly: true });
  try {
    return isCurrent(database) ? readState(database) : null;
  } finally {
    database.close();
  }
}

function readState(database: DatabaseSync): IndexState | null {
  const row = database.prepare("select value from meta where name = 'state'").get();
  return row ? parseState(String(row["value"])) : null;
}

function parseState(text: string): IndexState {
  return JSON.parse(text) as IndexState;
}

type Insert<Row> = (row: Row) => void;
type Value = string | number | null;

function prepareInsert<Row extends object>(
  database: DatabaseSync,
  table: string,
  columns: readonly (keyof Row & string)[],
): Insert<Row> {
  const places = columns.map(() => "?").join(", ");
  let statement: StatementSync | undefined;
  return (row) => {
    statement ??= database.prepare(`insert into ${table} (${columns.join(", ")}) values (${places})`);
    statement.run(...columns.map((column) => row[column] as Value));
  };
}

const DOCUMENT_COLUMNS: readonly (keyof DocumentRow)[] = [
  "id",
  "lab",
  "lab_name",
  "service",
  "terms",
  "versions",
  "first_version",
  "last_version",
  "first_date",
  "last_date",
];
const VERSION_COLUMNS: readonly (keyof VersionRow)[] = [
  "id",
  "document",
  "log_index",
  "step",
  "date",
  "cause",
  "blob",
  "size",
  "service",
  "terms",
  "repository",
  "commit_id",
  "path",
  "base",
  "noise",
  "note",
  "note_in",
];
const CHANGE_COLUMNS: readonly (keyof ChangeRow)[] = [
  "id",
  "lab",
  "document",
  "date",
  "old_version",
  "new_version",
  "log_index",
  "step",
  "position",
  "kind",
  "direction",
  "subject",
  "severity",
  "confidence",
  "disclosed",
  "suppressed",
];
const CLAUSE_COLUMNS: readonly (keyof ClauseRow)[] = [
  "lab",
  "document",
  "text",
  "path",
  "bearer",
  "modality",
  "norm",
  "first_version",
  "last_version",
  "first_step",
  "position",
  "since",
  "until",
];
