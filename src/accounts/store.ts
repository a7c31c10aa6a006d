import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Clock, UserError } from "../std/index.ts";

/**
 * Everything about people who sign in, in one SQLite file that its owner alone reads: neither evidence nor derived from
 * it. No password, session or token can be read from it: passwords are argon2id, the others are kept as SHA-256 of 256
 * random bits.
 */
export interface AccountStore {
  readonly database: DatabaseSync;
  readonly clock: Clock;
}

/** What each format has more than the one before; a file is brought from any to the last. */
const FORMATS: readonly string[] = [
  `
-- key: the name as it is compared, so that Ada and ada are one. Nobody is deleted: acts keep their names.
create table users (id integer primary key, name text not null, key text not null unique, role text not null, lab text,
  password text, created text not null, disabled text) strict;
create table sessions (id integer primary key, hash blob not null unique, user integer not null references users,
  method text not null, created text not null, used text not null, address text not null, agent text not null) strict;
create index sessions_by_user on sessions (user);
create table tokens (id integer primary key, hash blob not null unique, user integer not null references users,
  label text not null, scopes text not null, created text not null, expires text not null, used text, revoked text) strict;
-- Failures to sign in, by a hash of what they are counted of. until: no attempt is looked at before.
create table failures (key blob primary key, count integer not null, last text not null, until text not null) strict, without rowid;
create table events (seq integer primary key autoincrement, at text not null, kind text not null, user text, by text,
  address text not null, detail text not null) strict;
create index events_by_kind on events (kind, seq);
create index events_by_user on events (user, seq);
create trigger events_are_not_changed before update on events begin select raise(abort, 'events are append-only'); end;
create trigger events_are_not_removed before delete on events begin select raise(abort, 'events are append-only'); end;
`,
  `
-- Who an account is at a provider: what it calls its issuer, and whom it calls so.
create table identities (user integer primary key references users, issuer text not null, subject text not null,
  created text not null, unique (issuer, subject)) strict;
-- Sign-ins that went to a provider and are not back, by a hash of what the browser keeps.
create table begun (hash blob primary key, next text not null, created text not null) strict, without rowid;
`,
  `
create index failures_by_last on failures (last);
create index events_by_actor on events (by, seq);
create index events_signed_in on events (user, address) where kind = 'signed-in';
`,
  `
-- id: the credential's own, base64url. key: its public key, COSE. counter: of its signatures, where it counts them.
create table passkeys (id text primary key, user integer not null references users, label text not null, key blob not null,
  counter integer not null, transports text not null, created text not null, used text) strict, without rowid;
create index passkeys_by_user on passkeys (user);
-- What passkeys are to sign, by its hash. user: for whom one is being made; null: one is to sign in.
create table challenges (hash blob primary key, user integer references users, created text not null) strict, without rowid;
`,
];
const SCHEMA_VERSION = FORMATS.length;

/** How long one process waits for another's commit, in milliseconds. */
const BUSY_MS = 5_000;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Opens the file of accounts, and makes it where there is none. Close its `database` in the end. */
export function openAccounts(path: string, clock: Clock): AccountStore {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  chmodSync(dirname(path), PRIVATE_FOLDER);
  // SQLite gives its side files the mode of the file itself: it must be private before there is anything in it.
  closeSync(openSync(path, "a", PRIVATE_FILE));
  chmodSync(path, PRIVATE_FILE);
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  const store = { database, clock };
  try {
    database.exec(
      "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on",
    );
    transact(store, () => makeTables(database, path));
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens accounts that are there. Throws a UserError where nobody has one yet. */
export function openExistingAccounts(path: string, clock: Clock): AccountStore {
  if (existsSync(path)) return openAccounts(path, clock);
  throw new UserError("there is no account yet; make the first with corrigible user add NAME --role admin");
}

function makeTables(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare("pragma user_version").get()?.["user_version"]);
  if (version === SCHEMA_VERSION) return;
  if (version < 0 || version > SCHEMA_VERSION)
    throw new UserError(`${path} was made by another version of Corrigible (its format is ${version})`);
  database.exec(`${FORMATS.slice(version).join("")}; pragma user_version = ${SCHEMA_VERSION}`);
}

/** Does all of it or nothing; of two processes the second waits. */
export function transact<T>({ database }: AccountStore, work: () => T): T {
  database.exec("begin immediate");
  try {
    const done = work();
    database.exec("commit");
    return done;
  } catch (error) {
    // A disk that is full or fails has ended it already.
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
