import type { Alert } from "../tripwires/index.ts";

/** An alert on its way. */
export interface Message {
  readonly alert: Alert;
  /** When it was found, ISO 8601. */
  readonly at: string;
  /** Address of its page, or the command that shows it. */
  readonly link: string;
}

/** What a receiver said. */
export type Outcome =
  | { readonly is: "delivered" }
  /** May be tried again, not before so many milliseconds. `detail`: one line, without secrets. */
  | { readonly is: "failed"; readonly detail: string; readonly retryAfterMs: number }
  /** Will never take it. */
  | { readonly is: "refused"; readonly detail: string }
  /** Is not on the channel's list any more. */
  | { readonly is: "withdrawn" };

/** A channel that tells each receiver apart. */
export interface Sender {
  /** Who is told of a new alert. */
  readonly targets: Iterable<string>;
  /** Tells one receiver. Never throws for what the network or the receiver does. */
  send(target: string, message: Message): Promise<Outcome>;
  close(): Promise<void> | void;
}

/** Characters kept of what went wrong. */
const DETAIL_LENGTH_MAX = 200;

export const failed = (detail: string, retryAfterMs = 0): Outcome => ({
  is: "failed",
  detail: detail.replaceAll(/\s+/g, " ").slice(0, DETAIL_LENGTH_MAX),
  retryAfterMs,
});
