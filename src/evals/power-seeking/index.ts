import type { EvalInput, Evaluate } from "../input.ts";
import { concentrationMeasures } from "./concentration.ts";
import { conductMeasures } from "./conduct.ts";
import { coverageOf } from "./coverage.ts";
import { seriesMeasures } from "./growth.ts";

/** Money, compute, influence and rights that labs gather. Method page: docs/methods/power-seeking.md. */
export const evaluate: Evaluate = (input: EvalInput) => ({
  eval: "power-seeking",
  measures: [...seriesMeasures(input), ...concentrationMeasures(input), ...conductMeasures(input)],
  findings: [],
  coverage: coverageOf(input),
});
