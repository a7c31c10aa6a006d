/** Does a proxy still follow the goal it stands for? "When a measure becomes a target …" (Goodhart 1975). */
import { pettitt, SERIES_MIN } from "./change-point.ts";
import { rankCorrelation } from "./correlation.ts";
import { established, type Estimate, notEstablished, type NotEstablished } from "./estimate.ts";
import { drawInteger, type Random } from "./random.ts";
import { percentileInterval, ranks } from "./sample.ts";

export interface GoodhartPair {
  readonly established: true;
  /** Number of points before the break. */
  readonly breakIndex: number;
  /** Pettitt's p of the break; null for a break that was given. */
  readonly breakP: number | null;
  /** Spearman's correlation before the break and after it, with block-bootstrap intervals. */
  readonly before: Estimate;
  readonly after: Estimate;
  /** After less before; both sides drawn again. */
  readonly change: Estimate;
  readonly verdict: "decoupled" | "not decoupled";
  readonly n: number;
  readonly method: string;
}

export interface GoodhartOptions {
  /** Where the break is known from elsewhere (the day the proxy became a target): the number of points before it. */
  readonly breakIndex?: number;
  readonly draws?: number;
}

/** Fewer points on one side of the break have no correlation worth the name. */
const SIDE_MIN = 4;
/** A break as clear as this comes by chance in one of twenty series. */
const BREAK_P_MAX = 0.05;
const DRAWS = 2000;
const METHOD = "goodhart/spearman-block-bootstrap";

/**
 * Compares the correlation of a proxy and its goal before and after the most likely break in the gap between their ranks
 * (Pettitt 1979). `decoupled` only if all of this holds: the break is clearer than chance (or given), the correlation has
 * fallen, the 90 % interval after the break excludes the value before it, and that of the change excludes 0.
 *
 * The intervals are from blocks of n^(1/3) points (Künsch 1989, Annals of Statistics 17), since near points are alike.
 * `proxy` and `goal` stand on one calendar, in order; a RangeError where their lengths differ. Not established below eight
 * points, or four on a side of the break.
 */
export function goodhartPair(
  proxy: readonly number[],
  goal: readonly number[],
  random: Random,
  { breakIndex, draws = DRAWS }: GoodhartOptions = {},
): GoodhartPair | NotEstablished {
  const n = proxy.length;
  if (n !== goal.length) throw new RangeError(`series of ${n} and ${goal.length} points`);
  if (n < SERIES_MIN) return notEstablished(`fewer than ${SERIES_MIN} points`, n, METHOD);
  const place = breakIndex === undefined ? breakOfGap(proxy, goal) : { index: breakIndex, p: null };
  if (place.index < SIDE_MIN || n - place.index < SIDE_MIN) {
    return notEstablished(`fewer than ${SIDE_MIN} points on a side of the break`, n, METHOD);
  }
  const before = sideOf(proxy.slice(0, place.index), goal.slice(0, place.index), random, draws);
  const after = sideOf(proxy.slice(place.index), goal.slice(place.index), random, draws);
  if (!before || !after) return notEstablished("a series does not vary on a side of the break", n, METHOD);
  const change = changeOf(before, after, n);
  const verdict = isDecoupled(place.p, before, after, change) ? "decoupled" : "not decoupled";
  return {
    established: true,
    breakIndex: place.index,
    breakP: place.p,
    before: before.estimate,
    after: after.estimate,
    change,
    verdict,
    n,
    method: METHOD,
  };
}

function breakOfGap(proxy: readonly number[], goal: readonly number[]): { index: number; p: number } {
  const goalRanks = ranks(goal);
  const found = pettitt(ranks(proxy).map((rank, index) => rank - (goalRanks[index] as number)));
  return found.established ? found : { index: 0, p: 1 };
}

interface Side {
  readonly value: number;
  readonly draws: readonly number[];
  readonly estimate: ReturnType<typeof established>;
}

function sideOf(proxy: readonly number[], goal: readonly number[], random: Random, draws: number): Side | undefined {
  const value = rankCorrelation(proxy, goal);
  if (value === undefined) return undefined;
  const drawn = Array.from({ length: draws }, () => {
    const places = drawBlocks(proxy.length, random);
    return rankCorrelation(
      places.map((at) => proxy[at] as number),
      places.map((at) => goal[at] as number),
    );
  }).filter((rho) => rho !== undefined);
  if (drawn.length < draws / 2) return undefined;
  const [low, high] = percentileInterval(drawn);
  const estimate = established(value, [Math.min(low, value), Math.max(high, value)], proxy.length, METHOD);
  return { value, draws: drawn, estimate };
}

/** Places of a sample made of whole blocks, the last one cut: the circular form of Politis and Romano 1992. */
function drawBlocks(length: number, random: Random): number[] {
  const block = Math.ceil(Math.cbrt(length));
  const places: number[] = [];
  while (places.length < length) {
    const start = drawInteger(random, length);
    for (let k = 0; k < block && places.length < length; k++) places.push((start + k) % length);
  }
  return places;
}

function changeOf(before: Side, after: Side, n: number): ReturnType<typeof established> {
  const value = after.value - before.value;
  const pairs = Math.min(before.draws.length, after.draws.length);
  const draws = after.draws.slice(0, pairs).map((rho, index) => rho - (before.draws[index] as number));
  const [low, high] = percentileInterval(draws);
  return established(value, [Math.min(low, value), Math.max(high, value)], n, METHOD);
}

function isDecoupled(p: number | null, before: Side, after: Side, change: ReturnType<typeof established>): boolean {
  if (p !== null && p > BREAK_P_MAX) return false;
  return after.estimate.high < before.value && change.high < 0;
}
