import pg from "pg";
import { explainingPostgres } from "../std/index.ts";
import type { PostgresPlace } from "./place.ts";
import { storable } from "./storable.ts";

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
    return explainingPostgres(
      this.#place.url,
      async () => (await this.pool.query<Row>(text, values.map(storable))).rows,
    );
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
    await explainingPostgres(place.url, async () => {
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
    return explainingPostgres(
      this.#place.url,
      async () => (await this.#client.query<Row>(text, values.length > 0 ? values.map(storable) : undefined)).rows,
    );
  }

  /** Ends the connection, and with it what is not committed. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }
}
