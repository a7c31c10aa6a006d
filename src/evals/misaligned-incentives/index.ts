import type { EvalInput, Evaluate } from "../input.ts";
import { accountabilityMeasures } from "./accountability.ts";
import { compositionMeasures } from "./composition.ts";
import { coverageOf } from "./coverage.ts";
import { goodhart } from "./goodhart-pairs.ts";
import { missionMeasures } from "./mission-drift.ts";
import { missionTextMeasures } from "./mission-text.ts";

/** To whom labs answer, and what they aim at. Method page: docs/methods/misaligned-incentives.md. */
export const evaluate: Evaluate = (input: EvalInput) => {
  const pairs = goodhart(input);
  return {
    eval: "misaligned-incentives",
    measures: [
      ...accountabilityMeasures(input),
      ...missionMeasures(input),
      ...missionTextMeasures(input),
      ...pairs.measures,
      ...compositionMeasures(input),
    ],
    findings: pairs.findings,
    coverage: coverageOf(input),
  };
};
