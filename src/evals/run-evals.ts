import { EVALS, type EvalName } from "../model/index.ts";
import { evaluate as deception } from "./deception/index.ts";
import { evaluate as incorrigibility } from "./incorrigibility/index.ts";
import type { EvalInput, EvalResult, Evaluate } from "./input.ts";
import { evaluate as lackOfTransparency } from "./lack-of-transparency/index.ts";
import { evaluate as misalignedIncentives } from "./misaligned-incentives/index.ts";
import { evaluate as powerSeeking } from "./power-seeking/index.ts";
import { evaluate as subvertingConstraints } from "./subverting-constraints/index.ts";

const EVALUATE: Readonly<Record<EvalName, Evaluate>> = {
  "misaligned-incentives": misalignedIncentives,
  "power-seeking": powerSeeking,
  "lack-of-transparency": lackOfTransparency,
  deception,
  incorrigibility,
  "subverting-constraints": subvertingConstraints,
};

/** Runs one eval and gives what it gives: to be told of its beginning and end. */
export type AroundEval = (name: EvalName, run: () => EvalResult) => EvalResult;

/** Runs all six evals, in the order of the essay. Pure but for what `around` does. */
export function runEvals(input: EvalInput, around: AroundEval = (_, run) => run()): EvalResult[] {
  return EVALS.map((name) => around(name, () => EVALUATE[name](input)));
}
