import type { NoiseKind } from "../model/index.ts";
import type { Index } from "./open.ts";
import type { DocumentRow, VersionRow } from "./tables.ts";

/** All documents, by id; `asOf`: as their versions up to this day in UTC make them. */
export async function listDocuments(index: Index, asOf?: string): Promise<DocumentRow[]> {
  if (asOf !== undefined) return documentsOn(index, asOf);
  return index.query.selectFrom("documents").selectAll().orderBy("id").execute();
}

async function documentsOn(index: Index, day: string): Promise<DocumentRow[]> {
  const spans = index.query
    .selectFrom("versions")
    .where("date", "<=", `${day}T23:59:59Z`)
    .select("document")
    .select(({ fn }) => [fn.countAll<number>().as("versions"), fn.min("step").as("first"), fn.max("step").as("last")])
    .groupBy("document")
    .as("spans");
  return index.query
    .selectFrom(spans)
    .innerJoin("documents", "documents.id", "spans.document")
    .innerJoin("versions as first", (join) =>
      join.onRef("first.document", "=", "spans.document").onRef("first.step", "=", "spans.first"),
    )
    .innerJoin("versions as last", (join) =>
      join.onRef("last.document", "=", "spans.document").onRef("last.step", "=", "spans.last"),
    )
    .select(["documents.id", "documents.lab", "documents.lab_name", "spans.versions", "last.service", "last.terms"])
    .select(["first.id as first_version", "last.id as last_version", "first.date as first_date"])
    .select(["last.date as last_date", "documents.detector"])
    .orderBy("documents.id")
    .execute();
}

/** The versions of a document as they followed each other in time. */
export async function listVersions(index: Index, document: string): Promise<VersionRow[]> {
  return index.query.selectFrom("versions").selectAll().where("document", "=", document).orderBy("step").execute();
}

/** The first and the newest time of a version, in UTC; null where there is none. */
export async function findDays(index: Index): Promise<{ readonly first: string; readonly newest: string } | null> {
  const { first, newest } = await index.query
    .selectFrom("versions")
    .select(({ fn }) => [fn.min("date").as("first"), fn.max("date").as("newest")])
    .executeTakeFirstOrThrow();
  return first === null ? null : { first, newest };
}

/** The versions that were captured from a page, by document, each with the page's address as its path. */
export async function listCaptured(index: Index): Promise<VersionRow[]> {
  return (
    index.query
      .selectFrom("versions")
      .selectAll()
      // Captures alone come from no repository.
      .where("repository", "=", "")
      .orderBy("document")
      .orderBy("log_index")
      .execute()
  );
}

/** How many versions each kind of noise suppresses; null: versions that are no noise. */
export async function tallyNoise(index: Index): Promise<{ readonly noise: NoiseKind | null; count: number }[]> {
  return index.query
    .selectFrom("versions")
    .select("noise")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy("noise")
    .orderBy("noise", (by) => by.asc().nullsFirst())
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

/** The versions before and after one in the history of its document; null where there is none. */
export async function findNeighbours(
  index: Index,
  { document, step }: Pick<VersionRow, "document" | "step">,
): Promise<{ readonly before: VersionRow | null; readonly after: VersionRow | null }> {
  const rows = await index.query
    .selectFrom("versions")
    .selectAll()
    .where("document", "=", document)
    .where("step", "in", [step - 1, step + 1])
    .execute();
  const at = (wanted: number): VersionRow | null => rows.find((row) => row.step === wanted) ?? null;
  return { before: at(step - 1), after: at(step + 1) };
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
