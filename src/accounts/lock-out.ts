import { createHash } from "node:crypto";
import { formatInstant } from "../std/index.ts";
import { keyOfName } from "./name-key.ts";
import { networkOf } from "./network.ts";
import type { AccountStore } from "./store.ts";

/**
 * Failures in a row before there is a wait: of a name from one network, of a name from wherever, of a network with
 * whatever name, of a user who is signed in and is asked again. Names are public: were few failures from wherever enough,
 * anyone could lock anyone out. 100 is the most that NIST SP 800-63B lets an account have.
 */
const FREE_FAILURES = { nameHere: 5, name: 100, network: 30, user: 5 } as const;
/** The first wait in milliseconds; each further failure doubles it, */
const WAIT_MS = 30_000;
/** up to this. */
const WAIT_MS_MAX = 15 * 60_000;
/** Failures so long ago are forgotten, in milliseconds. */
const MEMORY_MS = 24 * 60 * 60_000;

/** What failures are counted of. */
interface Counter {
  readonly key: Buffer;
  readonly free: number;
  /** Whether its wait holds for this attempt. */
  readonly holds: boolean;
}

/** What an attempt meets. */
export interface Attempt {
  /** Seconds until the next attempt is looked at; 0: this one is. */
  readonly wait: number;
  /** Seconds for which nothing more is looked at, should this one fail; 0: the next may come at once. */
  readonly waitAfter: number;
}

/** Kept as a hash: people type passwords where names belong. */
const hash = (kind: string, value: string): Buffer => createHash("sha256").update(`${kind}\n${value}`).digest();
const hashName = (name: string): Buffer => hash("name", keyOfName(name));
const hashNetwork = (address: string): Buffer => hash("network", networkOf(address));
/** It begins as the name's own key does, by which {@link forgetFailures} finds all of a name. */
const hashNameHere = (name: string, address: string): Buffer => Buffer.concat([hashName(name), hashNetwork(address)]);
const hashUser = (user: number): Buffer => hash("user", String(user));

/**
 * Counts an attempt to sign in as failed before its password is looked at, so that many at once are many. A name that is
 * nobody's is counted like any other. One that has to wait is not counted.
 */
export function countSignIn(store: AccountStore, name: string, address: string): Attempt {
  return count(store, [
    { key: hashNameHere(name, address), free: FREE_FAILURES.nameHere, holds: true },
    { key: hashNetwork(address), free: FREE_FAILURES.network, holds: true },
    // However many guess elsewhere, the owner gets in from where they have been.
    { key: hashName(name), free: FREE_FAILURES.name, holds: !hasSignedInFrom(store, name, address) },
  ]);
}

/** As {@link countSignIn}, where somebody who is signed in is asked for the password again. */
export function countConfirmation(store: AccountStore, user: number): Attempt {
  return count(store, [{ key: hashUser(user), free: FREE_FAILURES.user, holds: true }]);
}

function count({ database, clock }: AccountStore, counters: readonly Counter[]): Attempt {
  const now = clock();
  database
    .prepare("delete from failures where last < ? and substr(key, 1, 32) <> ?")
    .run(formatInstant(new Date(now.getTime() - MEMORY_MS)), NOBODYS);
  const rows = counters.map((counter) => ({
    ...counter,
    row: database.prepare("select count, until from failures where key = ?").get(counter.key),
  }));
  const left = rows.map(({ holds, row }) => (holds && row ? Date.parse(String(row["until"])) - now.getTime() : 0));
  const wait = Math.ceil(Math.max(...left) / 1000);
  if (wait > 0) return { wait, waitAfter: 0 };
  const waits = rows.map(({ key, free, row }) => {
    const failures = Number(row?.["count"] ?? 0) + 1;
    const over = failures - free;
    const next = over < 0 ? 0 : Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** over);
    database
      .prepare("insert or replace into failures (key, count, last, until) values (?, ?, ?, ?)")
      .run(key, failures, formatInstant(now), formatInstant(new Date(now.getTime() + next)));
    return next;
  });
  return { wait: 0, waitAfter: Math.max(...waits) / 1000 };
}

/** Whether somebody signed in by this name from this network before. */
function hasSignedInFrom({ database }: AccountStore, name: string, address: string): boolean {
  const places = database
    .prepare(
      `select distinct address from users join events on events.user = users.name
        where users.key = ? and kind = 'signed-in'`,
    )
    .all(keyOfName(name));
  return places.some((place) => networkOf(String(place["address"])) === networkOf(address));
}

/** Takes a counted attempt back, since it succeeded: the name begins anew, the network has one failure less. */
export function forgiveSignIn({ database }: AccountStore, name: string, address: string): void {
  for (const key of [hashName(name), hashNameHere(name, address)]) {
    database.prepare("delete from failures where key = ?").run(key);
  }
  database
    .prepare("update failures set count = max(count - 1, 0), until = last where key = ?")
    .run(hashNetwork(address));
}

/** Takes a counted attempt of somebody who is signed in back, since it succeeded. */
export function forgiveConfirmation({ database }: AccountStore, user: number): void {
  database.prepare("delete from failures where key = ?").run(hashUser(user));
}

/** Forgets all failures with a name, from wherever: an operator has seen to it. */
export function forgetFailures({ database }: AccountStore, { id, name }: { id: number; name: string }): void {
  const key = hashName(name);
  const last = Buffer.concat([key, Buffer.alloc(key.length + 1, 0xff)]);
  database.prepare("delete from failures where key between ? and ? or key = ?").run(key, last, hashUser(id));
}

/** How often failures of whoever it may be are told of, in milliseconds. */
const TOLD_MS = 60 * 60_000;
const NOBODYS = hash("nobodys", "");

/**
 * Counts a failure of whoever it may be, by what was wrong; gives what the audit trail should say of it, the first time and
 * then once an hour, and null between.
 */
export function countNobodys({ database, clock }: AccountStore, what: string): string | null {
  const now = clock();
  const key = Buffer.concat([NOBODYS, hash("what", what)]);
  const row = database.prepare("select count, until from failures where key = ?").get(key);
  const isDue = !row || String(row["until"]) <= formatInstant(now);
  const until = isDue ? formatInstant(new Date(now.getTime() + TOLD_MS)) : String(row["until"]);
  database
    .prepare("insert or replace into failures (key, count, last, until) values (?, ?, ?, ?)")
    .run(key, isDue ? 0 : Number(row["count"]) + 1, formatInstant(now), until);
  if (!isDue) return null;
  const untold = Number(row?.["count"] ?? 0);
  return `${what}${untold > 0 ? `, and ${untold} more times since this was told last` : ""}`;
}
