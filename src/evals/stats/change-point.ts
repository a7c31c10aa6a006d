/** Where does a series change its level? */
import { notEstablished, type NotEstablished } from "./estimate.ts";
import { median, ranks } from "./sample.ts";

export interface Break {
  readonly established: true;
  /** Number of points before the most likely break: the first point after it has this index. */
  readonly index: number;
  /** Pettitt's K = max |U|. */
  readonly statistic: number;
  readonly p: number;
  readonly n: number;
  readonly method: string;
}

/** Fewer points do not establish a break. */
export const SERIES_MIN = 8;

/**
 * The most likely single change of level, and how often chance alone shows one as clear: the rank test of Pettitt 1979,
 * Applied Statistics 28(2). p ≈ 2 e^(−6 K² / (n³ + n²)), good below ½, cut at 1. The points are taken as independent;
 * a trend also counts as a change. Not established below eight points.
 */
export function pettitt(series: readonly number[]): Break | NotEstablished {
  const method = "change-point/pettitt";
  const n = series.length;
  if (n < SERIES_MIN) return notEstablished(`fewer than ${SERIES_MIN} points`, n, method);
  let u = 0;
  let statistic = 0;
  let index = 1;
  for (const [k, rank] of ranks(series).slice(0, -1).entries()) {
    u += 2 * rank - (n + 1);
    if (Math.abs(u) > statistic) [statistic, index] = [Math.abs(u), k + 1];
  }
  const p = Math.min(1, 2 * Math.exp((-6 * statistic ** 2) / (n ** 3 + n ** 2)));
  return { established: true, index, statistic, p, n, method };
}

export interface Segments {
  readonly established: true;
  /** The index of the first point of each segment after the first, ascending; empty where the level does not change. */
  readonly breaks: readonly number[];
  /** The penalty paid for each break, in squared units of the series. */
  readonly penalty: number;
  readonly n: number;
  readonly method: string;
}

/** Makes the median absolute deviation of a normal sample its standard deviation. */
const MAD_TO_SD = 1.4826;

/**
 * All changes of level, as those which make Σ (x − mean of its segment)² + penalty × breaks least: PELT, Killick, Fearnhead
 * and Eckley 2012, Journal of the American Statistical Association 107. The penalty is that of BIC for a break and a level,
 * 2 σ² ln n, with σ from the median absolute difference of neighbours, which the breaks hardly touch.
 *
 * `penalty`: another one, over 0. Not established below eight points, or where most neighbours are equal, so σ is 0.
 */
export function pelt(series: readonly number[], penalty?: number): Segments | NotEstablished {
  const method = "change-point/pelt-mean-bic";
  const n = series.length;
  if (n < SERIES_MIN) return notEstablished(`fewer than ${SERIES_MIN} points`, n, method);
  const paid = penalty ?? 2 * noiseVariance(series) * Math.log(n);
  if (!(paid > 0)) return notEstablished("the noise of the series cannot be told", n, method);
  return { established: true, breaks: leastCostBreaks(series, paid), penalty: paid, n, method };
}

function noiseVariance(series: readonly number[]): number {
  const steps = series.slice(1).map((value, index) => value - (series[index] as number));
  const middle = median(steps);
  return (MAD_TO_SD * median(steps.map((step) => Math.abs(step - middle)))) ** 2 / 2;
}

function leastCostBreaks(series: readonly number[], penalty: number): number[] {
  const cost = segmentCost(series);
  const least = [-penalty];
  const last = [0];
  let candidates = [0];
  for (let end = 1; end <= series.length; end++) {
    const costs = candidates.map((start) => (least[start] as number) + cost(start, end));
    const best = costs.reduce((a, b) => Math.min(a, b));
    least.push(best + penalty);
    last.push(candidates[costs.indexOf(best)] as number);
    // A start that is worse by now than a new break here can never be the last break again.
    candidates = [...candidates.filter((_, place) => (costs[place] as number) <= best + penalty), end];
  }
  const breaks: number[] = [];
  for (let end = last[series.length] as number; end > 0; end = last[end] as number) breaks.unshift(end);
  return breaks;
}

/** Σ (x − mean)² from `start` to before `end`, from running sums about the median, where they lose least to rounding. */
function segmentCost(series: readonly number[]): (start: number, end: number) => number {
  const middle = median(series);
  const sums = [0];
  const squares = [0];
  for (const [index, value] of series.entries()) {
    sums.push((sums[index] as number) + value - middle);
    squares.push((squares[index] as number) + (value - middle) ** 2);
  }
  return (start, end) => {
    const total = (sums[end] as number) - (sums[start] as number);
    return Math.max(0, (squares[end] as number) - (squares[start] as number) - total ** 2 / (end - start));
  };
}
