import type { EvalInput, Evaluate } from "../input.ts";
import { changelogFindings } from "./changelog-findings.ts";
import { changelogMeasures } from "./changelog.ts";
import { claimMeasures } from "./claims.ts";
import { coverageOf } from "./coverage.ts";
import { promiseMeasures } from "./promises.ts";
import { revisionsOf } from "./revisions.ts";

export { claimsOf } from "./claims.ts";
export { type LedgerPromise, promiseLedger } from "./promises.ts";
export { documentRevisions } from "./revisions.ts";

/** What labs say, set beside what is so. Method page: docs/methods/deception.md. */
export const evaluate: Evaluate = (input: EvalInput) => {
  const revisions = revisionsOf(input);
  return {
    eval: "deception",
    measures: [...claimMeasures(input), ...promiseMeasures(input), ...changelogMeasures(input, revisions)],
    findings: changelogFindings(revisions),
    coverage: coverageOf(input, revisions),
  };
};
