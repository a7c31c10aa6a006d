import type { Bearer, Modality, NormType } from "../model/index.ts";
import type { Index } from "./open.ts";
import { columnsOf } from "./shapes.ts";
import type { ClauseRow } from "./tables.ts";
import { markWords, parseSearch } from "./words.ts";

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

/**
 * Clauses that contain the words, best match first: the order depends on the clause and the search alone (matching.ts).
 * Gives nothing where the text has no word in it. `highlighted` is the text with {@link MARK} around what matched.
 */
export async function searchClauses(
  index: Index,
  search: ClauseSearch,
): Promise<{ readonly clause: FoundClause; readonly highlighted: string }[]> {
  const terms = parseSearch(search.text);
  if (terms.length === 0) return [];
  const { hasWords, rank } = await import("./matching.ts");
  let query = index.query
    .selectFrom("clauses")
    .where(hasWords(index.kind, [terms]))
    .select(CLAUSE_COLUMNS)
    .orderBy(rank(terms), "desc")
    .orderBy("document")
    .orderBy("first_step")
    .orderBy("position")
    .orderBy("last_version")
    .limit(search.limit);
  if (search.lab !== undefined) query = query.where("lab", "=", search.lab);
  if (search.document !== undefined) query = query.where("document", "=", search.document);
  if (search.inForce) query = query.where("until", "is", null);
  const rows = await query.execute();
  return rows.map((row) => ({
    clause: toFound(row),
    highlighted: markWords(row.text, terms, MARK.start, MARK.end),
  }));
}

/**
 * All clauses that state a norm and have the words of one of the searches, of every day: newest first. Gives nothing
 * where no search has a word in it.
 */
export async function findNorms(index: Index, searches: readonly string[]): Promise<FoundClause[]> {
  const either = searches.map(parseSearch).filter((terms) => terms.length > 0);
  if (either.length === 0) return [];
  const { hasWords } = await import("./matching.ts");
  const rows = await index.query
    .selectFrom("clauses")
    .where(hasWords(index.kind, either))
    .where("norm", "!=", "none")
    .select(CLAUSE_COLUMNS)
    .orderBy("since", "desc")
    .orderBy("document")
    .orderBy("position")
    .orderBy("last_version")
    .execute();
  return rows.map(toFound);
}

/** Rules of other labs on a day. */
export interface BesideSearch {
  /** As {@link ClauseSearch.text}. */
  readonly text: string;
  /** The lab whose rules are left out. */
  readonly otherThan: string;
  /** The moment in which they are in force, UTC. */
  readonly on: string;
  /** Labs at most. */
  readonly limit: number;
}

/** Of each other lab the shortest clause that states a norm, has the words and was in force: by lab. */
export async function findBesideRules(
  index: Index,
  { text, otherThan, on, limit }: BesideSearch,
): Promise<FoundClause[]> {
  const terms = parseSearch(text);
  if (terms.length === 0) return [];
  const { hasWords, placeInLab } = await import("./matching.ts");
  const rows = await index.query
    .with("ranked", (query) =>
      query
        .selectFrom("clauses")
        .where(hasWords(index.kind, [terms]))
        .where("norm", "!=", "none")
        .where("lab", "!=", otherThan)
        .where("since", "<=", on)
        .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", on)]))
        .select(CLAUSE_COLUMNS)
        .select(placeInLab().as("place")),
    )
    .selectFrom("ranked")
    .where("place", "=", 1)
    .selectAll()
    .orderBy("lab")
    .limit(limit)
    .execute();
  return rows.map(toFound);
}

/** What a clause is read from: all but its stored words. */
export const CLAUSE_COLUMNS = columnsOf("clauses").filter((column) => column !== "words" && column !== "word_count");

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
