import { CONFIDENCE_WEIGHTS } from "./confidence-weights.ts";

/**
 * How sure a verdict is: a logistic regression over three traits that can be read off beside it. Its weights are fitted
 * by `node bench/passages.ts --fit` on the passages that were not used for the rules.
 */
export type Traits = Readonly<Record<string, number>>;

/** A balance further than this from where the verdict would turn makes it no surer. */
const MARGIN_MAX = 3;

/**
 * Traits of a verdict: how far the balance is from where it would turn, whether the obligation counts as kept, and how
 * much speaks on either side (`mixed`, 0..1).
 */
export function verdictTraits(verdict: {
  readonly margin: number;
  readonly kept: boolean;
  readonly mixed: number;
}): Traits {
  return {
    bias: 1,
    margin: Math.min(MARGIN_MAX, verdict.margin),
    kept: verdict.kept ? 1 : 0,
    mixed: verdict.mixed,
  };
}

/** Probability 0..1 that a careful reader would say the same, to three places. */
export function confidenceOf(traits: Traits, weights: Traits = CONFIDENCE_WEIGHTS): number {
  let sum = 0;
  for (const [trait, value] of Object.entries(traits)) sum += (weights[trait] ?? 0) * value;
  return Math.round(1000 / (1 + Math.exp(-sum))) / 1000;
}
