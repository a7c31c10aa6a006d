import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { makeFolder } from "../std/index.ts";
import type { Alert, Standing } from "../tripwires/index.ts";

/**
 * What is remembered of alerts: which are due, and which channel has taken which. One SQLite file in the workspace's
 * state; every commit waits for the disk. An alert is written with all its deliveries before the first is made, and a
 * delivery that a receiver acknowledged is written before the next is begun by the same hand: killed at any moment, the
 * next run goes on with exactly what nobody has acknowledged as far as we could write it down.
 */

const SCHEMA_VERSION = 1;
const SCHEMA = `
-- Each tripwire that has run: a condition that is another begins anew.
create table tripwires (name text primary key, condition text not null, since text not null) without rowid;
-- Bounds that were crossed at the last look, and since when.
create table standing (tripwire text not null, key text not null, since text not null, primary key (tripwire, key))
  without rowid;
-- Every alert that was ever found. known: it is past, or had no receiver; nobody was told. told: it is due, or everybody
-- who was a receiver then has been told.
create table alerts (id text primary key, tripwire text not null, date text not null, state text not null, body text,
  at text not null) without rowid;
create index alerts_by_tripwire on alerts (tripwire);
-- One for each alert and receiver. next: not before this time, milliseconds since 1970.
create table deliveries (row integer primary key, alert text not null, channel text not null, target text not null,
  state text not null, tries integer not null, next integer not null, detail text not null, at text,
  unique (alert, channel, target));
create index deliveries_by_state on deliveries (state, row);
create index deliveries_by_channel on deliveries (channel, row);
`;

/** How long a reader waits for another process's commit, in milliseconds. */
const BUSY_MS = 5_000;
/** Pages held in memory, in KiB. */
const CACHE_KIB = 8 * 1024;

export const DELIVERY_STATES = ["waiting", "delivered", "dead", "withdrawn"] as const;
/** `dead`: given up after the last try. `withdrawn`: the receiver is not on its channel's list any more. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One alert for one receiver. */
export interface Delivery {
  readonly row: number;
  readonly alert: string;
  readonly channel: string;
  readonly target: string;
  readonly tries: number;
  /** The Alert as JSON, as it was found. */
  readonly body: string;
  /** When it was found, ISO 8601. */
  readonly at: string;
}

/** What became of an attempt. */
export interface Settled {
  readonly row: number;
  readonly state: DeliveryState;
  readonly tries: number;
  /** Not before, milliseconds since 1970. */
  readonly next: number;
  readonly detail: string;
  readonly at: string;
}

/** What one tripwire finds in a run. */
export interface Found {
  readonly tripwire: string;
  /** Names the condition: another one begins anew. */
  readonly condition: string;
  readonly alerts: readonly Alert[];
  readonly standing: readonly Standing[];
  /** Receivers: channel and target. */
  readonly receivers: readonly (readonly [channel: string, target: string])[];
}

export interface RecordOptions {
  /** ISO 8601. */
  readonly now: string;
  /** Alerts that came about before this day are past, those from it on are told, also where they were known. */
  readonly since: string | null;
  /** All that is found counts as known. */
  readonly asKnown: boolean;
  /** A tripwire that finds more than so many at once is withheld, unless `since` says from when on. */
  readonly newMax: number;
}

export interface Recorded {
  readonly tripwire: string;
  readonly isNew: boolean;
  /** Alerts that are due now, told or, without a receiver, only shown, and those that are taken as known now. */
  readonly due: readonly Alert[];
  readonly known: number;
  /** How many were found and not recorded, since they are too many; 0 where they were. */
  readonly withheld: number;
}

export class Journal {
  readonly #database: DatabaseSync;
  readonly #settle: StatementSync;

  /** Opens the journal, and makes it where there is none. */
  constructor(path: string) {
    makeFolder(dirname(path));
    this.#database = new DatabaseSync(path, { timeout: BUSY_MS });
    this.#database.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -${CACHE_KIB}; pragma foreign_keys = on`,
    );
    this.#makeTables();
    this.#settle = this.#database.prepare(
      "update deliveries set state = ?, tries = ?, next = ?, detail = ?, at = ? where row = ?",
    );
  }

  #makeTables(): void {
    const version = this.#database.prepare("pragma user_version").get()?.["user_version"];
    if (version === SCHEMA_VERSION) return;
    this.#transact(() => this.#database.exec(`${SCHEMA}; pragma user_version = ${SCHEMA_VERSION}`));
  }

  #transact<T>(work: () => T): T {
    this.#database.exec("begin immediate");
    try {
      const done = work();
      this.#database.exec("commit");
      return done;
    } catch (error) {
      // A disk that is full or fails has ended it already.
      if (this.#database.isTransaction) this.#database.exec("rollback");
      throw error;
    }
  }

  /** The bounds that were crossed at the last look, by key. */
  standing(): Map<string, string> {
    const rows = this.#database.prepare("select key, since from standing").all();
    return new Map(rows.map(({ key, since }) => [String(key), String(since)]));
  }

  /** Writes down what a tripwire finds, with a delivery for each receiver of what is new: all of it or nothing. */
  record(found: Found, options: RecordOptions): Recorded {
    return this.#transact(() => this.#record(found, options));
  }

  #record(found: Found, { now, since, asKnown, newMax }: RecordOptions): Recorded {
    const { tripwire, condition } = found;
    const row = this.#database.prepare("select condition from tripwires where name = ?").get(tripwire);
    const isNew = row?.["condition"] !== condition;
    const { due, known } = this.#sort(found, { since, pastIsKnown: isNew || asKnown || since !== null });
    const tooMany = due.length > newMax && since === null;
    if (tooMany) return { tripwire, isNew, due: [], known: 0, withheld: due.length };
    // Who is told late is sent what the others were: what was told once stays as it was.
    const insert = this.#database.prepare(
      `insert into alerts (id, tripwire, date, state, body, at) values (?, ?, ?, ?, ?, ?)
       on conflict (id) do update set state = excluded.state, body = excluded.body, at = excluded.at
       where state = 'known'`,
    );
    for (const { id, date } of known) insert.run(id, tripwire, date, "known", null, now);
    const [state, toBody] =
      found.receivers.length === 0 ? ["known", () => null] : ["told", (alert: Alert) => JSON.stringify(alert)];
    for (const alert of due) insert.run(alert.id, tripwire, alert.date, state, toBody(alert), now);
    this.#insertDeliveries(due, found.receivers);
    this.#database
      .prepare("insert or replace into tripwires (name, condition, since) values (?, ?, ?)")
      .run(tripwire, condition, now);
    this.#database.prepare("delete from standing where tripwire = ?").run(tripwire);
    const stand = this.#database.prepare("insert into standing (tripwire, key, since) values (?, ?, ?)");
    for (const { key, since } of found.standing) stand.run(tripwire, key, since);
    return { tripwire, isNew, due, known: known.length, withheld: 0 };
  }

  /**
   * What is not yet written down; where `since` asks for it, also what is known, and what was told before there was a
   * receiver that there is now.
   */
  #sort(
    { alerts, receivers }: Found,
    { since, pastIsKnown }: { readonly since: string | null; readonly pastIsKnown: boolean },
  ): { readonly due: Alert[]; readonly known: Alert[] } {
    const find = this.#database.prepare("select state from alerts where id = ?");
    const due: Alert[] = [];
    const known: Alert[] = [];
    for (const alert of alerts) {
      const state = find.get(alert.id)?.["state"];
      const asked = since !== null && alert.date >= since;
      const isNew = state === undefined;
      if (isNew && pastIsKnown && !asked) known.push(alert);
      else if (isNew || (asked && (state === "known" || this.#isLate(alert, receivers)))) due.push(alert);
    }
    return { due, known };
  }

  /** Whether there is a receiver that an alert was never for. */
  #isLate({ id }: Alert, receivers: Found["receivers"]): boolean {
    const find = this.#database.prepare("select 1 from deliveries where alert = ? and channel = ? and target = ?");
    return receivers.some(([channel, target]) => find.get(id, channel, target) === undefined);
  }

  #insertDeliveries(alerts: readonly Alert[], receivers: Found["receivers"]): void {
    const insert = this.#database.prepare(
      `insert into deliveries (alert, channel, target, state, tries, next, detail) values (?, ?, ?, 'waiting', 0, 0, '')
       on conflict do nothing`,
    );
    // The oldest first: what came about last is told last, and stands first in a feed.
    for (const { id } of alerts.toReversed())
      for (const [channel, target] of receivers) insert.run(id, channel, target);
  }

  /** Deliveries after `row` that are due at `now`, at most `limit`, in the order in which they were recorded. */
  due(now: number, row: number, limit: number): Delivery[] {
    const rows = this.#database
      .prepare(
        `select row, alert, channel, target, tries, body, alerts.at as at from deliveries
         join alerts on alerts.id = deliveries.alert
         where deliveries.state = 'waiting' and row > ? and next <= ? order by row limit ?`,
      )
      .all(row, now, limit);
    return rows as unknown as Delivery[];
  }

  /** Writes down what became of attempts, and comes back when the disk has it. */
  settle(all: readonly Settled[]): void {
    this.#transact(() => {
      for (const { row, state, tries, next, detail, at } of all) this.#settle.run(state, tries, next, detail, at, row);
    });
  }

  /** Lets what was given up be tried again; gives how much. */
  revive(): number {
    const done = this.#database
      .prepare("update deliveries set state = 'waiting', tries = 0, next = 0 where state = 'dead'")
      .run();
    return Number(done.changes);
  }

  /** The newest alerts of a channel, whether delivered or not, newest first. */
  newestOf(channel: string, limit: number): readonly Pick<Delivery, "row" | "body" | "at">[] {
    const rows = this.#database
      .prepare(
        `select row, body, alerts.at as at from deliveries join alerts on alerts.id = deliveries.alert
         where channel = ? order by row desc limit ?`,
      )
      .all(channel, limit);
    return rows as unknown as Delivery[];
  }

  /** Deliveries that are not made, the longest waiting first, at most `limit`. */
  open(
    limit: number,
  ): readonly (Pick<Delivery, "alert" | "channel" | "target" | "tries"> & Settled & { tripwire: string })[] {
    const rows = this.#database
      .prepare(
        `select row, alert, channel, target, tries, deliveries.state as state, next, detail, tripwire
         from deliveries join alerts on alerts.id = deliveries.alert
         where deliveries.state in ('waiting', 'dead') order by deliveries.state, row limit ?`,
      )
      .all(limit);
    return rows as unknown as (Delivery & Settled & { tripwire: string })[];
  }

  /** Deliveries by channel and state. */
  tally(): readonly { readonly channel: string; readonly state: DeliveryState; readonly count: number }[] {
    const rows = this.#database
      .prepare(
        "select channel, state, count(*) as count from deliveries group by channel, state order by channel, state",
      )
      .all();
    return rows as unknown as { channel: string; state: DeliveryState; count: number }[];
  }

  /** Alerts of each tripwire that has run, and when its condition was first looked at. */
  tripwires(): readonly {
    readonly name: string;
    readonly since: string;
    readonly known: number;
    readonly told: number;
  }[] {
    const rows = this.#database
      .prepare(
        `select name, since, coalesce(sum(state = 'known'), 0) as known, coalesce(sum(state = 'told'), 0) as told
         from tripwires left join alerts on alerts.tripwire = name group by name order by name`,
      )
      .all();
    return rows as unknown as { name: string; since: string; known: number; told: number }[];
  }

  close(): void {
    this.#database.close();
  }
}
