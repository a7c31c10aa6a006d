/** Summaries of a sample that several methods share. */
import { INTERVAL_LEVEL } from "./estimate.ts";

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The arithmetic mean; a RangeError for an empty sample, which has none. */
export function mean(values: readonly number[]): number {
  checkSome(values);
  return sum(values) / values.length;
}

/**
 * The quantile at `share` (0 to 1), linear between order statistics: type 7 of Hyndman and Fan 1996, the default of R.
 * A RangeError for an empty sample.
 */
export function quantile(values: readonly number[], share: number): number {
  checkSome(values);
  return sortedQuantile(values.toSorted(ascending), share);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The interval that leaves the same share of the draws outside at each end (Efron's percentile interval). */
export function percentileInterval(draws: readonly number[], level: number = INTERVAL_LEVEL): [number, number] {
  checkSome(draws);
  const sorted = draws.toSorted(ascending);
  return [sortedQuantile(sorted, (1 - level) / 2), sortedQuantile(sorted, (1 + level) / 2)];
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] as number) - (values[b] as number));
  const result = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let place = start; place < end; place++) result[order[place] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

export const ascending = (a: number, b: number): number => a - b;

function sortedQuantile(sorted: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share: ${share}`);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}

function checkSome(values: readonly unknown[]): void {
  if (values.length === 0) throw new RangeError("an empty sample");
}
