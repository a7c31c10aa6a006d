export { type AroundEval, runEvals } from "./run-evals.ts";
export { claimsOf, type LedgerPromise, promiseLedger } from "./deception/index.ts";
export {
  bodiesWithMember,
  type ControlGraph,
  controlSpan,
  type ControlSpan,
  type ExplanationLine,
  decidesAlone,
  explainStop,
  type Episode,
  findParty,
  graphOn,
  oversightEpisodes,
  type StopAnswer,
  type StopPath,
  type StopStep,
  whoCanStop,
} from "./incorrigibility/index.ts";
export { digestDocument } from "./digest.ts";
export type { EvalClause, EvalDocument, EvalInput, EvalResult, Evaluate, RecordedDocument } from "./input.ts";
export { sharedEvents } from "./merge-same-events.ts";
export { knownIncidents } from "./lack-of-transparency/index.ts";
export {
  balanceOf,
  balanceOfEvidence,
  type Code,
  krippendorffAlpha,
  type Measurement,
  type Balances,
  type BetaShape,
  cohenKappa,
  compareMatched,
  countEvidence,
  type EvidenceItem,
  jeffreysRate,
  leaveOneOut,
  type MatchedItem,
  type Random,
  seededRandom,
  shareOfWeights,
} from "./stats/index.ts";
