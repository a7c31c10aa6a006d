import type { NoiseKind } from "../model/index.ts";
import type { Index } from "./open.ts";
import type { DocumentRow, VersionRow } from "./tables.ts";

/** All documents, by id. */
export async function listDocuments(index: Index): Promise<DocumentRow[]> {
  return index.query.selectFrom("documents").selectAll().orderBy("id").execute();
}

/** The versions of a document as they followed each other in time. */
export async function listVersions(index: Index, document: string): Promise<VersionRow[]> {
  return index.query.selectFrom("versions").selectAll().where("document", "=", document).orderBy("step").execute();
}

/** How many versions each kind of noise suppresses; null: versions that are no noise. */
export async function tallyNoise(index: Index): Promise<{ readonly noise: NoiseKind | null; count: number }[]> {
  return index.query
    .selectFrom("versions")
    .select("noise")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy("noise")
    .orderBy("noise")
    .execute();
}

/** The document of an id, or null. */
export async function findDocument(index: Index, id: string): Promise<DocumentRow | null> {
  const row = await index.query.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** The version of an id, or null. */
export async function findVersion(index: Index, id: string): Promise<VersionRow | null> {
  const row = await index.query.selectFrom("versions").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

export interface NoiseFilter {
  readonly noise?: NoiseKind | undefined;
  readonly document?: string | undefined;
}

/** Versions that were set aside as noise, newest first. */
export async function listSuppressed(
  index: Index,
  { noise, document }: NoiseFilter,
  limit: number,
  offset: number,
): Promise<{ readonly rows: VersionRow[]; readonly total: number }> {
  let query = index.query.selectFrom("versions").where("noise", "is not", null);
  if (noise !== undefined) query = query.where("noise", "=", noise);
  if (document !== undefined) query = query.where("document", "=", document);
  const rows = await query
    .selectAll()
    .orderBy("date", "desc")
    .orderBy("log_index", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  return { rows, total };
}
