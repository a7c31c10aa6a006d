export { type CoderAgreement, coderAgreement } from "./coder-agreement.ts";
export { refusalOf, type Review, reviewed, reviewOf } from "./review.ts";
export { addWorkingDays, NOTICE_DAYS } from "./working-days.ts";
export { openReply, signReply } from "./signed-reply.ts";
export { isBlind, sayCodes, shownActs } from "./shown.ts";
export { type QueueFilter, type Reviewed, reviewQueue, waitsFor } from "./queue.ts";
