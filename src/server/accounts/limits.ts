import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "../../accounts/index.ts";
import { TooMany } from "../page.ts";

/** How often something may be tried, by network or account: so many times in so many seconds. */
const LIMITS = {
  /** Forms of somebody who is not signed in, by network. */
  strangers: { points: 60, duration: 60 },
  /** Pages from which they sign in, a passkey's challenge among them, by network. */
  beginnings: { points: 120, duration: 60 },
  /** Forms and writes of an account. */
  writes: { points: 120, duration: 60 },
  /** Refusals of an account that the audit trail tells of. */
  refusals: { points: 30, duration: 60 },
  /** Tokens that are none, by network. */
  wrongTokens: { points: 30, duration: 60 },
} as const;

/** Counts in memory what is tried; a server that starts again counts anew, but locked-out names stay so. */
export class Limits {
  readonly #limiters = Object.fromEntries(
    Object.entries(LIMITS).map(([name, limit]) => [name, new RateLimiterMemory({ keyPrefix: name, ...limit })]),
  ) as Record<keyof typeof LIMITS, RateLimiterMemory>;

  /** Counts one try of an account, by its id, or from an IP address. Throws TooMany where it is one too many. */
  async count(kind: keyof typeof LIMITS, key: string | number): Promise<void> {
    try {
      await this.#limiters[kind].consume(typeof key === "string" ? networkOf(key) : key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.ceil(error.msBeforeNext / 1000);
      throw new TooMany(`Too many requests. Come again in ${seconds} seconds.`, seconds);
    }
  }
}
