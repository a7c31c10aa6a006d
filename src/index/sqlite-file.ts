import { DatabaseSync } from "node:sqlite";
import { SCHEMA_VERSION } from "./shapes.ts";

/** Pages held in memory, in KiB. */
const CACHE_KIB = 32 * 1024;
/** How long a reader waits for the moment in which another process commits, and a small write for another, in milliseconds. */
export const BUSY_MS = 5_000;

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

/** Whether the tables are there and as this program knows them. */
export function isCurrent(database: DatabaseSync): boolean {
  return database.prepare("pragma user_version").get()?.["user_version"] === SCHEMA_VERSION;
}

export function readMeta(database: DatabaseSync, name: string): string | null {
  const row = database.prepare("select value from meta where name = ?").get(name);
  return row ? String(row["value"]) : null;
}
