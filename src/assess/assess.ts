import {
  balanceOf,
  balanceOfEvidence,
  type Balances,
  countEvidence,
  type EvidenceItem,
  leaveOneOut,
  type Random,
  seededRandom,
  shareOfWeights,
} from "../evals/index.ts";
import {
  type Assessment,
  type CoveragePart,
  type EvalName,
  EVALS,
  type Finding,
  type IndicatorResult,
  isStanding,
  type LabComparison,
} from "../model/index.ts";
import { compareLabs } from "./compare-labs.ts";
import { type Item, itemsOfFindings, itemsOfIndicators } from "./items.ts";
import { ruleOf, WEIGHT_LIST, weightOf, type WeightRule } from "./weights.ts";

export interface AssessInput {
  /** Ids of the labs to assess. */
  readonly labs: readonly string[];
  readonly findings: readonly Finding[];
  readonly indicators: readonly IndicatorResult[];
  /** Record → event, for records that tell of an event which others tell of too. */
  readonly events: ReadonlyMap<string, string>;
  /** What each eval looked for: eval → lab → parts. */
  readonly coverage: ReadonlyMap<EvalName, ReadonlyMap<string, readonly CoveragePart[]>>;
  readonly seed: number;
}

export interface AssessResult {
  /** One for each lab and eval, by lab, in the order of the evals. */
  readonly assessments: readonly Assessment[];
  /** Pairs of labs that have matched items. */
  readonly comparisons: readonly LabComparison[];
}

/** Draws of other weights for one assessment. */
const WEIGHT_DRAWS = 200;
/** Findings named as the most influential. */
const INFLUENTIAL_MAX = 3;

/** Weighs the evidence on every lab in every eval. Pure: equal inputs and seed, equal numbers. */
export function assessLabs({ labs, findings, indicators, events, coverage, seed }: AssessInput): AssessResult {
  const items = [...itemsOfFindings(findings, events), ...itemsOfIndicators(indicators)];
  const byEval = Map.groupBy(items, (item) => item.eval);
  const assessments: Assessment[] = [];
  const comparisons: LabComparison[] = [];
  for (const name of EVALS) {
    const random = seededRandom(seed);
    const ofLabs = Map.groupBy(byEval.get(name) ?? [], (item) => item.lab);
    const known = new Map(labs.map((lab) => [lab, ofLabs.get(lab) ?? []]));
    const balances = balanceOfEvidence(new Map([...known].map(([lab, own]) => [lab, own.map((item) => weigh(item))])));
    for (const [lab, own] of known) {
      const parts = coverage.get(name)?.get(lab) ?? [];
      assessments.push({ ...assess(lab, own, balances, random), eval: name, coverage: parts });
    }
    comparisons.push(...compareLabs(name, known, balances.prior));
  }
  const place = (name: EvalName): number => EVALS.indexOf(name);
  assessments.sort((a, b) => (a.lab === b.lab ? place(a.eval) - place(b.eval) : a.lab < b.lab ? -1 : 1));
  return { assessments, comparisons };
}

const weigh = (item: Item, rule?: WeightRule): EvidenceItem => ({
  weight: weightOf(item, rule) * item.share,
  x: item.x,
  story: item.story,
});

function assess(
  lab: string,
  items: readonly Item[],
  { prior, labs }: Balances,
  random: Random,
): Omit<Assessment, "eval" | "coverage"> {
  const balance = labs.get(lab);
  if (!balance) throw new Error(`no balance for ${lab}`);
  const { estimate } = balance;
  const meanOf = (chosen: readonly Item[], rule?: WeightRule): number => {
    const { a, b } = balanceOf(countEvidence(chosen.map((item) => weigh(item, rule))), prior).posterior;
    return a / (a + b);
  };
  const standing = items.filter(isStanding);
  return {
    lab,
    balance: estimate,
    findings: standing.length,
    concerning: standing.filter(({ x }) => x === 1).length,
    reassuring: standing.filter(({ x }) => x === 0).length,
    mixed: standing.filter(({ x }) => x !== 0 && x !== 1).length,
    robustness: estimate.established ? robustnessOf(items, estimate, meanOf, random) : null,
    influence: leaveOneOut(items, (left) => meanOf(left))
      .filter(({ item }) => item.finding !== null)
      .slice(0, INFLUENTIAL_MAX)
      .map(({ item, influence }) => ({ finding: item.finding as string, shift: round(influence) })),
  };
}

/** Share of other weights under which the mean stays within the interval. */
function robustnessOf(
  items: readonly Item[],
  { low, high }: { readonly low: number; readonly high: number },
  meanOf: (items: readonly Item[], rule: WeightRule) => number,
  random: Random,
): number | null {
  const holds = (shares: readonly number[]): boolean => {
    const mean = meanOf(items, ruleOf(shares));
    return mean >= low && mean <= high;
  };
  const share = shareOfWeights(WEIGHT_LIST, holds, random, { draws: WEIGHT_DRAWS });
  return share.established ? round(share.value) : null;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
