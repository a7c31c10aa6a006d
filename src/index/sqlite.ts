import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Kysely } from "kysely";
import { makeFolder, removeTree } from "../std/index.ts";
import type { IndexDatabase, Transaction } from "./database.ts";
import type { Index } from "./open.ts";
import type { IndexPlace } from "./place.ts";
import { BUSY_MS, isCurrent, openSqlite, readMeta } from "./sqlite-file.ts";
import { beginSqlite } from "./sqlite-transaction.ts";
import { storable } from "./storable.ts";
import type { Tables } from "./tables.ts";

/** The index in a file. */
export class SqliteDatabase implements IndexDatabase {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async open(): Promise<Index | null> {
    const database = this.#openCurrent();
    if (!database) return null;
    const query = await makeKysely(database);
    const version = database.prepare("pragma data_version");
    return {
      query,
      kind: "sqlite",
      // Another file in the index's place has another number.
      dataVersion: async () => `${Number(version.get()?.["data_version"])} ${nameFile(this.#path)}`,
      // Kysely closes only what it has used, so the file is closed by us.
      close: async () => database.close(),
    };
  }

  async readMeta(name: string): Promise<string | null> {
    const database = this.#openCurrent();
    try {
      return database ? readMeta(database, name) : null;
    } finally {
      database?.close();
    }
  }

  #openCurrent(): DatabaseSync | null {
    if (!existsSync(this.#path)) return null;
    const database = openSqlite(this.#path, { readOnly: true });
    try {
      if (isCurrent(database)) return database;
    } catch (error) {
      database.close();
      throw error;
    }
    database.close();
    return null;
  }

  async begin(wait: "wait" | "refuse"): Promise<Transaction> {
    makeFolder(dirname(this.#path));
    return beginSqlite(this.#path, wait === "wait" ? BUSY_MS : 0);
  }

  /** A file has one writer: each waits for the other, for as long as a document takes to write. */
  async beginPut(): Promise<Transaction | null> {
    return (await this.isThere()) ? beginSqlite(this.#path, BUSY_MS) : null;
  }

  async isThere(): Promise<boolean> {
    const database = this.#openCurrent();
    database?.close();
    return database !== null;
  }

  async isSound(): Promise<boolean> {
    if (!existsSync(this.#path)) return true;
    try {
      const database = openSqlite(this.#path, { readOnly: true });
      try {
        return database.prepare("pragma quick_check (1)").get()?.["quick_check"] === "ok";
      } finally {
        database.close();
      }
    } catch {
      return false;
    }
  }

  async remove(): Promise<void> {
    for (const ending of ["", "-wal", "-shm"]) removeTree(`${this.#path}${ending}`);
  }

  stage(name: string): IndexPlace {
    return { kind: "sqlite", path: `${this.#path}${STAGE}${name}` };
  }

  async listStages(): Promise<string[]> {
    if (!existsSync(dirname(this.#path))) return [];
    const start = `${basename(this.#path)}${STAGE}`;
    return readdirSync(dirname(this.#path))
      .filter((name) => name.startsWith(start) && !/-(?:wal|shm)$/.test(name))
      .map((name) => name.slice(start.length))
      .toSorted();
  }
}

/** Stands between the name of the index's file and that of a stage. */
const STAGE = ".stage-";

function nameFile(path: string): string {
  const { ino, birthtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { ino: 0, birthtimeMs: 0 };
  return `${ino} ${birthtimeMs}`;
}

/** Kysely over node:sqlite: its SQLite dialect speaks to a driver of this small shape. */
async function makeKysely(database: DatabaseSync): Promise<Kysely<Tables>> {
  // Loaded here, so that commands that only write, or find nothing to do, start in half the time.
  const { Kysely, SqliteDialect } = await import("kysely");
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => database.close(),
        prepare: (sql) => {
          const statement = database.prepare(sql);
          return {
            reader: statement.columns().length > 0,
            all: (values) => statement.all(...values.map(bindable)),
            run: (values) => statement.run(...values.map(bindable)),
            iterate: (values) => statement.iterate(...values.map(bindable)),
          };
        },
      },
    }),
  });
}

function bindable(value: unknown): SQLInputValue {
  if (typeof value === "string") return storable(value);
  if (value === null || typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TypeError(`a ${typeof value} cannot be stored in the index`);
}
