/** Do two series rise and fall together? */
import { established, type Estimate, INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
import { normalQuantile } from "./normal.ts";
import { mean, ranks, sum } from "./sample.ts";

/** The interval's formula divides by n − 3. */
const POINTS_MIN = 4;

/**
 * Spearman's rank correlation, −1 to 1, equal values at the mean of their ranks. Source: Spearman 1904, American Journal
 * of Psychology 15. The interval is Fisher's transform with the variance of Bonett and Wright 2000 (Psychometrika 65),
 * for pairs that are independent of each other; of series in time it says too much.
 *
 * `x` and `y`: as long as each other, a RangeError else. Not established below four pairs or where one does not vary.
 */
export function spearman(x: readonly number[], y: readonly number[]): Estimate {
  const method = "correlation/spearman";
  const n = x.length;
  if (n < POINTS_MIN) return notEstablished(`fewer than ${POINTS_MIN} points`, n, method);
  const rho = rankCorrelation(x, y);
  if (rho === undefined) return notEstablished("one of the series does not vary", n, method);
  const half = normalQuantile((1 + INTERVAL_LEVEL) / 2) * Math.sqrt((1 + rho ** 2 / 2) / (n - 3));
  const centre = Math.atanh(rho);
  const ends: [number, number] =
    Math.abs(rho) === 1 ? [rho, rho] : [Math.tanh(centre - half), Math.tanh(centre + half)];
  return established(rho, ends, n, method);
}

/** Spearman's coefficient alone; undefined where one series does not vary. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length) throw new RangeError(`series of ${x.length} and ${y.length} points`);
  const a = centred(ranks(x));
  const b = centred(ranks(y));
  const spread = Math.sqrt(product(a, a) * product(b, b));
  // Rounding can put a perfect correlation past 1.
  return spread === 0 ? undefined : Math.max(-1, Math.min(1, product(a, b) / spread));
}

function centred(values: readonly number[]): number[] {
  const middle = values.length === 0 ? 0 : mean(values);
  return values.map((value) => value - middle);
}

const product = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, index) => value * (b[index] as number)));
