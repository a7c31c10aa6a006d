import type { SelectQueryBuilder } from "kysely";
import type { Change, ChangeKind, Direction, Disclosed, NoiseKind, Severity, Subject } from "../model/index.ts";
import type { Index } from "./open.ts";
import type { Tables, VersionRow } from "./tables.ts";

/** A change as a workspace knows it. */
export interface RecordedChange extends Change {
  readonly lab: string;
  readonly document: string;
  /** Date of the new version, UTC. */
  readonly date: string;
  /** Ids of the versions. */
  readonly oldVersion: string;
  readonly newVersion: string;
}

/** A change with what stands around it. */
export interface ListedChange {
  readonly change: RecordedChange;
  /** Why the change is suppressed; null where it is not. */
  readonly suppressed: NoiseKind | null;
  /** The document's own note about its change. */
  readonly note: string | null;
  /** Service and kind of terms as the new version names them. */
  readonly service: string;
  readonly terms: string;
}

/** Which changes to list; what is left out does not filter. */
export interface ChangeFilter {
  readonly lab?: string | undefined;
  readonly document?: string | undefined;
  readonly kind?: ChangeKind | undefined;
  readonly directions?: readonly Direction[] | undefined;
  readonly subject?: Subject | undefined;
  /** At least this severity. */
  readonly severity?: Severity | undefined;
  readonly disclosed?: Disclosed | undefined;
  /** Days in UTC, "2024-01-10", both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** At least this confidence, 0..1. */
  readonly minConfidence?: number | undefined;
  /** Whether to list also the changes that noise suppresses. */
  readonly withSuppressed?: boolean | undefined;
}

/** The newest `limit` changes that pass the filter, newest first. */
export async function listChanges(
  index: Index,
  filter: ChangeFilter,
  limit?: number,
  offset = 0,
): Promise<ListedChange[]> {
  let query = withBodies(filtered(index, filter))
    .orderBy("changes.date", "desc")
    .orderBy("changes.log_index", "desc")
    .orderBy("changes.position");
  if (limit !== undefined) query = query.limit(limit).offset(offset);
  return (await query.execute()).map(toListed);
}

/** Where a change stands in the order of {@link listChanges}. */
export interface ChangePlace {
  readonly date: string;
  readonly logIndex: number;
  readonly position: number;
}

/**
 * The newest `limit` changes that pass the filter and stand after a place, newest first, each with its place. What is
 * recorded meanwhile moves no place.
 */
export async function listChangesAfter(
  index: Index,
  filter: ChangeFilter,
  after: ChangePlace | null,
  limit: number,
): Promise<{ readonly listed: ListedChange; readonly place: ChangePlace }[]> {
  let query = withBodies(filtered(index, filter))
    .select(["changes.log_index", "changes.position"])
    .orderBy("changes.date", "desc")
    .orderBy("changes.log_index", "desc")
    .orderBy("changes.position")
    .limit(limit);
  if (after !== null) {
    const { date, logIndex, position } = after;
    query = query.where((eb) =>
      eb.or([
        eb("changes.date", "<", date),
        eb.and([eb("changes.date", "=", date), eb("changes.log_index", "<", logIndex)]),
        eb.and([
          eb("changes.date", "=", date),
          eb("changes.log_index", "=", logIndex),
          eb("changes.position", ">", position),
        ]),
      ]),
    );
  }
  return (await query.execute()).map((row) => ({
    listed: toListed(row),
    place: { date: row.date, logIndex: row.log_index, position: row.position },
  }));
}

/** All changes of a document, also the suppressed ones, as they followed each other. */
export async function listDocumentChanges(index: Index, document: string): Promise<ListedChange[]> {
  const query = withBodies(filtered(index, { document, withSuppressed: true }))
    .orderBy("changes.step")
    .orderBy("changes.position");
  return (await query.execute()).map(toListed);
}

/** The changes of a document that are no noise, neutral ones too, as they followed each other. */
export async function listRealChanges(index: Index, document: string): Promise<RecordedChange[]> {
  const query = withBodies(filtered(index, { document })).orderBy("changes.step").orderBy("changes.position");
  return (await query.execute()).map((row) => toListed(row).change);
}

/** The changes of a query with what stands around them. */
function withBodies(query: SelectQueryBuilder<Tables, "changes", object>) {
  return query
    .innerJoin("versions", "versions.id", "changes.new_version")
    .innerJoin("change_bodies", (join) =>
      join.onRef("change_bodies.document", "=", "changes.document").onRef("change_bodies.id", "=", "changes.id"),
    )
    .select(["changes.lab", "changes.document", "changes.date", "changes.old_version", "changes.new_version"])
    .select(["change_bodies.body", "changes.suppressed", "versions.note", "versions.service", "versions.terms"]);
}

type ListedRow = Awaited<ReturnType<ReturnType<typeof withBodies>["execute"]>>[number];

function toListed(row: ListedRow): ListedChange {
  const change = JSON.parse(row.body) as Change;
  return {
    change: {
      ...change,
      lab: row.lab,
      document: row.document,
      date: row.date,
      oldVersion: row.old_version,
      newVersion: row.new_version,
    },
    suppressed: row.suppressed,
    note: row.note,
    service: row.service,
    terms: row.terms,
  };
}

/** Every occurrence of a change, in the order of time: a document that flaps shows the same change more than once. */
export async function findChange(index: Index, id: string): Promise<ListedChange[]> {
  const query = withBodies(index.query.selectFrom("changes").where("changes.id", "=", id))
    .orderBy("changes.date")
    .orderBy("changes.log_index");
  return (await query.execute()).map(toListed);
}

/** The first changes of a version that have a direction, suppressed ones too, in their order, and how many there are. */
export async function listVersionChanges(
  index: Index,
  { document, step }: Pick<VersionRow, "document" | "step">,
  limit: number,
): Promise<{ readonly listed: readonly ListedChange[]; readonly total: number }> {
  const directed = index.query
    .selectFrom("changes")
    .where("changes.document", "=", document)
    .where("changes.step", "=", step)
    .where("changes.direction", "!=", "neutral");
  const rows = await withBodies(directed).orderBy("changes.position").limit(limit).execute();
  const { count } = await directed.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  return { listed: rows.map(toListed), total: count };
}

/** Ids of changes that begin so, at most `limit`. */
export async function nearChangeIds(index: Index, start: string, limit: number): Promise<string[]> {
  const rows = await index.query
    .selectFrom("changes")
    .select("id")
    .distinct()
    .where("id", ">=", start)
    .where("id", "<", `${start}~`)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Changes that occur more than once, suppressed ones too, with how often. */
export async function tallyRepeated(index: Index): Promise<ReadonlyMap<string, number>> {
  const rows = await index.query
    .selectFrom("changes")
    .select("id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy("id")
    .having((eb) => eb(eb.fn.countAll<number>(), ">", 1))
    .execute();
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** The ids of the changes that pass the filter, each once, in order. */
export async function listChangeIds(index: Index, filter: ChangeFilter): Promise<string[]> {
  const rows = await filtered(index, filter).select("changes.id").distinct().orderBy("changes.id").execute();
  return rows.map(({ id }) => id);
}

/** How many changes pass the filter. */
export async function countChanges(index: Index, filter: ChangeFilter): Promise<number> {
  const row = await filtered(index, filter)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Changes that pass the filter, counted by lab, direction and disclosure. */
export async function tallyChanges(
  index: Index,
  filter: ChangeFilter,
): Promise<{ readonly lab: string; readonly direction: Direction; readonly disclosed: Disclosed; count: number }[]> {
  return filtered(index, filter)
    .select(["changes.lab", "changes.direction", "changes.disclosed"])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy(["changes.lab", "changes.direction", "changes.disclosed"])
    .orderBy("changes.lab")
    .orderBy("changes.direction")
    .orderBy("changes.disclosed")
    .execute();
}

function filtered(index: Index, filter: ChangeFilter): SelectQueryBuilder<Tables, "changes", object> {
  let query = index.query.selectFrom("changes");
  if (filter.lab !== undefined) query = query.where("changes.lab", "=", filter.lab);
  if (filter.document !== undefined) query = query.where("changes.document", "=", filter.document);
  if (filter.kind !== undefined) query = query.where("changes.kind", "=", filter.kind);
  if (filter.directions !== undefined) {
    const { directions } = filter;
    // A list of nothing is no SQL everywhere.
    query = query.where((eb) => (directions.length === 0 ? eb.lit(false) : eb("changes.direction", "in", directions)));
  }
  if (filter.subject !== undefined) query = query.where("changes.subject", "=", filter.subject);
  if (filter.severity !== undefined) query = query.where("changes.severity", ">=", filter.severity);
  if (filter.disclosed !== undefined) query = query.where("changes.disclosed", "=", filter.disclosed);
  if (filter.since !== undefined) query = query.where("changes.date", ">=", filter.since);
  if (filter.until !== undefined) query = query.where("changes.date", "<=", `${filter.until}T23:59:59Z`);
  if (filter.minConfidence !== undefined) query = query.where("changes.confidence", ">=", filter.minConfidence);
  if (!filter.withSuppressed) query = query.where("changes.suppressed", "is", null);
  return query;
}

/** Changes of each document that matter (not suppressed, at least so sure), by direction. */
export async function tallyByDocument(
  index: Index,
  minConfidence: number,
): Promise<ReadonlyMap<string, { readonly loosens: number; readonly tightens: number }>> {
  const rows = await filtered(index, { minConfidence })
    .select(["changes.document", "changes.direction"])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .groupBy(["changes.document", "changes.direction"])
    .execute();
  const tally = new Map<string, { loosens: number; tightens: number }>();
  for (const { document, direction, count } of rows) {
    const own = tally.get(document) ?? { loosens: 0, tightens: 0 };
    if (direction !== "neutral") own[direction] = count;
    tally.set(document, own);
  }
  return tally;
}
