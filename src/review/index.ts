export { type CoderAgreement, coderAgreement, rulePrecision, type RulePrecision } from "./coder-agreement.ts";
export { refusalOf, type Review, reviewed, reviewOf } from "./review.ts";
export { addWorkingDays, NOTICE_DAYS } from "./working-days.ts";
export { openReply, signReply } from "./signed-reply.ts";
export { sayCodes, shownActs } from "./shown.ts";
