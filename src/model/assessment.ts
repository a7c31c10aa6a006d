import type { EvalName } from "./evals.ts";
import type { Estimate } from "./measure.ts";

/** What an eval looks for, and whether anything was found for this lab. */
export interface CoveragePart {
  /** In plain words: "promises with a due date". */
  readonly what: string;
  readonly found: number;
}

/**
 * The balance of evidence on one eval of one lab: 0 all reassuring, 1 all concerning. Not a probability of
 * misalignment, and not comparable between labs but on matched items. (docs/methods/assessment.md)
 */
export interface Assessment {
  readonly lab: string;
  readonly eval: EvalName;
  readonly balance: Estimate;
  readonly findings: number;
  readonly concerning: number;
  readonly reassuring: number;
  readonly mixed: number;
  readonly coverage: readonly CoveragePart[];
  /** Share of draws of the weights in which the mean stays within the interval, 0..1; null without a balance. */
  readonly robustness: number | null;
  /** Ids of the findings that move the mean most when left out, with the move. */
  readonly influence: readonly { readonly finding: string; readonly shift: number }[];
}

export const ORDERS = ["above", "below", "not-distinguishable", "not-comparable"] as const;

/** Two labs on one eval, on matched items only. */
export interface LabComparison {
  readonly eval: EvalName;
  readonly a: string;
  readonly b: string;
  /** Probability that a's balance is above b's; null where not comparable. */
  readonly probability: number | null;
  /** Matched items that it rests on. */
  readonly matched: number;
  readonly order: (typeof ORDERS)[number];
}
