export { type Ask, type Endpoint, makeAsk } from "./endpoint.ts";
export { PROMPT_VERSION } from "./prompt.ts";
export { type Answer, type NoAnswer, type Reading, readingSchema, type Verdict } from "./reading.ts";
