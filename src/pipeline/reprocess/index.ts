export type { Selection } from "./choose.ts";
export { type Difference, isAlarm, type Rated, RATED } from "./differences.ts";
export { shown, type Tally, type Verdicts } from "./compare.ts";
export {
  type ComparedVerdicts,
  compareStaged,
  discardReprocessed,
  publishReprocessed,
  type ReprocessState,
  reprocessState,
} from "./publish.ts";
export { type Reprocessed, reprocess } from "./read.ts";
