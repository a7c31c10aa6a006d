import { Kysely, PostgresDialect, type PostgresPool } from "kysely";
import { explainingPostgres } from "../std/index.ts";
import type { IndexDatabase, Transaction } from "./database.ts";
import type { Index } from "./open.ts";
import type { IndexPlace, PostgresPlace } from "./place.ts";
import { Reader, type Statements } from "./postgres-connect.ts";
import { beginPostgres, beginPut, readMeta, removeSchema } from "./postgres-transaction.ts";
import { SCHEMA_VERSION } from "./shapes.ts";
import { storable } from "./storable.ts";
import type { Tables } from "./tables.ts";

/** The index in a schema of a PostgreSQL database. */
export class PostgresDatabase implements IndexDatabase {
  readonly #place: PostgresPlace;

  constructor(place: PostgresPlace) {
    this.#place = place;
  }

  async open(): Promise<Index | null> {
    const reader = new Reader(this.#place);
    try {
      if (await this.#isCurrent(reader)) return this.#makeIndex(reader);
    } catch (error) {
      await reader.close();
      throw error;
    }
    await reader.close();
    return null;
  }

  #makeIndex(reader: Reader): Index {
    const { schema } = this.#place;
    return {
      query: new Kysely<Tables>({
        dialect: new PostgresDialect({ pool: explainingPool(reader, this.#place) }),
      }).withSchema(schema),
      kind: "postgres",
      dataVersion: async () => (await readMeta(reader, schema, "data")) ?? "none",
      close: () => reader.close(),
    };
  }

  async #isCurrent(statements: Statements): Promise<boolean> {
    return (await readMeta(statements, this.#place.schema, "schema")) === String(SCHEMA_VERSION);
  }

  async readMeta(name: string): Promise<string | null> {
    const reader = new Reader(this.#place);
    try {
      return (await this.#isCurrent(reader)) ? await readMeta(reader, this.#place.schema, name) : null;
    } finally {
      await reader.close();
    }
  }

  begin(wait: "wait" | "refuse"): Promise<Transaction> {
    return beginPostgres(this.#place, wait);
  }

  beginPut(what: string): Promise<Transaction | null> {
    return beginPut(this.#place, what);
  }

  async isThere(): Promise<boolean> {
    return (await this.readMeta("schema")) !== null;
  }

  /** The server answers for its files. */
  async isSound(): Promise<boolean> {
    return true;
  }

  remove(): Promise<void> {
    return removeSchema(this.#place);
  }

  stage(name: string): IndexPlace {
    return { ...this.#place, schema: `${this.#place.schema}${STAGE}${name}` };
  }

  async listStages(): Promise<string[]> {
    const reader = new Reader(this.#place);
    const start = `${this.#place.schema}${STAGE}`;
    try {
      const rows = await reader.query<{ name: string }>(
        `select nspname as name from pg_namespace where starts_with(nspname, $1) order by nspname collate "C"`,
        [start],
      );
      return rows.map(({ name }) => name.slice(start.length));
    } finally {
      await reader.close();
    }
  }
}

/** Stands between the name of the index's schema and that of a stage. */
const STAGE = "_s_";

/** The pool as Kysely uses it; its errors are explained, and no text has what PostgreSQL refuses. */
function explainingPool({ pool }: Reader, place: PostgresPlace): PostgresPool {
  return {
    async connect() {
      const client = await explainingPostgres(place.url, () => pool.connect());
      return {
        query: (text: string, values: readonly unknown[]) =>
          explainingPostgres(place.url, () => client.query(text, values.map(storable))),
        release: () => client.release(),
      };
    },
    end: () => pool.end(),
  } as unknown as PostgresPool;
}
