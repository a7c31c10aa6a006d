/** First wait after a failure, and the longest, in milliseconds; each is three times the one before. */
const FIRST_MS = 60_000;
const LONGEST_MS = 24 * 3_600_000;
const FACTOR = 3;
/** Longest that a receiver's own Retry-After puts a delivery off, in milliseconds. */
const RETRY_AFTER_MAX_MS = 24 * 3_600_000;

/** Tries of one delivery, the first included; then it is given up. With these waits that is after some three days. */
export const TRIES_MAX = 10;

/**
 * How long to wait after a try that failed, in milliseconds: 1, 3, 9, 27, 81 minutes and so on up to a day, each longer by
 * up to a half, so that what failed together does not come again together. Never before the receiver's own Retry-After.
 * `tries`: tries made, from 1. `random`: 0 to 1.
 */
export function waitAfter(tries: number, retryAfterMs: number, random: number): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** (tries - 1)) * (1 + random / 2);
  return Math.round(Math.max(wait, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)));
}

/** What a Retry-After header asks for, in milliseconds from `now` on (RFC 9110, 10.2.3); 0 where it asks for nothing. */
export function readRetryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}
