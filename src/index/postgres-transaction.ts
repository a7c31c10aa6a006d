import { EXIT, UserError } from "../std/index.ts";
import { refuseOthers, type Transaction } from "./database.ts";
import { type IndexPlace, namePlace, type PostgresPlace } from "./place.ts";
import { type Statements, Writer } from "./postgres-connect.ts";
import {
  columnsOf,
  DOCUMENT_TABLES,
  formatColumns,
  formatIndexes,
  quoteAll,
  SCHEMA_VERSION,
  SHAPES,
  TABLE_NAMES,
} from "./shapes.ts";
import { storable } from "./storable.ts";
import type { TableName, Tables } from "./tables.ts";

/** SQLite's order of texts is that of their bytes: so is that of the collation "C". */
const TYPES = {
  text: 'text collate "C" not null',
  "text?": 'text collate "C"',
  integer: "int8 not null",
  real: "float8 not null",
} as const;
/** The same types as a list of columns of JSON has them. */
const JSON_TYPES = { text: "text", "text?": "text", integer: "int8", real: "float8" } as const;

/** How long a small write waits for another to end, in milliseconds. */
const WAIT_MS = 5_000;
/** How long the removal of the old tables waits for readers to end, in milliseconds; the next writer removes them then. */
const REMOVE_MS = 2_000;
/** Rows that go to the server at once. */
const BATCH_ROWS = 1_000;

const ARRAYS = `create index "clauses_by_words" on "clauses" using gin (string_to_array(btrim(words), '  '))`;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CODES = { noTable: "42P01", noSchema: "3F000", lockTimeout: "55P03" } as const;

/** A value of `meta` in a schema; null where it, or the table, is not there. */
export async function readMeta(statements: Statements, schema: string, name: string): Promise<string | null> {
  try {
    const [row] = await statements.query<{ value: string }>(`select value from "${schema}".meta where name = $1`, [
      name,
    ]);
    return row?.value ?? null;
  } catch (error) {
    if (hasCode(error, CODES.noTable) || hasCode(error, CODES.noSchema)) return null;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Begins to write. Tables that are not there, or of another version, are made anew beside the old ones. */
export async function beginPostgres(place: PostgresPlace, wait: "wait" | "refuse"): Promise<Transaction> {
  const writer = await Writer.connect(place);
  try {
    await writer.query("begin");
    await takeLock(writer, place, wait);
    const [found] = await writer.query<{ found: boolean }>("select to_regclass($1) is not null as found", [
      `"${place.schema}".meta`,
    ]);
    const isCurrent = found?.found === true && (await readMeta(writer, place.schema, "schema")) === `${SCHEMA_VERSION}`;
    const transaction = new PostgresTransaction(writer, place);
    await (isCurrent ? transaction.goOn() : transaction.startAnew());
    return transaction;
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** Begins to put one thing into a stage, beside those who put others; null where no current stage is there. */
export async function beginPut(place: PostgresPlace, what: string): Promise<Transaction | null> {
  const writer = await Writer.connect(place);
  try {
    await writer.query("begin");
    await lockFor(writer, place, () =>
      writer.query(
        `select pg_advisory_xact_lock_shared(hashtextextended($1, 0)), pg_advisory_xact_lock(hashtextextended($2, 0))`,
        [lockOf(place.schema), `${lockOf(place.schema)} ${what}`],
      ),
    );
    if ((await readMeta(writer, place.schema, "schema")) === `${SCHEMA_VERSION}`) {
      const transaction = new PostgresTransaction(writer, place);
      await transaction.goOn();
      return transaction;
    }
  } catch (error) {
    await writer.close();
    throw error;
  }
  await writer.close();
  return null;
}

/** Removes a schema when those who write it have ended. */
export async function removeSchema(place: PostgresPlace): Promise<void> {
  const writer = await Writer.connect(place);
  try {
    await writer.query("begin");
    await writer.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [lockOf(place.schema)]);
    await writer.query(`drop schema if exists "${place.schema}" cascade; commit`);
  } finally {
    await writer.close();
  }
}

const lockOf = (schema: string): string => `corrigible ${schema}`;

/** One writer for each schema. The lock goes with the transaction, however it ends. */
async function takeLock(writer: Writer, place: PostgresPlace, wait: "wait" | "refuse"): Promise<void> {
  const key = [lockOf(place.schema)];
  if (wait === "wait") {
    await lockFor(writer, place, () => writer.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", key));
    return;
  }
  const [row] = await writer.query<{ taken: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken",
    key,
  );
  if (row?.taken !== true) throw inUse(place);
}

/** Runs a statement that takes locks, and waits for them some seconds. */
async function lockFor(writer: Writer, place: PostgresPlace, take: () => Promise<unknown>): Promise<void> {
  await writer.query(`set local lock_timeout = ${WAIT_MS}`);
  try {
    await take();
  } catch (error) {
    throw hasCode(error, CODES.lockTimeout) ? inUse(place) : error;
  }
  await writer.query("set local lock_timeout = 0");
}

const inUse = (place: PostgresPlace): UserError =>
  new UserError(`another process writes the index ${namePlace(place)}; wait for it to finish`, EXIT.outside);

/**
 * Writes into the tables that readers read; or, where all is made anew, into new ones in a schema beside them, which
 * takes the name of theirs with the commit. New tables get their indexes when they are full: that is faster, and readers
 * wait for nothing.
 */
class PostgresTransaction implements Transaction {
  readonly #writer: Writer;
  readonly #schema: string;
  /** Set where all is made anew: the ids of the documents that are there. */
  #made: Set<string> | null = null;
  #isOpen = true;

  constructor(writer: Writer, place: PostgresPlace) {
    this.#writer = writer;
    this.#schema = place.schema;
  }

  get #next(): string {
    return `${this.#schema}_new`;
  }

  get #former(): string {
    return `${this.#schema}_old`;
  }

  async goOn(): Promise<void> {
    await this.#writer.query(`set local search_path = "${this.#schema}"`);
  }

  async startAnew(): Promise<void> {
    const tables = TABLE_NAMES.map((name) => `create table "${name}" (${formatColumns(name, TYPES)});`);
    await this.#writer.query(
      `drop schema if exists "${this.#next}" cascade; create schema "${this.#next}";
       set local search_path = "${this.#next}"; ${tables.join(" ")}`,
    );
    this.#made = new Set();
    await this.writeMeta("schema", String(SCHEMA_VERSION));
  }

  readMeta(name: string): Promise<string | null> {
    return readMeta(this.#writer, this.#made ? this.#next : this.#schema, name);
  }

  async writeMeta(name: string, value: string | null): Promise<void> {
    if (value === null) await this.#writer.query("delete from meta where name = $1", [name]);
    else
      await this.#writer.query(
        "insert into meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        [name, value],
      );
  }

  async detectors(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#writer.query<{ id: string; detector: string }>("select id, detector from documents");
    return new Map(rows.map(({ id, detector }) => [id, detector]));
  }

  async insert<Name extends TableName>(table: Name, rows: readonly Tables[Name][]): Promise<void> {
    const columns = columnsOf(table);
    const types = columns.map((column) => `"${column}" ${JSON_TYPES[SHAPES[table].columns[column]]}`);
    const list = quoteAll(columns);
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const batch = rows.slice(from, from + BATCH_ROWS).map((row) => pick(row, columns));
      await this.#writer.query(
        `insert into "${table}" (${list}) select ${list} from json_to_recordset($1::json) as rows (${types.join(", ")})`,
        [JSON.stringify(batch)],
      );
    }
    if (table === "documents") for (const row of rows as readonly Tables["documents"][]) this.#made?.add(row.id);
  }

  async empty(tables: readonly TableName[]): Promise<void> {
    if (tables.length === TABLE_NAMES.length) await this.startAnew();
    else await this.#writer.query(tables.map((table) => `delete from "${table}"`).join("; "));
  }

  async removeDocument(id: string): Promise<void> {
    if (this.#made && !this.#made.has(id)) return;
    const rest = DOCUMENT_TABLES.map((table) => `"in_${table}" as (delete from "${table}" where document = $1)`);
    await this.#writer.query(`with ${rest.join(", ")} delete from documents where id = $1`, [id]);
  }

  async takeStage(stage: IndexPlace, documents: ReadonlyMap<string, string>): Promise<void> {
    if (stage.kind !== "postgres") throw new Error("a stage lies beside its index");
    const from = stage.schema;
    // Each of the statements below sees what is committed when it begins: no worker may commit between two of them.
    await lockFor(this.#writer, stage, () =>
      this.#writer.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [lockOf(from)]),
    );
    if ((await readMeta(this.#writer, from, "schema")) === null) throw new Error(`there is no stage ${from}`);
    refuseOthers(documents, await this.#writer.query<Tables["meta"]>(`select name, value from "${from}".meta`));
    const ids = [JSON.stringify([...documents.keys()])];
    const taken = "(select json_array_elements_text($1::json))";
    for (const table of ["documents", ...DOCUMENT_TABLES] as const) {
      const columns = quoteAll(columnsOf(table));
      const id = table === "documents" ? "id" : "document";
      await this.#writer.query(`delete from "${table}" where ${id} in ${taken}`, ids);
      await this.#writer.query(
        `insert into "${table}" (${columns}) select ${columns} from "${from}"."${table}" where ${id} in ${taken}`,
        ids,
      );
    }
    for (const id of documents.keys()) this.#made?.add(id);
  }

  async commit(): Promise<void> {
    const [row] = await this.#writer.query<{ id: string }>("select txid_current()::text as id");
    await this.writeMeta("data", row?.id ?? "");
    if (this.#made) await this.#putInPlace();
    await this.#writer.query("commit");
    this.#isOpen = false;
    if (this.#made) await this.#removeFormer();
    await this.#writer.close();
  }

  async #putInPlace(): Promise<void> {
    const indexes = TABLE_NAMES.map(formatIndexes).filter((text) => text !== "");
    await this.#writer.query(
      `${indexes.join(" ")} ${ARRAYS}; ${TABLE_NAMES.map((name) => `analyze "${name}"`).join("; ")}`,
    );
    const [found] = await this.#writer.query<{ found: boolean }>("select to_regnamespace($1) is not null as found", [
      `"${this.#schema}"`,
    ]);
    // Readers go on reading the tables that they have begun to read: a name changes hands, nothing is locked.
    if (found?.found) {
      await this.#writer.query(
        `drop schema if exists "${this.#former}" cascade; alter schema "${this.#schema}" rename to "${this.#former}"`,
      );
    }
    await this.#writer.query(`alter schema "${this.#next}" rename to "${this.#schema}"`);
  }

  /** What is committed stays so, whatever becomes of the old tables. */
  async #removeFormer(): Promise<void> {
    await this.#writer
      .query(`set lock_timeout = ${REMOVE_MS}; drop schema if exists "${this.#former}" cascade`)
      .catch(() => {});
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#writer.close();
  }
}

function pick<Row extends object>(row: Row, columns: readonly (keyof Row & string)[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, storable(row[column])]));
}
