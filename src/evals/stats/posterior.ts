/**
 * The balance of evidence on one lab in one eval: a share of concerning evidence, drawn towards the industry where there
 * is little of it. It is not a probability that a lab is misaligned.
 *
 * Source of the method: empirical Bayes with a beta-binomial prior (Robbins 1956; Gelman et al. 2013, Bayesian Data
 * Analysis, ch. 5). Weighted evidence enters as if each unit of weight were one observation.
 */
import { betaInterval, type BetaShape, logBeta } from "./beta.ts";
import { probabilityAbove } from "./beta-above.ts";
import { established, type Estimate, notEstablished } from "./estimate.ts";
import { sum } from "./sample.ts";

/** One event or indicator, duplicates merged. */
export interface EvidenceItem {
  /** Severity × review status × quality of the best source, 0 to 4. An item of weight 0 says nothing and is not counted. */
  readonly weight: number;
  /** 1 concerning, 0 reassuring, ½ mixed. */
  readonly x: number;
  /** Items that tell one story, however often it was told, carry the same name. */
  readonly story?: string;
}

export interface BalanceOptions {
  /** The most that one story may weigh; 4, one item of the highest severity, by default. */
  readonly storyWeightMax?: number;
  /** The most that all evidence on one lab may weigh; 50 by default. */
  readonly weightMax?: number;
}

export interface Balance {
  /** The posterior's mean and 90 % interval; n counts the items. */
  readonly estimate: Estimate;
  readonly posterior: BetaShape;
  /** Weight after the caps: the number of observations that the evidence is taken for. */
  readonly effectiveN: number;
}

export interface Balances {
  /** What is expected of a lab of which nothing is known. */
  readonly prior: BetaShape;
  readonly labs: ReadonlyMap<string, Balance>;
}

const METHOD = "balance/beta-binomial";
const STORY_WEIGHT_MAX = 4;
const WEIGHT_MAX = 50;
/** Jeffreys' prior, where fewer than two labs have evidence and there is no industry to learn from. */
const JEFFREYS: BetaShape = { a: 0.5, b: 0.5 };
/** The prior counts as one observation at least, and as 20 at most: labs that agree do not silence the next lab's record. */
const STRENGTH_MIN = 1;
const STRENGTH_MAX = 20;
const SECTIONS = 60;

/** The balance of each lab, with a prior learned from all of them. Throws a RangeError for a weight or x out of range. */
export function balanceOfEvidence(
  labs: ReadonlyMap<string, readonly EvidenceItem[]>,
  options: BalanceOptions = {},
): Balances {
  const counts = new Map([...labs].map(([lab, items]) => [lab, countEvidence(items, options)]));
  const prior = fitPrior([...counts.values()]);
  return { prior, labs: new Map([...counts].map(([lab, count]) => [lab, balanceOf(count, prior)])) };
}

export interface EvidenceCount {
  /** Capped weight of the concerning evidence. */
  readonly concerning: number;
  readonly reassuring: number;
  readonly items: number;
}

/** Adds the items up under the caps: a story past its cap, and then a lab past its, is scaled down as a whole. */
export function countEvidence(items: readonly EvidenceItem[], options: BalanceOptions = {}): EvidenceCount {
  const { storyWeightMax = STORY_WEIGHT_MAX, weightMax = WEIGHT_MAX } = options;
  for (const item of items) checkItem(item);
  const counted = items.filter(({ weight }) => weight > 0);
  const stories = Map.groupBy(counted, (item) => item.story ?? item);
  const parts = [...stories.values()].map((story) => weigh(story, storyWeightMax));
  const weight = sum(parts.map((part) => part.weight));
  const scale = Math.min(1, weightMax / weight);
  const concerning = weight === 0 ? 0 : scale * sum(parts.map((part) => part.concerning));
  return { concerning, reassuring: Math.max(0, Math.min(weight, weightMax) - concerning), items: counted.length };
}

function weigh(items: readonly EvidenceItem[], weightMax: number): { weight: number; concerning: number } {
  const weight = sum(items.map((item) => item.weight));
  const scale = items.length > 1 ? Math.min(1, weightMax / weight) : 1;
  return { weight: scale * weight, concerning: scale * sum(items.map((item) => item.weight * item.x)) };
}

/**
 * The Beta prior under which what was counted is most likely, over its mean and its strength a + b from 1 to 20.
 * Jeffreys' prior where fewer than two labs have evidence.
 */
export function fitPrior(counts: readonly EvidenceCount[]): BetaShape {
  const known = counts.filter(({ items }) => items > 0);
  if (known.length < 2) return JEFFREYS;
  const bestMean = (logStrength: number): number =>
    maximise((mean) => logMarginal(known, shapeOf(mean, Math.exp(logStrength))), 0.005, 0.995);
  const logStrength = maximise(
    (candidate) => logMarginal(known, shapeOf(bestMean(candidate), Math.exp(candidate))),
    Math.log(STRENGTH_MIN),
    Math.log(STRENGTH_MAX),
  );
  return shapeOf(bestMean(logStrength), Math.exp(logStrength));
}

const shapeOf = (mean: number, strength: number): BetaShape => ({ a: mean * strength, b: (1 - mean) * strength });

function logMarginal(counts: readonly EvidenceCount[], { a, b }: BetaShape): number {
  const own = counts.map(({ concerning, reassuring }) => logBeta(a + concerning, b + reassuring));
  return sum(own) - counts.length * logBeta(a, b);
}

/** The place of the maximum of a function with one hill, by golden sections. */
function maximise(f: (x: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  for (let section = 0; section < SECTIONS && to - from > 1e-9; section++) {
    const left = to - golden * (to - from);
    const right = from + golden * (to - from);
    if (f(left) >= f(right)) to = right;
    else from = left;
  }
  return (from + to) / 2;
}

/** The balance under a given prior; not established for a lab without evidence, whose posterior is the prior. */
export function balanceOf(count: EvidenceCount, prior: BetaShape): Balance {
  const posterior = { a: prior.a + count.concerning, b: prior.b + count.reassuring };
  const estimate =
    count.items === 0
      ? notEstablished("no evidence is recorded", 0, METHOD)
      : established(posterior.a / (posterior.a + posterior.b), betaInterval(posterior), count.items, METHOD);
  return { estimate, posterior, effectiveN: count.concerning + count.reassuring };
}

/** Two labs are ordered only beyond this probability. */
export const ORDER_PROBABILITY = 0.95;

export type Order = "above" | "below" | "not distinguishable";

/** What P(A > B) lets one say of A beside B. */
export function orderOf(probability: number): Order {
  if (probability > ORDER_PROBABILITY) return "above";
  return 1 - probability > ORDER_PROBABILITY ? "below" : "not distinguishable";
}

/** What two labs did on one and the same indicator, promise, or rule of a time. */
export interface MatchedItem {
  readonly weight: number;
  readonly a: number;
  readonly b: number;
}

export type MatchedComparison =
  | { readonly comparable: true; readonly order: Order; readonly probabilityAbove: number; readonly n: number }
  | { readonly comparable: false; readonly reason: string; readonly n: number };

/** Fewer matched items do not carry a comparison. */
export const MATCHED_MIN = 5;

/**
 * Compares two labs on matched items only, since a lab in the news has more records than a quiet one. The two posteriors
 * are taken as independent; items on which both labs do alike make the true difference surer than is said here.
 */
export function compareMatched(
  items: readonly MatchedItem[],
  prior: BetaShape,
  options: BalanceOptions = {},
): MatchedComparison {
  const counted = items.filter(({ weight }) => weight > 0);
  const n = counted.length;
  if (n < MATCHED_MIN) return { comparable: false, reason: `fewer than ${MATCHED_MIN} matched items`, n };
  const [a, b] = (["a", "b"] as const).map((side) => {
    const count = countEvidence(
      counted.map((item) => ({ weight: item.weight, x: item[side] })),
      options,
    );
    return balanceOf(count, prior).posterior;
  }) as [BetaShape, BetaShape];
  const probability = probabilityAbove(a, b);
  return { comparable: true, order: orderOf(probability), probabilityAbove: probability, n };
}

function checkItem({ weight, x }: EvidenceItem): void {
  if (!(weight >= 0 && weight <= 4)) throw new RangeError(`not a weight from 0 to 4: ${weight}`);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`x is a share from 0 to 1: ${x}`);
}
