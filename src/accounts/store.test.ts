import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listEvents } from "./audit-trail.ts";
import { linkIdentity, unlinkIdentity } from "./identities.ts";
import { openAccounts } from "./store.ts";
import { findUser } from "./users.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OPERATOR = { by: "operator", address: "command line" };

/** As format 1 was, written out: what is on people's disks does not change with the code. */
const FORMAT_1 = `
create table users (id integer primary key, name text not null, key text not null unique, role text not null, lab text,
  password text, created text not null, disabled text) strict;
create table sessions (id integer primary key, hash blob not null unique, user integer not null references users,
  method text not null, created text not null, used text not null, address text not null, agent text not null) strict;
create index sessions_by_user on sessions (user);
create table tokens (id integer primary key, hash blob not null unique, user integer not null references users,
  label text not null, scopes text not null, created text not null, expires text not null, used text, revoked text) strict;
create table failures (key blob primary key, count integer not null, last text not null, until text not null) strict, without rowid;
create table events (seq integer primary key autoincrement, at text not null, kind text not null, user text, by text,
  address text not null, detail text not null) strict;
create index events_by_kind on events (kind, seq);
create index events_by_user on events (user, seq);
create trigger events_are_not_changed before update on events begin select raise(abort, 'events are append-only'); end;
create trigger events_are_not_removed before delete on events begin select raise(abort, 'events are append-only'); end;
insert into users values (7, 'Ada', 'ada', 'admin', null, '$argon2id$', '2026-01-01T00:00:00Z', null);
insert into events values (1, '2026-01-01T00:00:00Z', 'user-added', 'Ada', 'operator', 'command line', 'admin');
pragma user_version = 1;
`;

test("a file of format 1 is brought to the present one, with all that it holds", () => {
  const path = join(folder, "accounts.sqlite");
  const old = new DatabaseSync(path);
  old.exec(FORMAT_1);
  old.close();
  // Twice: the second finds the present format.
  for (const subject of ["7f3a9c52", "another"]) {
    const store = openAccounts(path, () => new Date("2026-02-01T00:00:00Z"));
    linkIdentity(store, "ada", { issuer: "https://login.example", subject }, OPERATOR);
    expect(findUser(store, "ada")).toMatchObject({ id: 7, name: "Ada", hasPassword: true, subject });
    expect(() => linkIdentity(store, "ada", { issuer: "https://login.example", subject: "third" }, OPERATOR)).toThrow(
      "unlink it first",
    );
    unlinkIdentity(store, "ada", OPERATOR);
    expect(listEvents(store, { limit: 9 }).at(-1)).toMatchObject({ seq: 1, kind: "user-added" });
    store.database.close();
  }
});

test("a file of a format to come is left alone", () => {
  const path = join(folder, "accounts.sqlite");
  const store = openAccounts(path, () => new Date());
  store.database.exec("pragma user_version = 99");
  store.database.close();
  expect(() => openAccounts(path, () => new Date())).toThrow("its format is 99");
});
