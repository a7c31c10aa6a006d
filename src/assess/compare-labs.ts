import { type BetaShape, compareMatched, type MatchedItem } from "../evals/index.ts";
import type { EvalName, LabComparison } from "../model/index.ts";
import type { Item } from "./items.ts";
import { weightOf } from "./weights.ts";

/**
 * Compares each pair of labs on what both have: the same promise, indicator, or kind of rule at the same time. Pairs
 * without a matched item are left out: they are not comparable, and nothing more can be said.
 */
export function compareLabs(
  name: EvalName,
  items: ReadonlyMap<string, readonly Item[]>,
  prior: BetaShape,
): LabComparison[] {
  const keyed = [...items].map(([lab, own]) => [lab, byMatch(own)] as const).filter(([, keys]) => keys.size > 0);
  const comparisons: LabComparison[] = [];
  for (const [at, [a, ofA]] of keyed.entries()) {
    for (const [b, ofB] of keyed.slice(at + 1)) {
      const matched = matchItems(ofA, ofB);
      if (matched.length > 0) comparisons.push({ eval: name, a, b, ...order(matched, prior) });
    }
  }
  return comparisons;
}

interface Matched {
  readonly weight: number;
  readonly x: number;
}

/** Items by what they can be matched on; several of one key count as one, at their mean. */
function byMatch(items: readonly Item[]): Map<string, Matched> {
  const keyed = Map.groupBy(
    items.filter(({ match }) => match !== null),
    ({ match }) => match as string,
  );
  return new Map(
    [...keyed].map(([key, own]) => {
      const weight = Math.max(...own.map((item) => weightOf(item)));
      return [key, { weight, x: own.reduce((sum, { x }) => sum + x, 0) / own.length }];
    }),
  );
}

function matchItems(ofA: ReadonlyMap<string, Matched>, ofB: ReadonlyMap<string, Matched>): MatchedItem[] {
  return [...ofA].flatMap(([key, a]) => {
    const b = ofB.get(key);
    return b ? [{ weight: Math.min(a.weight, b.weight), a: a.x, b: b.x }] : [];
  });
}

function order(
  matched: readonly MatchedItem[],
  prior: BetaShape,
): Pick<LabComparison, "probability" | "matched" | "order"> {
  const found = compareMatched(matched, prior);
  if (!found.comparable) return { probability: null, matched: found.n, order: "not-comparable" };
  const probability = Math.round(found.probabilityAbove * 1000) / 1000;
  return {
    probability,
    matched: found.n,
    order: found.order === "not distinguishable" ? "not-distinguishable" : found.order,
  };
}
