import type { Kysely } from "kysely";
import { UserError } from "../std/index.ts";
import { databaseOf } from "./database.ts";
import { type IndexPlace, namePlace } from "./place.ts";
import type { Tables } from "./tables.ts";

/** An index opened for reading. Queries are functions that take it. */
export interface Index {
  readonly query: Kysely<Tables>;
  readonly kind: IndexPlace["kind"];
  /** Changes whenever another process has committed, or has put another index in the place; means nothing by itself. */
  dataVersion(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the index of a place. Throws a UserError where no audit has made one. */
export async function openIndex(place: IndexPlace): Promise<Index> {
  const index = await (await databaseOf(place)).open();
  if (index) return index;
  throw new UserError(`nothing is indexed yet; run corrigible audit first (no current index at ${namePlace(place)})`);
}

/** Whether the index can be opened, of any version; also where there is none. */
export async function isIndexSound(place: IndexPlace): Promise<boolean> {
  return (await databaseOf(place)).isSound();
}

/** Removes the index of a place, whatever state it is in. */
export async function removeIndex(place: IndexPlace): Promise<void> {
  await (await databaseOf(place)).remove();
}
