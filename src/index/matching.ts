import { type RawBuilder, sql } from "kysely";
import type { IndexPlace } from "./place.ts";
import { joinStems } from "./words.ts";

/** The words and phrases of one search, each as its stems. */
export type Terms = readonly (readonly string[])[];

/** Saturation and length normalization of BM25, as its authors advise and SQLite has them. */
const K1 = 1.2;
const B = 0.75;
/** Words of a clause as policies have them, about. A constant: a clause's place is not to depend on other clauses. */
const LENGTH_USUAL = 24;

/** Whether a row of the table `clauses` has all terms of one of the searches. */
export function hasWords(kind: IndexPlace["kind"], either: readonly Terms[]): RawBuilder<boolean> {
  return kind === "sqlite" ? matchFts5(either) : matchArrays(either);
}

/** https://sqlite.org/fts5.html#full_text_query_syntax: all in double quotes, so that nothing is syntax. */
function matchFts5(either: readonly Terms[]): RawBuilder<boolean> {
  const quoted = either.map((terms) => `(${terms.map((stems) => `"${stems.join(" ")}"`).join(" AND ")})`);
  return sql<boolean>`clauses."row" in (select rowid from clauses_text where clauses_text match ${quoted.join(" OR ")})`;
}

/** The index over the array of stems finds the rows; where a phrase is asked for, the stems' order is looked at. */
function matchArrays(either: readonly Terms[]): RawBuilder<boolean> {
  const matches = either.map((terms) => {
    const all = [...new Set(terms.flat())];
    const phrases = terms.filter((stems) => stems.length > 1);
    const contains = sql<boolean>`string_to_array(btrim(words), '  ') @> ${sql.val(all)}::text[]`;
    const parts = phrases.map((stems) => sql<boolean>`position(${joinStems(stems)} in words) > 0`);
    return sql<boolean>`(${sql.join([contains, ...parts], sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(matches, sql` or `)})`;
}

/**
 * How well a row of `clauses` that has the terms matches them: BM25 (S. Robertson, H. Zaragoza, The Probabilistic
 * Relevance Framework, 2009) without the rarity of the words, since all must be there. The same operations in the same
 * order everywhere, so that every database gives the same number.
 */
export function rank(terms: Terms): RawBuilder<number> {
  const scores = terms.map((stems) => {
    const text = joinStems(stems);
    const length = sql.lit(Array.from(text).length);
    const times = sql`cast((length(words) - length(replace(words, ${text}, ''))) / ${length} as double precision)`;
    return sql`(${times} / (${times} + ${number(K1 * (1 - B))} + word_count * ${number((K1 * B) / LENGTH_USUAL)}))`;
  });
  return sql<number>`(${sql.join(scores, sql` + `)})`;
}

const number = (value: number): RawBuilder<number> => sql<number>`cast(${sql.lit(value)} as double precision)`;

/** Place of a row of `clauses` among those of its lab, the shortest first, from 1. */
export function placeInLab(): RawBuilder<number> {
  return sql<number>`row_number() over (partition by lab order by length("text"), document, first_step, position)`;
}
