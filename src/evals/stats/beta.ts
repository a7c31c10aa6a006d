/** The beta distribution. Source: NIST Digital Library of Mathematical Functions, 8.17. */
import { INTERVAL_LEVEL } from "./estimate.ts";
import { logGamma } from "./gamma.ts";

/** Beta(a, b), both over 0: what is known of a share after, in effect, a hits and b misses. */
export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

const RELATIVE_ERROR = 1e-15;
const TERMS_MAX = 100_000;
const TINY = 1e-300;
/** Halving from 1 to the smallest double takes 1,074 steps. */
const STEPS_MAX = 1100;

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) is at most x, 0 <= x <= 1. */
export function betaCdf(x: number, { a, b }: BetaShape): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) throw new RangeError(`betaCdf(${x}, ${a}, ${b})`);
  if (x === 0 || x === 1) return x;
  // The fraction converges fast only below the mean; above it the mirror image is computed.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, { a: b, b: a });
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return Math.min(1, front * betaFraction(x, a, b));
}

/** DLMF 8.17.22 by Lentz's method as modified by Thompson and Barnett 1986. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let value = d;
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const numerator of [even, odd]) {
      d = 1 / (1 + numerator * d || TINY);
      c = 1 + numerator / c || TINY;
      step = c * d;
      value *= step;
    }
    if (Math.abs(step - 1) < RELATIVE_ERROR) break;
  }
  return value;
}

/** The x below which a Beta(a, b) lies with chance p, 0 <= p <= 1: Newton's steps kept inside a shrinking bracket. */
export function betaQuantile(p: number, shape: BetaShape): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`not a chance: ${p}`);
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = shape.a / (shape.a + shape.b);
  for (let step = 0; step < STEPS_MAX && high - low > 1e-14 * high; step++) {
    const excess = betaCdf(x, shape) - p;
    if (excess === 0) return x;
    if (excess < 0) low = x;
    else high = x;
    const newton = x - excess / betaDensity(x, shape);
    if (Math.abs(newton - x) < 1e-15 * x) return x;
    x = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return x;
}

function betaDensity(x: number, { a, b }: BetaShape): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
}

/** The interval with equal tails that holds `level` of a Beta(a, b). */
export function betaInterval(shape: BetaShape, level: number = INTERVAL_LEVEL): [number, number] {
  return [betaQuantile((1 - level) / 2, shape), betaQuantile((1 + level) / 2, shape)];
}
