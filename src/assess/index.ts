export { assessLabs, type AssessInput, type AssessResult } from "./assess.ts";
