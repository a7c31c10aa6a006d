import { createHash } from "node:crypto";
import { nameDatabase, UserError } from "../std/index.ts";

/** Where an index lies. */
export type IndexPlace = SqlitePlace | PostgresPlace;

export interface SqlitePlace {
  readonly kind: "sqlite";
  /** Absolute path of the file. */
  readonly path: string;
}

export interface PostgresPlace {
  readonly kind: "postgres";
  /** Connection string, `postgres://user:password@host:port/database`. Secret. */
  readonly url: string;
  /** One database holds the indexes of many workspaces, each in a schema. */
  readonly schema: string;
}

/** A place as messages name it: never with the user or the password in it. */
export function namePlace(place: IndexPlace): string {
  return place.kind === "sqlite" ? place.path : `${nameDatabase(place.url)}, schema ${place.schema}`;
}

/** Characters of a schema's name that tell people whose it is; PostgreSQL cuts names of more than 63 bytes. */
const NAME_LENGTH = 20;
const HASH_LENGTH = 12;

/**
 * The place of a workspace's index in a PostgreSQL database. Its schema is named after the log and its key: a workspace
 * keeps it wherever it is moved. Throws a UserError where the address is none of PostgreSQL.
 */
export function postgresPlace(url: string, { origin, vkey }: { origin: string; vkey: string }): PostgresPlace {
  if (!URL.canParse(url) || !/^postgres(?:ql)?:$/.test(new URL(url).protocol)) {
    throw new UserError("CORRIGIBLE_DATABASE is no address of a PostgreSQL database: postgres://user@host:5432/name");
  }
  const name = origin
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, NAME_LENGTH);
  const hash = createHash("sha256").update(vkey).digest("hex").slice(0, HASH_LENGTH);
  return { kind: "postgres", url, schema: `log_${name}_${hash}` };
}
