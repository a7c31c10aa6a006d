export { comparePassages, explainReason, type Outcome, type PassageChange } from "./judge.ts";
export { PASSAGE_LENGTH_MAX } from "./passage.ts";
