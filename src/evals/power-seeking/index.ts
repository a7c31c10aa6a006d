import type { EvalInput, Evaluate } from "../input.ts";
import { concentrationMeasures } from "./concentration.ts";
import { conductMeasures } from "./conduct.ts";
import { contractPower } from "./contract-power.ts";
import { coverageOf } from "./coverage.ts";
import { seriesMeasures } from "./growth.ts";
import { leadLagMeasures } from "./lead-lag.ts";
import { overseerMeasures } from "./overseers.ts";
import { raceMeasures } from "./race.ts";

export { powerClauses } from "./power-clauses.ts";

/** Money, compute, influence and rights that labs gather. Method page: docs/methods/power-seeking.md. */
export const evaluate: Evaluate = (input: EvalInput) => {
  const contract = contractPower(input);
  return {
    eval: "power-seeking",
    measures: [
      ...seriesMeasures(input),
      ...concentrationMeasures(input),
      ...conductMeasures(input),
      ...raceMeasures(input),
      ...leadLagMeasures(input),
      ...contract.measures,
      ...overseerMeasures(input),
    ],
    findings: contract.findings,
    coverage: coverageOf(input),
  };
};
