import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Pages held in memory, in KiB. */
const CACHE_KIB = 32 * 1024;
/** How long a reader waits for the moment in which another process commits, in milliseconds. */
const BUSY_MS = 5_000;

/** Opens the file. Readers never wait for a writer: the journal is a write-ahead log. */
export function openSqlite(path: string, options: { readonly readOnly: boolean }): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: options.readOnly, timeout: BUSY_MS });
  if (!options.readOnly) {
    // The index is derived: after a power cut it may be behind, and is brought up by the next audit.
    database.exec("pragma journal_mode = wal; pragma synchronous = normal;");
  }
  database.exec(`pragma cache_size = -${CACHE_KIB}; pragma temp_store = memory;`);
  return database;
}

/** Kysely over node:sqlite: its SQLite dialect speaks to a driver of this small shape. */
export async function makeKysely(database: DatabaseSync): Promise<Kysely<Tables>> {
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
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TypeError(`a ${typeof value} cannot be stored in the index`);
}
