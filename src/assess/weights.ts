import type { Finding, ReviewState, Severity } from "../model/index.ts";

/**
 * How much a finding weighs: severity × review state × best source. The rule is written down in
 * docs/methods/assessment.md; whether it matters is measured by drawing other weights (sensitivity).
 */
export interface WeightRule {
  readonly severity: Readonly<Record<Severity, number>>;
  /** By the finding's own `sourceWeight` (1 primary, 0.8 secondary, 0.4 weak): what that class is to weigh. */
  readonly source: { readonly primary: number; readonly secondary: number; readonly weak: number };
}

export const DEFAULT_WEIGHTS: WeightRule = {
  severity: { 1: 1, 2: 2, 3: 4 },
  source: { primary: 1, secondary: 0.8, weak: 0.4 },
};

/** What a detector or the casebook proposes counts, before people have decided anything that its rule proposed. */
export const UNDECIDED_WEIGHT = 0.4;

/** What people have accepted counts in full; null: not decided, so it counts as much as its rule has earned. */
const STATE_WEIGHTS: Readonly<Record<ReviewState, number | null>> = {
  proposed: null,
  coded: null,
  reconciled: null,
  noticed: null,
  accepted: 1,
  corrected: 1,
  disputed: 0.25,
  rejected: 0,
  withdrawn: 0,
};

/** The most that one item may weigh. */
const ITEM_WEIGHT_MAX = 4;

/** What a weight is made of. */
export interface Weighed extends Pick<Finding, "severity" | "state" | "sourceWeight"> {
  /** The share of what its rule proposes that people are expected to keep; left out: {@link UNDECIDED_WEIGHT}. */
  readonly kept?: number;
}

/** The weight of a finding, 0 to 4. */
export function weightOf(
  { severity, state, sourceWeight, kept = UNDECIDED_WEIGHT }: Weighed,
  rule: WeightRule = DEFAULT_WEIGHTS,
): number {
  const source =
    sourceWeight === 1 ? rule.source.primary : sourceWeight === 0.8 ? rule.source.secondary : rule.source.weak;
  return Math.min(ITEM_WEIGHT_MAX, rule.severity[severity] * (STATE_WEIGHTS[state] ?? kept) * source);
}

/** The default weights as one list, for drawing others around them, and the rule that a drawn list stands for. */
export const WEIGHT_LIST: readonly number[] = [
  ...Object.values(DEFAULT_WEIGHTS.severity),
  ...Object.values(DEFAULT_WEIGHTS.source),
];

const TOTAL = WEIGHT_LIST.reduce((sum, weight) => sum + weight, 0);

/** The rule of a list of shares (summing to 1) in the order of {@link WEIGHT_LIST}. */
export function ruleOf(shares: readonly number[]): WeightRule {
  const [one = 0, two = 0, three = 0, primary = 0, secondary = 0, weak = 0] = shares.map((share) => share * TOTAL);
  return { severity: { 1: one, 2: two, 3: three }, source: { primary, secondary, weak } };
}
