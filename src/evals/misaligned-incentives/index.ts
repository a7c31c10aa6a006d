import type { EvalInput, Evaluate } from "../input.ts";
import { coverageOf } from "./coverage.ts";
import { missionMeasures } from "./mission-drift.ts";
import { missionTextMeasures } from "./mission-text.ts";

/** To whom labs answer, and what they aim at. Method page: docs/methods/misaligned-incentives.md. */
export const evaluate: Evaluate = (input: EvalInput) => ({
  eval: "misaligned-incentives",
  measures: [...missionMeasures(input), ...missionTextMeasures(input)],
  findings: [],
  coverage: coverageOf(input),
});
