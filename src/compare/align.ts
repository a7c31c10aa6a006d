import type { Clause } from "../model/index.ts";
import { contentTerms } from "./terms.ts";

/**
 * Which clause of the new document continues which clause of the old one. Equal keys first, over the whole
 * document; then the closest pairs of what is left, best first; the rest came or went.
 */
export interface Alignment {
  /** Clauses that say the same in both. */
  readonly same: readonly Pair[];
  /** Those of `same` that stand neither in the documents' equal beginning nor in their equal end. */
  readonly relocatable: readonly Pair[];
  /** Clauses whose words changed. */
  readonly edited: readonly (Pair & { readonly similarity: number })[];
  readonly removed: readonly Clause[];
  readonly added: readonly Clause[];
}

export interface Pair {
  readonly old: Clause;
  readonly new: Clause;
}

/** Pairs less alike than this are no continuation of each other; 0..1. */
const SIMILARITY_MIN = 0.5;
/** Candidates looked at for one clause, the most promising first. */
const CANDIDATES_MAX = 12;
/** A term that stands in more clauses than this tells nothing about which clause is meant. */
const TERM_CLAUSES_MAX = 200;

export function alignClauses(oldClauses: readonly Clause[], newClauses: readonly Clause[]): Alignment {
  const { same, relocatable, oldLeft, newLeft } = matchEqual(oldClauses, newClauses);
  const edited = matchSimilar(oldLeft, newLeft);
  const oldUsed = new Set(edited.map((pair) => pair.old));
  const newUsed = new Set(edited.map((pair) => pair.new));
  return {
    same,
    relocatable,
    edited,
    removed: oldLeft.filter((clause) => !oldUsed.has(clause)),
    added: newLeft.filter((clause) => !newUsed.has(clause)),
  };
}

const inPlaceKey = (clause: Clause): string => `${clause.key}\n${clause.path.at(-1) ?? ""}`;
const anywhereKey = (clause: Clause): string => clause.key;

/**
 * Equal keys under an equal nearest lead-in meet first, so that a repeated item stays with its list. What both
 * documents begin and end with is set aside at once: most versions differ in one place.
 */
function matchEqual(oldClauses: readonly Clause[], newClauses: readonly Clause[]) {
  const same: Pair[] = [];
  const equal = (a: Clause | undefined, b: Clause | undefined): boolean =>
    a !== undefined && b !== undefined && a.key === b.key && a.path.at(-1) === b.path.at(-1);
  let head = 0;
  while (equal(oldClauses[head], newClauses[head])) head++;
  let tail = 0;
  const shorter = Math.min(oldClauses.length, newClauses.length);
  while (head + tail < shorter && equal(oldClauses.at(-1 - tail), newClauses.at(-1 - tail))) tail++;
  for (let at = 0; at < head; at++) same.push({ old: oldClauses[at] as Clause, new: newClauses[at] as Clause });
  for (let at = tail; at > 0; at--) same.push({ old: oldClauses.at(-at) as Clause, new: newClauses.at(-at) as Clause });
  const inner = (clauses: readonly Clause[]): readonly Clause[] => clauses.slice(head, clauses.length - tail);
  const relocatable: Pair[] = [];
  const inPlace = matchKeys(inner(oldClauses), inner(newClauses), inPlaceKey, relocatable);
  const left = matchKeys(inPlace.oldLeft, inPlace.newLeft, anywhereKey, relocatable);
  for (const pair of relocatable) same.push(pair);
  return { same, relocatable, ...left };
}

/** Pairs clauses of equal keys in document order, adds the pairs to `same`, and gives what is left. */
function matchKeys(
  olds: readonly Clause[],
  news: readonly Clause[],
  keyOf: (clause: Clause) => string,
  same: Pair[],
): { readonly oldLeft: readonly Clause[]; readonly newLeft: readonly Clause[] } {
  const waiting = new Map<string, Clause[]>();
  for (const clause of news) {
    const list = waiting.get(keyOf(clause));
    if (list) list.push(clause);
    else waiting.set(keyOf(clause), [clause]);
  }
  const taken = new Set<Clause>();
  const oldLeft = olds.filter((clause) => {
    const partner = waiting.get(keyOf(clause))?.shift();
    if (!partner) return true;
    taken.add(partner);
    same.push({ old: clause, new: partner });
    return false;
  });
  return { oldLeft, newLeft: news.filter((clause) => !taken.has(clause)) };
}

interface Scored extends Pair {
  readonly similarity: number;
  /** Similarity with what speaks for the same place in the document added: decides between equals. */
  readonly score: number;
}

function matchSimilar(oldLeft: readonly Clause[], newLeft: readonly Clause[]) {
  const newTerms = newLeft.map((clause) => contentTerms(clause.key));
  const postings = new Map<string, number[]>();
  newTerms.forEach((terms, at) => {
    for (const term of new Set(terms)) {
      const list = postings.get(term);
      if (list) list.push(at);
      else postings.set(term, [at]);
    }
  });
  const scored: Scored[] = [];
  oldLeft.forEach((clause, at) => {
    const terms = contentTerms(clause.key);
    for (const candidate of candidates(terms, postings)) {
      const similarity = dice(terms, newTerms[candidate] as string[], clause.key, (newLeft[candidate] as Clause).key);
      if (similarity < SIMILARITY_MIN) continue;
      const partner = newLeft[candidate] as Clause;
      const place = Math.abs(at / oldLeft.length - candidate / newLeft.length);
      const lead = clause.path.at(-1) === partner.path.at(-1) ? 0.1 : 0;
      scored.push({ old: clause, new: partner, similarity, score: similarity + lead - 0.1 * place });
    }
  });
  return assign(scored);
}

/** Best pairs first, each clause once. */
function assign(scored: Scored[]): Scored[] {
  scored.sort((a, b) => b.score - a.score || a.old.start - b.old.start || a.new.start - b.new.start);
  const used = new Set<Clause>();
  return scored
    .filter((pair) => {
      if (used.has(pair.old) || used.has(pair.new)) return false;
      used.add(pair.old);
      used.add(pair.new);
      return true;
    })
    .sort((a, b) => a.new.start - b.new.start);
}

function candidates(terms: readonly string[], postings: ReadonlyMap<string, readonly number[]>): number[] {
  const hits = new Map<number, number>();
  for (const term of new Set(terms)) {
    const list = postings.get(term);
    if (!list || list.length > TERM_CLAUSES_MAX) continue;
    for (const at of list) hits.set(at, (hits.get(at) ?? 0) + 1 / list.length);
  }
  return [...hits]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, CANDIDATES_MAX)
    .map(([at]) => at);
}

/** Dice coefficient over content terms, all words counting where there are few of them; 0..1. */
function dice(a: readonly string[], b: readonly string[], keyA: string, keyB: string): number {
  const [x, y] = a.length + b.length < 4 ? [keyA.split(" "), keyB.split(" ")] : [a, b];
  const bag = new Map<string, number>();
  for (const term of x) bag.set(term, (bag.get(term) ?? 0) + 1);
  let hits = 0;
  for (const term of y) {
    const left = bag.get(term) ?? 0;
    if (left > 0) {
      hits++;
      bag.set(term, left - 1);
    }
  }
  return x.length + y.length === 0 ? 0 : (2 * hits) / (x.length + y.length);
}
