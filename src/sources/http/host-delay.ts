import { setTimeout as wait } from "node:timers/promises";

/** Lets requests to one host pass one after the other, with a pause between them. */
export class HostDelay {
  readonly #delayMs: number;
  /** Host → when its next request may go, in milliseconds of the clock. */
  readonly #next = new Map<string, number>();

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Waits until it is this request's turn. Throws the signal's reason where that comes first. */
  async turn(host: string, signal: AbortSignal): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next.get(host) ?? 0);
    this.#next.set(host, at + this.#delayMs);
    if (at > now) await wait(at - now, undefined, { signal });
    signal.throwIfAborted();
  }
}
