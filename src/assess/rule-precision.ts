import type { Finding } from "../model/index.ts";
import { UNDECIDED_WEIGHT } from "./weights.ts";

/** Of the findings of a rule that people have decided, how many they kept. */
export interface RulePrecision {
  readonly rule: string;
  readonly kept: number;
  readonly decided: number;
}

/** What became of what each detector proposed: of the findings decided, those accepted. By rule. */
export function rulePrecision(findings: readonly Pick<Finding, "rule" | "state">[]): RulePrecision[] {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return [...byRule]
    .map(([rule, own]) => {
      const kept = own.filter(({ state }) => state === "accepted" || state === "corrected").length;
      const dropped = own.filter(({ state }) => state === "rejected" || state === "withdrawn").length;
      return { rule, kept, decided: kept + dropped };
    })
    .filter(({ decided }) => decided > 0)
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** Decisions that it takes to weigh as much as the weight that a proposal has before any. */
const PRIOR_DECISIONS = 5;

/**
 * How much of what each rule proposes people are expected to keep, 0 to 1: the mean of a Beta posterior, from the default
 * weight as a prior worth five decisions. By rule; a rule of which nothing is decided is left out, and has the default.
 */
export function keptShares(findings: readonly Pick<Finding, "rule" | "state">[]): ReadonlyMap<string, number> {
  const share = ({ kept, decided }: RulePrecision): number =>
    (UNDECIDED_WEIGHT * PRIOR_DECISIONS + kept) / (PRIOR_DECISIONS + decided);
  return new Map(rulePrecision(findings).map((one) => [one.rule, share(one)]));
}
