export { assessLabs, type AssessInput, type AssessResult } from "./assess.ts";
export { DEFAULT_WEIGHTS, STATE_WEIGHTS } from "./weights.ts";
