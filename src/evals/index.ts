export { runEvals } from "./run-evals.ts";
export {
  controlSpan,
  type ControlSpan,
  type ExplanationLine,
  explainStop,
  findParty,
  whoCanStop,
} from "./incorrigibility/index.ts";
export type { EvalChange, EvalClause, EvalDocument, EvalInput, EvalResult, Evaluate, EvalVersion } from "./input.ts";
export {
  balanceOf,
  balanceOfEvidence,
  type Balances,
  type BetaShape,
  compareMatched,
  countEvidence,
  type EvidenceItem,
  leaveOneOut,
  type MatchedItem,
  type Random,
  seededRandom,
  shareOfWeights,
} from "./stats/index.ts";
