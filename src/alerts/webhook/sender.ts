import type { LookupFunction } from "node:net";
import { Agent, errors, request } from "undici";
import { readRetryAfter } from "../back-off.ts";
import { failed, type Message, type Outcome, type Sender } from "../channel.ts";
import { sign } from "./sign.ts";

/** For one delivery from the look-up to the end of the answer, for connecting, in milliseconds. */
const TIMEOUT_MS = 15_000;
const CONNECT_MS = 10_000;
/** Bytes of an answer that are read before the connection is closed, and of its headers. */
const ANSWER_BYTES_MAX = 16_384;
const HEADERS_BYTES_MAX = 16_384;
/** The receiver says that nobody is there any more (Standard Webhooks): it is not asked again. */
const GONE = 410;

/** A receiver: where it listens, and the secret that it knows. */
export interface Receiver {
  readonly url: string;
  readonly secret: Uint8Array;
}

/** Keeps deliveries away from addresses that are not public. */
export interface AddressGuard {
  /** Throws for an address that may not be asked. */
  readonly check: (url: URL) => void;
  /** The look-up of each connection: refuses a name that leads to an address which is not public. */
  readonly lookup: LookupFunction;
}

export interface WebhookOptions {
  readonly guard: AddressGuard;
  /** Who sends: "Corrigible/0.1.0". */
  readonly userAgent: string;
  readonly clock: () => Date;
}

/** Delivers to the receivers of a channel by POST, signed after Standard Webhooks. Redirects are not followed. */
export class WebhookSender implements Sender {
  readonly #receivers: ReadonlyMap<string, Receiver>;
  readonly #options: WebhookOptions;
  readonly #agent: Agent;

  constructor(receivers: ReadonlyMap<string, Receiver>, options: WebhookOptions) {
    this.#receivers = receivers;
    this.#options = options;
    this.#agent = new Agent({
      connect: { lookup: options.guard.lookup, timeout: CONNECT_MS },
      maxHeaderSize: HEADERS_BYTES_MAX,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  get targets(): Iterable<string> {
    return this.#receivers.keys();
  }

  async send(target: string, message: Message): Promise<Outcome> {
    const receiver = this.#receivers.get(target);
    if (!receiver) return { is: "withdrawn" };
    // Not AbortSignal.timeout: thousands of those would stay in memory until their time is over.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new DOMException("late", "TimeoutError")), TIMEOUT_MS);
    try {
      return await this.#post(receiver, message, deadline.signal);
    } catch (error) {
      return failed(explain(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async #post({ url, secret }: Receiver, message: Message, signal: AbortSignal): Promise<Outcome> {
    const { guard, userAgent, clock } = this.#options;
    const address = new URL(url);
    guard.check(address);
    const { id } = message.alert;
    const body = formatBody(message);
    const timestamp = Math.floor(clock().getTime() / 1_000);
    const answer = await request(address, {
      method: "POST",
      dispatcher: this.#agent,
      // A connection of its own: one that is kept may be closed by the receiver just as the next delivery goes out.
      reset: true,
      signal,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": userAgent,
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": sign(secret, id, timestamp, body),
      },
      body,
    });
    // The status is the acknowledgement; what follows it changes nothing.
    await answer.body.dump({ limit: ANSWER_BYTES_MAX }).catch(() => {});
    return judge(answer.statusCode, String(answer.headers["retry-after"] ?? ""), clock());
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

function judge(status: number, retryAfter: string, now: Date): Outcome {
  if (status >= 200 && status < 300) return { is: "delivered" };
  if (status === GONE) return { is: "refused", detail: "status 410: the receiver is gone" };
  if (status >= 300 && status < 400) return failed(`status ${status}: a redirect, which is not followed`);
  return failed(`status ${status}`, readRetryAfter(retryAfter === "" ? undefined : retryAfter, now.getTime()));
}

/** The body of a delivery: the same bytes at every try. */
export function formatBody({ alert, at, link }: Message): string {
  return JSON.stringify({ type: "tripwire.tripped", timestamp: at, data: { ...alert, link } });
}

/** What went wrong, without the address: a webhook's address may itself be a secret. */
function explain(error: unknown): string {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const first: unknown = one instanceof AggregateError ? one.errors[0] : one;
    if (first instanceof Error && first.name === "RefusedAddressError") return first.message;
  }
  if (error instanceof Error && error.name === "TimeoutError") return "no whole answer in time";
  if (error instanceof errors.UndiciError) return error.message;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.name;
  return "unknown failure";
}
