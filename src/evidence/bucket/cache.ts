import { createHash, hash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { makeFolder } from "../../std/index.ts";
import type { BucketPlace } from "../place.ts";
import type { StoredFile } from "../store.ts";

/**
 * Copies of what never changes in a bucket: texts, full bundles and full tiles. A SQLite database, since it is whole after
 * a power cut without waiting for the disk, and many processes may share it. Each copy has its hash, and one whose bytes are
 * others by now is dropped. It can be deleted at any time; where it cannot be used, the bucket is asked.
 */

/** Bytes kept at most; the oldest go first. */
const CACHE_BYTES_MAX = 8 * 1024 ** 3;
/** Copies that are given up at once. */
const GIVEN_UP = 1_000;
/** Waiting for another process, in milliseconds. */
const BUSY_MS = 2_000;

interface OpenCache {
  readonly database: DatabaseSync;
  readonly get: StatementSync;
  readonly put: StatementSync;
}

export class BucketCache {
  readonly #file: string;
  #open: OpenCache | null = null;
  #isOff = false;

  constructor({ endpoint, bucket, prefix, cacheDir }: BucketPlace) {
    const name = createHash("sha256")
      .update(JSON.stringify([endpoint, bucket, prefix]))
      .digest("hex")
      .slice(0, 16);
    this.#file = join(cacheDir, `${name}.sqlite`);
  }

  get(path: string): Uint8Array | null {
    const copy = this.#try(({ get }) => get.get(path) as { sha256: string; bytes: Uint8Array } | undefined);
    if (!copy) return null;
    if (hash("sha256", copy.bytes) === copy.sha256) return copy.bytes;
    this.forget(path);
    return null;
  }

  put(files: readonly StoredFile[]): void {
    const kept = files.filter(({ path }) => isKept(path));
    if (kept.length === 0) return;
    this.#try(({ database, put }) => {
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const { path, bytes } of kept) put.run(path, hash("sha256", bytes), bytes);
        if (bytesIn(database) > CACHE_BYTES_MAX) {
          database.exec(`DELETE FROM copy WHERE id IN (SELECT id FROM copy ORDER BY id LIMIT ${GIVEN_UP})`);
        }
      } finally {
        database.exec("COMMIT");
      }
    });
  }

  /** Drops a copy; gives whether there was one. */
  forget(path: string): boolean {
    return (
      this.#try(({ database }) => database.prepare("DELETE FROM copy WHERE path = ?").run(path).changes > 0) ?? false
    );
  }

  #try<T>(use: (open: OpenCache) => T): T | undefined {
    if (this.#isOff) return undefined;
    try {
      return use((this.#open ??= openCache(this.#file)));
    } catch (error) {
      // Busy: this once without a copy. Anything else: without copies from now on, and from nothing the next time.
      if (!(error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY)) this.#giveUp();
      return undefined;
    }
  }

  #giveUp(): void {
    this.#isOff = true;
    this.#open?.database.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${this.#file}${ending}`, { force: true });
  }
}

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

function isKept(path: string): boolean {
  return path.startsWith("blobs/") || (path.startsWith("tile/") && !path.includes(".p/"));
}

function openCache(file: string): OpenCache {
  makeFolder(join(file, ".."));
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" +
      "CREATE TABLE IF NOT EXISTS copy (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, " +
      "bytes BLOB NOT NULL) STRICT",
  );
  return {
    database,
    get: database.prepare("SELECT sha256, bytes FROM copy WHERE path = ?"),
    put: database.prepare("INSERT OR IGNORE INTO copy (path, sha256, bytes) VALUES (?, ?, ?)"),
  };
}

function bytesIn(database: DatabaseSync): number {
  const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
}
