import type { Alert } from "../tripwires/index.ts";
import { linkOf } from "../tripwires/index.ts";
import { TRIES_MAX, waitAfter } from "./back-off.ts";
import type { Message, Outcome, Sender } from "./channel.ts";
import type { Delivery, Journal, Settled } from "./journal.ts";
import { SettleQueue } from "./settle-queue.ts";

/** Deliveries under way at a time, and read from the journal at a time: what bounds memory. */
const AT_ONCE = 48;
const PAGE = 500;

export interface DeliverOptions {
  readonly clock: () => Date;
  /** 0 to 1, for the scatter of waits. */
  readonly random: () => number;
  readonly dashboard: string | null;
  readonly onDelivery?: (done: number) => void;
}

/** What became of the deliveries that were due. */
export interface Delivered {
  readonly delivered: number;
  /** Failed, to be tried again. */
  readonly failed: number;
  /** Given up in this run. */
  readonly dead: number;
  readonly withdrawn: number;
  /** Channels with deliveries that are not declared any more: these stay. */
  readonly undeclared: readonly string[];
}

/**
 * Makes the deliveries that are due, each once: what fails waits for a later run. `senders`: by the channel's name; what is for
 * a channel that is not there stays as it is.
 */
export async function deliverDue(
  journal: Journal,
  senders: ReadonlyMap<string, Sender>,
  options: DeliverOptions,
): Promise<Delivered> {
  const tally = { delivered: 0, failed: 0, dead: 0, withdrawn: 0 };
  const undeclared = new Set<string>();
  const queue = new SettleQueue(journal);
  const deliveries = dueDeliveries(journal, options.clock().getTime());
  const messages = new Messages(options.dashboard);
  let done = 0;
  const work = async (): Promise<void> => {
    for (const delivery of deliveries) {
      const sender = senders.get(delivery.channel);
      if (!sender) {
        undeclared.add(delivery.channel);
        continue;
      }
      const outcome = await sender.send(delivery.target, messages.of(delivery));
      const settled = settle(delivery, outcome, options);
      tally[settled.state === "waiting" ? "failed" : settled.state]++;
      await queue.add(settled);
      options.onDelivery?.(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ...tally, undeclared: [...undeclared].toSorted() };
}

/** All that is due, read a page at a time; one generator for all hands. */
function* dueDeliveries(journal: Journal, now: number): Generator<Delivery> {
  for (let last = 0; ;) {
    const page = journal.due(now, last, PAGE);
    yield* page;
    const row = page.at(-1)?.row;
    if (row === undefined) return;
    last = row;
  }
}

/** Alerts as messages; the deliveries of one alert follow each other. */
class Messages {
  readonly #dashboard: string | null;
  #last: { readonly id: string; readonly message: Message } | null = null;

  constructor(dashboard: string | null) {
    this.#dashboard = dashboard;
  }

  of({ alert: id, body, at }: Pick<Delivery, "alert" | "body" | "at">): Message {
    if (this.#last?.id !== id) this.#last = { id, message: toMessage(body, at, this.#dashboard) };
    return this.#last.message;
  }
}

/** `body`: the Alert as the journal has it. */
export function toMessage(body: string, at: string, dashboard: string | null): Message {
  const alert = JSON.parse(body) as Alert;
  return { alert, at, link: linkOf(alert, dashboard) };
}

function settle({ row, tries: before }: Delivery, outcome: Outcome, { clock, random }: DeliverOptions): Settled {
  const now = clock();
  const tries = before + 1;
  const base = { row, tries, next: 0, at: now.toISOString() };
  switch (outcome.is) {
    case "delivered":
    case "withdrawn":
      return { ...base, state: outcome.is, detail: "" };
    case "refused":
      return { ...base, state: "dead", detail: outcome.detail };
    case "failed": {
      if (tries >= TRIES_MAX) return { ...base, state: "dead", detail: outcome.detail };
      const next = now.getTime() + waitAfter(tries, outcome.retryAfterMs, random());
      return { ...base, state: "waiting", next, detail: outcome.detail };
    }
  }
}
