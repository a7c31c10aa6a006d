import type { Clause, Nearest } from "../model/index.ts";
import { conceptOfStem, kinOfStem } from "./concepts.ts";
import { contentTerms } from "./terms.ts";

/**
 * How much of a clause another document still says. Terms count by how rare they are in the document (inverse
 * document frequency), so that "warfare" weighs more than "content".
 */
export interface CoverageIndex {
  /** The clause, or two neighbours read together, that comes nearest to `clause`; null if nothing is shared. */
  nearest(clause: Clause): (Nearest & { readonly clause: Clause }) | null;
}

/** A term in more clauses than this selects no candidates. */
const POSTINGS_MAX = 400;
/** Candidates looked at for one clause. */
const CANDIDATES_MAX = 24;
/** A clause that names a term's matter in another word covers this share of the term; 0..1. */
const CONCEPT_SHARE = 0.6;
/** Where no clause shares a word or a matter: one on a bordering matter covers this share of the term; 0..1. */
const KIN_SHARE = 0.25;
/** A sentence that was split covers as two neighbours; together they count a little less than one that says it all. */
const NEIGHBOURS_SHARE = 0.95;

interface Index {
  readonly clauses: readonly Clause[];
  /** Terms of each clause, and the matters they belong to as "#12". */
  readonly termsOf: readonly ReadonlySet<string>[];
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<readonly Clause[], CoverageIndex>();

/** The index of a document's clauses; made once for a document that is compared with several. */
export function indexCoverage(clauses: readonly Clause[]): CoverageIndex {
  let index = indexes.get(clauses);
  if (!index) indexes.set(clauses, (index = makeIndex(clauses)));
  return index;
}

function makeIndex(clauses: readonly Clause[]): CoverageIndex {
  const termsOf = clauses.map((clause) => withMatters(contentTerms(clause.key)));
  const postings = new Map<string, number[]>();
  termsOf.forEach((terms, at) => {
    for (const term of terms) {
      const list = postings.get(term);
      if (list) list.push(at);
      else postings.set(term, [at]);
    }
  });
  const index: Index = { clauses, termsOf, postings };
  return { nearest: (clause) => findNearest(clause, index) ?? findKin(clause, index) };
}

function withMatters(terms: readonly string[]): Set<string> {
  const all = new Set(terms);
  for (const term of terms) {
    const matter = matterOf(term);
    if (matter) all.add(matter);
  }
  return all;
}

function matterOf(term: string): string | null {
  const concept = conceptOfStem(term);
  return concept === undefined ? null : `#${concept}`;
}

function findNearest(clause: Clause, { clauses, termsOf, postings }: Index): ReturnType<CoverageIndex["nearest"]> {
  const weight = (term: string): number => Math.log(1 + clauses.length / (1 + (postings.get(term)?.length ?? 0)));
  const wanted = [...new Set(contentTerms(clause.key))].map((term) => ({
    term,
    matter: matterOf(term),
    weight: weight(term),
  }));
  const total = wanted.reduce((sum, term) => sum + term.weight, 0);
  if (total === 0) return null;
  const share = (covers: (term: string) => boolean): number =>
    wanted.reduce((sum, { term, matter, weight: full }) => {
      if (covers(term)) return sum + full;
      return matter && covers(matter) ? sum + CONCEPT_SHARE * full : sum;
    }, 0) / total;
  const hits = new Map<number, number>();
  for (const { term, matter, weight: full } of wanted) {
    vote(hits, postings.get(term), full);
    if (matter) vote(hits, postings.get(matter), CONCEPT_SHARE * full);
  }
  let nearest: { at: number; coverage: number } | null = null;
  for (const at of mostPromising(hits)) {
    const here = termsOf[at] as ReadonlySet<string>;
    const next = termsOf[at + 1];
    const alone = share((term) => here.has(term));
    const together = next ? share((term) => here.has(term) || next.has(term)) : 0;
    const coverage = Math.max(alone, NEIGHBOURS_SHARE * together);
    if (!nearest || coverage > nearest.coverage) nearest = { at, coverage };
  }
  if (!nearest) return null;
  const found = clauses[nearest.at] as Clause;
  return { clause: found, text: found.text, coverage: Math.round(nearest.coverage * 1000) / 1000 };
}

/** The clause that names most of the matters on which the wanted ones border; null if there is none. */
function findKin(clause: Clause, { clauses, termsOf, postings }: Index): ReturnType<CoverageIndex["nearest"]> {
  const wanted = [...new Set(contentTerms(clause.key))].map((term) => [...kinOfStem(term)].map((kin) => `#${kin}`));
  const hits = new Map<number, number>();
  for (const matter of new Set(wanted.flat())) vote(hits, postings.get(matter), 1);
  const [at] = mostPromising(hits);
  const found = at === undefined ? undefined : clauses[at];
  if (at === undefined || !found) return null;
  const reached = wanted.filter((matters) => matters.some((matter) => termsOf[at]?.has(matter)));
  const coverage = (KIN_SHARE * reached.length) / wanted.length;
  return { clause: found, text: found.text, coverage: Math.round(coverage * 1000) / 1000 };
}

function vote(hits: Map<number, number>, postings: readonly number[] | undefined, weight: number): void {
  if (!postings || postings.length > POSTINGS_MAX) return;
  for (const at of postings) hits.set(at, (hits.get(at) ?? 0) + weight);
}

/** The candidates with most votes, the earlier clause first among equals. */
function mostPromising(hits: ReadonlyMap<number, number>): number[] {
  const best: { at: number; votes: number }[] = [];
  for (const [at, votes] of hits) {
    const last = best[CANDIDATES_MAX - 1];
    if (last && (votes < last.votes || (votes === last.votes && at > last.at))) continue;
    let place = best.length;
    for (; place > 0; place--) {
      const before = best[place - 1] as (typeof best)[number];
      if (before.votes > votes || (before.votes === votes && before.at < at)) break;
    }
    best.splice(place, 0, { at, votes });
    if (best.length > CANDIDATES_MAX) best.pop();
  }
  return best.map(({ at }) => at);
}
