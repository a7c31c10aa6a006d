import type { EvalInput, Evaluate } from "../input.ts";
import { coverageOf } from "./coverage.ts";
import { vanishedMeasures } from "./documents.ts";
import { goneFindings } from "./gone.ts";
import { incidentMeasures } from "./incidents.ts";
import { roundMeasures } from "./indicators.ts";
import { inspectionMeasures } from "./inspection.ts";
import { matchedMeasures } from "./matched-indicators.ts";
import { readabilityMeasures, readDocuments } from "./readability.ts";
import { staffMeasures } from "./staff-secrecy.ts";

export { knownIncidents } from "./incidents.ts";

/** What outsiders can see of a lab. Method page: docs/methods/lack-of-transparency.md. */
export const evaluate: Evaluate = (input: EvalInput) => {
  const read = readDocuments(input);
  return {
    eval: "lack-of-transparency",
    measures: [
      ...roundMeasures(input),
      ...matchedMeasures(input),
      ...inspectionMeasures(input),
      ...incidentMeasures(input),
      ...vanishedMeasures(input),
      ...readabilityMeasures(input, read),
      ...staffMeasures(input),
    ],
    findings: goneFindings(input),
    coverage: coverageOf(input, read),
  };
};
