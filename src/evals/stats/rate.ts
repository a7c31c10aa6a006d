/** Intervals for rates: k of n promises kept, rules held, changes disclosed. */
import { betaInterval } from "./beta.ts";
import { established, type Estimate, INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
import { normalQuantile } from "./normal.ts";

/**
 * The rate hits / n with Jeffreys' interval: the equal tails of Beta(hits + ½, misses + ½), with the end 0 where there
 * are no hits and 1 where there are no misses. Source: Brown, Cai and DasGupta 2001, Statistical Science 16(2).
 *
 * `hits` and `n`: integers, 0 <= hits <= n, else a RangeError. With n = 0 the rate is not established.
 */
export function jeffreysRate(hits: number, n: number, level: number = INTERVAL_LEVEL): Estimate {
  const method = "rate/jeffreys";
  checkCounts(hits, n);
  if (n === 0) return notEstablished("nothing was counted", 0, method);
  const [low, high] = betaInterval({ a: hits + 0.5, b: n - hits + 0.5 }, level);
  return established(hits / n, [hits === 0 ? 0 : low, hits === n ? 1 : high], n, method);
}

/** The rate hits / n with Wilson's score interval. Source: Wilson 1927, JASA 22. Arguments as for {@link jeffreysRate}. */
export function wilsonRate(hits: number, n: number, level: number = INTERVAL_LEVEL): Estimate {
  const method = "rate/wilson";
  checkCounts(hits, n);
  if (n === 0) return notEstablished("nothing was counted", 0, method);
  const z = normalQuantile((1 + level) / 2);
  const rate = hits / n;
  const centre = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return established(rate, [hits === 0 ? 0 : centre - half, hits === n ? 1 : centre + half], n, method);
}

function checkCounts(hits: number, n: number): void {
  if (!Number.isInteger(hits) || !Number.isInteger(n) || hits < 0 || hits > n) {
    throw new RangeError(`not counts: ${hits} of ${n}`);
  }
}
