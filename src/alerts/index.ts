export type { Sender } from "./channel.ts";
export { type Delivered, deliverDue } from "./deliver.ts";
export { EmailSender } from "./email/sender.ts";
export { FeedSender } from "./feed/sender.ts";
export { type Found, Journal, type Recorded } from "./journal.ts";
export { type AddressGuard, type Receiver, WebhookSender } from "./webhook/sender.ts";
export { formatSecret, readSecret, subscriberSecret } from "./webhook/sign.ts";
