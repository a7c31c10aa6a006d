import type { Bearer, Modality, NormType } from "../model/index.ts";
import type { Index } from "./open.ts";
import type { ClauseRow } from "./tables.ts";

/** A clause found by its words, and when it was in force. */
export interface FoundClause {
  readonly lab: string;
  readonly document: string;
  readonly text: string;
  /** Headings and lead-ins, outermost first. */
  readonly path: readonly string[];
  readonly bearer: Bearer;
  readonly modality: Modality;
  /** What kind of norm it states. */
  readonly norm: NormType;
  readonly firstVersion: string;
  readonly lastVersion: string;
  /** Dates of the first version that has it and of the first that no longer has it; null while in force. */
  readonly since: string;
  readonly until: string | null;
}

export interface ClauseSearch {
  /** What the user typed. Words must all occur, in any form ("train" finds "training"); "quoted words" as a phrase. */
  readonly text: string;
  readonly lab?: string | undefined;
  readonly document?: string | undefined;
  /** Only clauses that are in force now. */
  readonly inForce?: boolean | undefined;
  readonly limit: number;
}

/** Words and phrases of a search that are looked for; more are refused by taking the first ones. */
const TERMS_MAX = 32;

/**
 * Clauses that contain the words, best match first. Gives nothing where the text has no word in it.
 * `highlighted` is the text with {@link MARK} around each matched word.
 */
export async function searchClauses(
  index: Index,
  search: ClauseSearch,
): Promise<{ readonly clause: FoundClause; readonly highlighted: string }[]> {
  const match = quoteSearch(search.text);
  if (match === "") return [];
  const { sql } = await import("kysely");
  let query = index.query
    .selectFrom("clauses")
    .innerJoin(sql<{ rowid: number }>`clauses_text`.as("clauses_text"), "clauses_text.rowid", "clauses.row")
    .where(sql<boolean>`clauses_text match ${match}`)
    .selectAll("clauses")
    .select(sql<string>`highlight(clauses_text, 0, ${MARK.start}, ${MARK.end})`.as("highlighted"))
    .orderBy(sql`bm25(clauses_text)`)
    .orderBy("clauses.document")
    .orderBy("clauses.first_step")
    .orderBy("clauses.position")
    .limit(search.limit);
  if (search.lab !== undefined) query = query.where("clauses.lab", "=", search.lab);
  if (search.document !== undefined) query = query.where("clauses.document", "=", search.document);
  if (search.inForce) query = query.where("clauses.until", "is", null);
  const rows = await query.execute();
  return rows.map((row) => ({ clause: toFound(row), highlighted: row.highlighted }));
}

/**
 * All clauses that state a norm and have the words of one of the searches, of every day: newest first. Gives nothing
 * where no search has a word in it.
 */
export async function findNorms(index: Index, searches: readonly string[]): Promise<FoundClause[]> {
  const matches = searches.map(quoteSearch).filter((match) => match !== "");
  if (matches.length === 0) return [];
  const { sql } = await import("kysely");
  const either = matches.map((match) => `(${match})`).join(" OR ");
  const rows = await index.query
    .selectFrom("clauses")
    .where("clauses.row", "in", sql<number>`(select rowid from clauses_text where clauses_text match ${either})`)
    .where("clauses.norm", "!=", "none")
    .selectAll()
    .orderBy("clauses.since", "desc")
    .orderBy("clauses.document")
    .orderBy("clauses.position")
    .execute();
  return rows.map(toFound);
}

const toFound = (row: ClauseRow): FoundClause => ({
  lab: row.lab,
  document: row.document,
  text: row.text,
  path: JSON.parse(row.path) as string[],
  bearer: row.bearer,
  modality: row.modality,
  norm: row.norm,
  firstVersion: row.first_version,
  lastVersion: row.last_version,
  since: row.since,
  until: row.until,
});

/** Stand around each matched word in `highlighted`: two characters for private use, which no text of a policy has. */
export const MARK = { start: "\u{E000}", end: "\u{E001}" } as const;

/**
 * A search as FTS5 reads it (https://sqlite.org/fts5.html#full_text_query_syntax): every word and phrase of the
 * user's text in double quotes, so that none of it is syntax.
 *
 *     military -warfare "high risk"   →   "military" "warfare" "high risk"
 */
export function quoteSearch(text: string): string {
  const terms = text.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return terms
    .map((term) => term.match(/[\p{L}\p{N}\p{M}]+/gu)?.join(" ") ?? "")
    .filter((term) => term !== "")
    .slice(0, TERMS_MAX)
    .map((term) => `"${term}"`)
    .join(" ");
}
