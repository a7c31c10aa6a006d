import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { EXIT, UserError } from "../std/index.ts";
import { refuseOthers, type Transaction } from "./database.ts";
import type { IndexPlace } from "./place.ts";
import {
  columnsOf,
  DOCUMENT_TABLES,
  formatColumns,
  formatIndexes,
  quoteAll,
  SCHEMA_VERSION,
  TABLE_NAMES,
} from "./shapes.ts";
import { isCurrent, openSqlite, readMeta } from "./sqlite-file.ts";
import { type Storable, storable } from "./storable.ts";
import type { TableName, Tables } from "./tables.ts";

const TYPES = { text: "text not null", "text?": "text", integer: "integer not null", real: "real not null" } as const;

/** Tables of small rows that are found by their key alone. */
const WITHOUT_ROWID: ReadonlySet<TableName> = new Set(["meta", "documents", "findings", "measures"]);

/** How often a writer that waits for another looks whether it has ended, in milliseconds. */
const RETRY_MS = 10;

/** Begins to write in a file. `waitMs`: how long for another writer to end, in milliseconds. */
export async function beginSqlite(path: string, waitMs: number): Promise<Transaction> {
  for (const until = performance.now() + waitMs; ; await setTimeout(RETRY_MS)) {
    const database = openSqlite(path, { readOnly: false });
    try {
      // The wait is ours: SQLite's own would stop this process, and with it a writer of its own that is to end.
      database.exec("pragma busy_timeout = 0; begin immediate");
      if (!isCurrent(database)) makeTables(database);
      return new SqliteTransaction(database);
    } catch (cause) {
      database.close();
      if (!(cause instanceof Error && /locked|busy/.test(cause.message))) throw cause;
      if (performance.now() < until) continue;
      throw new UserError(`another process writes the index ${path}; wait for it to finish`, EXIT.outside, { cause });
    }
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
  for (const name of TABLE_NAMES) {
    // The full text knows a clause by its row.
    const row = name === "clauses" ? '"row" integer primary key, ' : "";
    const ending = WITHOUT_ROWID.has(name) ? " without rowid" : "";
    database.exec(`create table "${name}" (${row}${formatColumns(name, TYPES)})${ending}; ${formatIndexes(name)}`);
  }
  database.exec(FULL_TEXT);
  database.exec(`pragma user_version = ${SCHEMA_VERSION}`);
}

/** Stems are letters and digits between spaces; the tokenizer has only to part them. */
const FULL_TEXT = `create virtual table clauses_text using fts5 (
  words, content = 'clauses', content_rowid = 'row', tokenize = 'ascii'
)`;

class SqliteTransaction implements Transaction {
  readonly #database: DatabaseSync;
  readonly #inserts = new Map<TableName, StatementSync>();
  #isOpen = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async readMeta(name: string): Promise<string | null> {
    return readMeta(this.#database, name);
  }

  async writeMeta(name: string, value: string | null): Promise<void> {
    this.#database.prepare("delete from meta where name = ?").run(name);
    if (value !== null) this.#database.prepare("insert into meta (name, value) values (?, ?)").run(name, value);
  }

  async detectors(): Promise<ReadonlyMap<string, string>> {
    const rows = this.#database.prepare("select id, detector from documents").all();
    return new Map(rows.map(({ id, detector }) => [String(id), String(detector)]));
  }

  async insert<Name extends TableName>(table: Name, rows: readonly Tables[Name][]): Promise<void> {
    const last = table === "clauses" ? this.#lastClause() : 0;
    const columns = columnsOf(table);
    const statement = this.#insertInto(table, columns);
    for (const row of rows) statement.run(...columns.map((column) => storable(row[column] as Storable)));
    if (table === "clauses") this.#indexClausesAfter(last);
  }

  #insertInto(table: TableName, columns: readonly string[]): StatementSync {
    let statement = this.#inserts.get(table);
    if (!statement) {
      const places = columns.map(() => "?").join(", ");
      statement = this.#database.prepare(`insert into "${table}" (${quoteAll(columns)}) values (${places})`);
      this.#inserts.set(table, statement);
    }
    return statement;
  }

  #lastClause(): number {
    return Number(this.#database.prepare(`select max("row") as last from clauses`).get()?.["last"] ?? 0);
  }

  #indexClausesAfter(row: number): void {
    this.#database
      .prepare(`insert into clauses_text (rowid, words) select "row", words from main.clauses where "row" > ?`)
      .run(row);
  }

  async empty(tables: readonly TableName[]): Promise<void> {
    for (const table of tables) this.#database.exec(`delete from "${table}"`);
    if (tables.includes("clauses"))
      this.#database.exec("insert into clauses_text (clauses_text) values ('delete-all')");
  }

  async removeDocument(id: string): Promise<void> {
    const removed = this.#database.prepare("delete from documents where id = ?").run(id);
    if (removed.changes === 0) return;
    // The full-text table holds no text of its own: it forgets a row by being told what stood there.
    this.#database
      .prepare(
        `insert into clauses_text (clauses_text, rowid, words)
         select 'delete', "row", words from clauses where document = ?`,
      )
      .run(id);
    for (const table of DOCUMENT_TABLES) this.#database.prepare(`delete from "${table}" where document = ?`).run(id);
  }

  async takeStage(stage: IndexPlace, documents: ReadonlyMap<string, string>): Promise<void> {
    if (stage.kind !== "sqlite") throw new Error("a stage lies beside its index");
    const { path } = stage;
    if (!existsSync(path)) throw new Error(`there is no stage ${path}`);
    this.#database.prepare("attach database ? as stage").run(path);
    const meta = this.#database.prepare("select name, value from stage.meta").all();
    refuseOthers(documents, meta as unknown as Tables["meta"][]);
    for (const id of documents.keys()) await this.removeDocument(id);
    const last = this.#lastClause();
    for (const table of ["documents", ...DOCUMENT_TABLES] as const) {
      const columns = quoteAll(columnsOf(table));
      const id = table === "documents" ? "id" : "document";
      this.#database
        .prepare(
          `insert into main."${table}" (${columns}) select ${columns} from stage."${table}"
             where ${id} in (select value from json_each(?))`,
        )
        .run(JSON.stringify([...documents.keys()]));
    }
    this.#indexClausesAfter(last);
  }

  async commit(): Promise<void> {
    this.#database.exec("commit");
    this.#isOpen = false;
    this.#database.close();
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#database.isTransaction) this.#database.exec("rollback");
    this.#database.close();
  }
}
