export { assessLabs, type AssessInput, type AssessResult } from "./assess.ts";
export { rulePrecision } from "./rule-precision.ts";
