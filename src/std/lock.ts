import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./durable.ts";
import { BusyError, EXIT, UserError } from "./errors.ts";

/** An exclusive lock that is held. */
export interface Lock {
  release(): void;
}

/**
 * Takes the exclusive lock at `path`, or throws a UserError (exit 3) at once where another process, or another
 * holder in this one, has it. `what` completes the sentence "cannot …": "write to the evidence log in /w/evidence".
 *
 * The file is an empty SQLite database held in an exclusive transaction, which is a lock of the operating system's
 * kernel: it ends with its holder, however that ends. The file itself stays.
 */
export function takeLock(path: string, what: string): Lock {
  makeFolder(dirname(path));
  const database = lockDatabase(path, what);
  writeFileSync(ownerPath(path), `${process.pid}\n`);
  return {
    release() {
      rmSync(ownerPath(path), { force: true });
      database.close();
    },
  };
}

function lockDatabase(path: string, what: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (cause) {
    database?.close();
    if (isBusy(cause)) {
      const reason = `${holderOf(path)} is working on it; wait until it has finished, then run this again`;
      throw new BusyError(`cannot ${what}: ${reason}`, { cause });
    }
    const reason = `${path} cannot be locked (${cause instanceof Error ? cause.message : String(cause)}); see that it can be written, or remove it`;
    throw new UserError(`cannot ${what}: ${reason}`, EXIT.outside, { cause });
  }
}

/** Only a help for people: the lock is the kernel's, this file may be missing or old. */
function ownerPath(path: string): string {
  return `${path}.owner`;
}

function holderOf(path: string): string {
  try {
    const owner = readFileSync(ownerPath(path), "utf8").trim();
    return /^\d{1,10}$/.test(owner) ? `another process (pid ${owner})` : "another process";
  } catch {
    return "another process";
  }
}

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
