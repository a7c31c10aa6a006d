/** How fast does a series rise or fall? */
import { established, type Estimate, INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
import { normalQuantile } from "./normal.ts";
import { ascending, median } from "./sample.ts";

/** A value on a date. */
export interface DatedValue {
  /** Time in any one unit; for {@link compoundGrowth} in years. */
  readonly time: number;
  readonly value: number;
}

/** With fewer points even the widest interval of ranks holds less than 90 %. */
const POINTS_MIN = 5;

/**
 * The slope of Theil 1950 and Sen 1968 (JASA 63), the median of the slopes between all pairs of points, in units of value a
 * unit of time, with Sen's interval from the variance of Kendall's statistic, ties in value allowed for. One point in four
 * may be wrong without breaking it.
 * Not established with fewer than five points or two times.
 */
export function theilSen(points: readonly DatedValue[], level: number = INTERVAL_LEVEL): Estimate {
  const method = "trend/theil-sen";
  const n = points.length;
  if (n < POINTS_MIN) return notEstablished(`fewer than ${POINTS_MIN} points`, n, method);
  const slopes = slopesOf(points);
  if (slopes.length === 0) return notEstablished("all points are of one time", n, method);
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(kendallVariance(points));
  // Places from 1 in the order of slopes, by Sen's equation 2.6, rounded outwards.
  const first = Math.max(1, Math.floor((slopes.length - reach) / 2));
  const last = Math.min(slopes.length, Math.ceil((slopes.length + reach) / 2) + 1);
  return established(median(slopes), [slopes[first - 1] as number, slopes[last - 1] as number], n, method);
}

function slopesOf(points: readonly DatedValue[]): number[] {
  const slopes = points.flatMap((a, index) =>
    points
      .slice(index + 1)
      .filter((b) => b.time !== a.time)
      .map((b) => (b.value - a.value) / (b.time - a.time)),
  );
  return slopes.toSorted(ascending);
}

/** Kendall 1955: n (n − 1) (2n + 5) / 18, less the same for each group of equal times and of equal values. */
function kendallVariance(points: readonly DatedValue[]): number {
  const term = (n: number): number => (n * (n - 1) * (2 * n + 5)) / 18;
  const ties = (key: (point: DatedValue) => number): number =>
    [...Map.groupBy(points, key).values()].reduce((total, group) => total + term(group.length), 0);
  return Math.max(0, term(points.length) - ties((point) => point.time) - ties((point) => point.value));
}

/**
 * Growth a year as a share (0.5 is half as much again), compounded: the Theil-Sen slope of the logarithms, so no first or
 * last point decides alone. Times in years. Not established with fewer than five points, or where a value is not over 0,
 * since then no rate of growth leads from one to the next.
 */
export function compoundGrowth(points: readonly DatedValue[]): Estimate {
  const method = "trend/compound-growth";
  if (points.some(({ value }) => value <= 0)) return notEstablished("a value is not over 0", points.length, method);
  const slope = theilSen(points.map(({ time, value }) => ({ time, value: Math.log(value) })));
  if (!slope.established) return { ...slope, method };
  return established(Math.expm1(slope.value), [Math.expm1(slope.low), Math.expm1(slope.high)], slope.n, method);
}
