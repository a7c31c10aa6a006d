import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import { makeFolder, UserError } from "../std/index.ts";
import { makeKysely, openSqlite } from "./sqlite.ts";
import { SCHEMA_VERSION, type Tables } from "./tables.ts";

/** An index opened for reading. Queries are functions that take it. */
export interface Index {
  readonly query: Kysely<Tables>;
  /** A number that changes whenever another process has committed to the file. */
  dataVersion(): number;
  close(): Promise<void>;
}

/** Opens the index in a file. Throws a UserError where no audit has made one. */
export async function openIndex(path: string): Promise<Index> {
  const database = existsSync(path) ? openSqlite(path, { readOnly: true }) : null;
  if (!database || !isCurrent(database)) {
    database?.close();
    throw new UserError(`nothing is indexed yet; run corrigible audit first (no current index at ${path})`);
  }
  const query = await makeKysely(database);
  // Kysely closes only what it has used, so the file is closed by us.
  const version = database.prepare("pragma data_version");
  return {
    query,
    dataVersion: () => Number(version.get()?.["data_version"]),
    close: async () => database.close(),
  };
}

/** Opens the file for writing, and makes it where there is none. Its tables may be missing or of another version. */
export function openIndexFile(path: string): DatabaseSync {
  makeFolder(dirname(path));
  return openSqlite(path, { readOnly: false });
}

/** Whether the tables are there and as this program knows them. */
export function isCurrent(database: DatabaseSync): boolean {
  return database.prepare("pragma user_version").get()?.["user_version"] === SCHEMA_VERSION;
}

/** Whether the file can be opened as an index of any version; also where there is none. */
export function isIndexSound(path: string): boolean {
  if (!existsSync(path)) return true;
  try {
    const database = openSqlite(path, { readOnly: true });
    try {
      return database.prepare("pragma quick_check (1)").get()?.["quick_check"] === "ok";
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}
