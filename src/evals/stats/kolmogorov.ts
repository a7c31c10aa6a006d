/** The Kolmogorov-Smirnov test. */
import { ascending } from "./sample.ts";

/** The result of a test: how far the data are from the hypothesis, and how often chance alone goes as far. */
export interface KolmogorovSmirnov {
  /** The greatest distance between the two distribution functions, 0 to 1. */
  readonly statistic: number;
  readonly p: number;
  readonly n: number;
}

/**
 * Tests whether values come from the uniform distribution on [0, 1]; a RangeError for no values.
 *
 * p from Kolmogorov's limit with Stephens' correction for the size of the sample (Stephens 1970, Journal of the Royal
 * Statistical Society B 32(1)), good to about two digits from n = 5. Where parameters were fitted to the same data, the
 * true p is smaller: the test then finds fault too rarely.
 */
export function uniformKolmogorovSmirnov(values: readonly number[]): KolmogorovSmirnov {
  const n = values.length;
  if (n === 0) throw new RangeError("an empty sample");
  const sorted = values.toSorted(ascending);
  const distances = sorted.map((value, index) => Math.max((index + 1) / n - value, value - index / n));
  const statistic = Math.max(...distances);
  return { statistic, p: kolmogorovTail((Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * statistic), n };
}

/** The chance that Kolmogorov's limit exceeds x: 2 Σ (−1)^(k−1) e^(−2 k² x²), and below 1 its theta transform. */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  const odd = [1, 3, 5, 7];
  if (x < 1) {
    const below = odd.reduce((total, k) => total + Math.exp(-((k * Math.PI) ** 2) / (8 * x * x)), 0);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * below;
  }
  return [1, 2, 3, 4, 5].reduce((total, k) => total - 2 * (-1) ** k * Math.exp(-2 * k * k * x * x), 0);
}
