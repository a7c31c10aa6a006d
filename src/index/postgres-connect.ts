import pg from "pg";
import { EXIT, UserError } from "../std/index.ts";
import { storable } from "./storable.ts";
import { nameDatabase, type PostgresPlace } from "./place.ts";

/** Connections of one reader at most. */
const POOL_MAX = 8;
/** How long a connection may take to be made, in milliseconds. */
const CONNECT_MS = 10_000;
/** How long one question of a reader may take, in milliseconds. */
const READ_MS = 60_000;
/** How long an idle connection of a reader is kept, in milliseconds. */
const IDLE_MS = 30_000;
/** Seconds after which the server looks whether a silent writer is still there, and between its three questions. */
const ALIVE_SECONDS = 30;

/** PostgreSQL's number of the type int8: our counts and sizes are all below 2^53. */
const INT8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary"
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const settingsOf = ({ url }: PostgresPlace): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: CONNECT_MS,
  application_name: "corrigible",
  keepAlive: true,
  types,
});

/** What runs statements: a connection or several. */
export interface Statements {
  /** Throws a UserError where the database cannot be asked. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Connections for reading; none is made before the first question. */
export class Reader implements Statements {
  readonly #place: PostgresPlace;
  readonly pool: pg.Pool;

  constructor(place: PostgresPlace) {
    this.#place = place;
    this.pool = new pg.Pool({
      ...settingsOf(place),
      max: POOL_MAX,
      idleTimeoutMillis: IDLE_MS,
      statement_timeout: READ_MS,
      allowExitOnIdle: true,
    });
    // An idle connection that breaks is made anew with the next question.
    this.pool.on("error", () => {});
    // One in use that breaks fails the question under way, or the next one; unheard, it would end the process.
    this.pool.on("connect", (client) => client.on("error", () => {}));
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return explaining(this.#place, async () => (await this.pool.query<Row>(text, values.map(storable))).rows);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** One connection for a transaction. */
export class Writer implements Statements {
  readonly #place: PostgresPlace;
  readonly #client: pg.Client;

  private constructor(place: PostgresPlace) {
    this.#place = place;
    this.#client = new pg.Client(settingsOf(place));
    // A connection that breaks fails the statement under way, or the next one.
    this.#client.on("error", () => {});
  }

  static async connect(place: PostgresPlace): Promise<Writer> {
    const writer = new Writer(place);
    await explaining(place, async () => {
      await writer.#client.connect();
      // A machine that falls silent in the middle is not to keep others from writing.
      await writer.#client.query(
        `set tcp_keepalives_idle = ${ALIVE_SECONDS}; set tcp_keepalives_interval = ${ALIVE_SECONDS};
         set tcp_keepalives_count = 3; set client_min_messages = warning`,
      );
    });
    return writer;
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return explaining(
      this.#place,
      async () => (await this.#client.query<Row>(text, values.length > 0 ? values.map(storable) : undefined)).rows,
    );
  }

  /** Ends the connection, and with it what is not committed. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }
}

/** Runs a job; what the database or the way to it refuses becomes one line that holds no secret. */
export async function explaining<T>(place: PostgresPlace, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const why = explain(error);
    if (why === null) throw error;
    throw new UserError(`the database at ${nameDatabase(place.url)}: ${why}`, EXIT.outside, { cause: error });
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: by code, or by the first two characters of a class. */
const WORDS: Readonly<Record<string, string>> = {
  "08": "the connection was lost; try again",
  "28": "refuses this user or password; see CORRIGIBLE_DATABASE",
  "3D": "there is no database of this name; make it with createdb, or see CORRIGIBLE_DATABASE",
  "42501": "this user may not do this; it must be able to create schemas (grant create on database)",
  "53": "has no room left: connections, memory or disk",
  "57": "ended the connection, or a question took too long; try again",
  "58": "its disk fails",
  "25006": "takes no changes: it is a standby",
};

/** What happened outside, in words; null for a defect of ours. */
function explain(error: unknown): string | null {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? "";
    return WORDS[code] ?? WORDS[code.slice(0, 2)] ?? null;
  }
  if (!(error instanceof Error)) return null;
  // Where a name has several addresses, each has failed in its way.
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const code = first instanceof Error && "code" in first ? String(first.code) : "";
  if (/^E[A-Z]+$/.test(code)) return `cannot be reached (${code}); see CORRIGIBLE_DATABASE`;
  if (/connection|timeout|terminated|not queryable|SSL/i.test(error.message))
    return "the connection was lost; try again";
  return null;
}
