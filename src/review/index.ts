export { type CoderAgreement, coderAgreement, rulePrecision, type RulePrecision } from "./coder-agreement.ts";
export { CODERS, refusalOf, type Review, reviewed, reviewOf } from "./review.ts";
export { addWorkingDays, NOTICE_DAYS } from "./working-days.ts";
export { openReply, signReply } from "./signed-reply.ts";
