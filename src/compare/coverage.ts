import type { Clause, Nearest } from "../model/index.ts";
import { contentTerms } from "./terms.ts";

/**
 * How much of a clause another document still says. Terms count by how rare they are in the document (inverse
 * document frequency), so that "warfare" weighs more than "content".
 */
export interface CoverageIndex {
  /** The clause, or two neighbours read together, that comes nearest to `clause`; null if nothing is shared. */
  nearest(clause: Clause): Nearest | null;
}

/** A term in more clauses than this selects no candidates. */
const POSTINGS_MAX = 400;
/** Candidates looked at for one clause. */
const CANDIDATES_MAX = 24;

export function indexCoverage(clauses: readonly Clause[]): CoverageIndex {
  const termsOf = clauses.map((clause) => new Set(contentTerms(clause.key)));
  const postings = new Map<string, number[]>();
  termsOf.forEach((terms, at) => {
    for (const term of terms) {
      const list = postings.get(term);
      if (list) list.push(at);
      else postings.set(term, [at]);
    }
  });
  const weight = (term: string): number => Math.log(1 + clauses.length / (1 + (postings.get(term)?.length ?? 0)));
  return { nearest: (clause) => findNearest(clause, clauses, termsOf, postings, weight) };
}

function findNearest(
  clause: Clause,
  clauses: readonly Clause[],
  termsOf: readonly Set<string>[],
  postings: ReadonlyMap<string, readonly number[]>,
  weight: (term: string) => number,
): Nearest | null {
  const wanted = [...new Set(contentTerms(clause.key))];
  const total = wanted.reduce((sum, term) => sum + weight(term), 0);
  if (total === 0) return null;
  const hits = new Map<number, number>();
  for (const term of wanted) {
    const list = postings.get(term);
    if (!list || list.length > POSTINGS_MAX) continue;
    for (const at of list) hits.set(at, (hits.get(at) ?? 0) + weight(term));
  }
  const best = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CANDIDATES_MAX);
  let nearest: { at: number; coverage: number } | null = null;
  for (const [at] of best) {
    const here = termsOf[at] as Set<string>;
    const next = termsOf[at + 1];
    const share = (covers: (term: string) => boolean): number =>
      wanted.reduce((sum, term) => sum + (covers(term) ? weight(term) : 0), 0) / total;
    const alone = share((term) => here.has(term));
    // A sentence that was split covers as two neighbours; the second counts a little less than the first.
    const together = share((term) => here.has(term) || next?.has(term) === true);
    const coverage = Math.max(alone, 0.95 * together);
    if (!nearest || coverage > nearest.coverage) nearest = { at, coverage };
  }
  return (
    nearest && { text: (clauses[nearest.at] as Clause).text, coverage: Math.round(nearest.coverage * 1000) / 1000 }
  );
}
