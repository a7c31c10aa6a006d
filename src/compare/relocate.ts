import type { Clause } from "../model/index.ts";
import type { Alignment, Pair } from "./align.ts";
import { OPENS_LIST } from "./lexicon.ts";
import { contentTerms } from "./terms.ts";

/** Shorter clauses repeat all over a document; that one turns up elsewhere says nothing. In words. */
const MOVED_WORDS_MIN = 3;

/** Clauses that kept their words and left their section, which still stands, for another. */
export function findMoved({ same, relocatable }: Alignment): Pair[] {
  const strayed = relocatable.filter(
    ({ old, new: neu }) => !old.heading && old.key.split(" ").length >= MOVED_WORDS_MIN && place(old) !== place(neu),
  );
  if (strayed.length === 0) return [];
  const standing = new Set(same.filter(({ old, new: neu }) => place(old) === place(neu)).map(({ old }) => place(old)));
  return strayed.filter(({ old, new: neu }) => standing.has(place(old)) || standing.has(place(neu)));
}

const place = (clause: Clause): string => clause.path.join("\n");

/** How many clauses away from an edited one its parts are looked for. */
const PARTS_DISTANCE_MAX = 6;
/** Share of a part's words that the whole must hold, 0..1: a sentence made a list gains words of its own. */
const PART_SHARE_MIN = 0.66;

/**
 * Edited clauses that were only cut in two or put together: what one side lacks stands beside it in a clause that
 * came or went, and nothing else was said.
 */
export function findSplits(
  { edited, removed, added }: Alignment,
  olds: readonly Clause[],
  news: readonly Clause[],
): { readonly pairs: ReadonlySet<Pair>; readonly parts: ReadonlySet<Clause> } {
  const pairs = new Set<Pair>();
  const parts = new Set<Clause>();
  if (edited.length === 0 || removed.length + added.length === 0) return { pairs, parts };
  const [gone, come] = [new Set(removed), new Set(added)];
  for (const pair of edited) {
    const [before, after] = [termSet(pair.old), termSet(pair.new)];
    const beside = [...partsBeside(pair.new, news, come, before), ...partsBeside(pair.old, olds, gone, after)];
    if (beside.length === 0) continue;
    const told = new Set(beside.flatMap((part) => contentTerms(part.key)));
    const differing = [...before]
      .filter((term) => !after.has(term))
      .concat([...after].filter((term) => !before.has(term)));
    if (differing.length === 0 || !differing.every((term) => told.has(term))) continue;
    pairs.add(pair);
    const whole = new Set([...before, ...after]);
    for (const part of beside) if (contentTerms(part.key).every((term) => whole.has(term))) parts.add(part);
  }
  return { pairs, parts };
}

const termSet = (clause: Clause): Set<string> => new Set(contentTerms(clause.key));

/** Neighbours of `clause` among `candidates` that bind alike, or only open a list, and say what `whole` does. */
function partsBeside(
  clause: Clause,
  all: readonly Clause[],
  candidates: ReadonlySet<Clause>,
  whole: ReadonlySet<string>,
): Clause[] {
  const at = indexOfClause(all, clause);
  return all
    .slice(Math.max(0, at - PARTS_DISTANCE_MAX), at + PARTS_DISTANCE_MAX + 1)
    .filter(
      (one) =>
        candidates.has(one) &&
        ((one.modality === clause.modality && one.bearer === clause.bearer) || OPENS_LIST.test(one.visible)) &&
        shareWithin(whole, contentTerms(one.key)) >= PART_SHARE_MIN,
    );
}

const shareWithin = (whole: ReadonlySet<string>, terms: readonly string[]): number =>
  terms.length === 0 ? 0 : terms.filter((term) => whole.has(term)).length / terms.length;

/** The position of a clause among all of its document, which stand in the order of the text. */
function indexOfClause(all: readonly Clause[], clause: Clause): number {
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as Clause).start < clause.start) low = middle + 1;
    else high = middle;
  }
  return low;
}
