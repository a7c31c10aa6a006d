/** How long bans, promises and silences last: survival curves from lives of which some are seen in part only. */
import { established, type Estimate, INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
import { normalQuantile } from "./normal.ts";
import { ascending } from "./sample.ts";

/** One life, its times counted from its birth in one unit (days). */
export interface Life {
  /** Age when it was first seen (left truncation): it could not have been seen to end before. 0 by default. */
  readonly entry?: number;
  /** Age at its end, or at the last look; over `entry`. */
  readonly time: number;
  /** Whether it was seen to end. If not, it was alive at the last look (right censoring). */
  readonly ended: boolean;
}

/** The curve at one age at which a life ended; it is level from there to the next. */
export interface SurvivalPoint {
  readonly time: number;
  readonly atRisk: number;
  readonly ends: number;
  /** Estimated share of lives that last longer than `time`. */
  readonly survival: number;
  /** Greenwood's variance of `survival`. */
  readonly variance: number;
  readonly low: number;
  readonly high: number;
}

export interface SurvivalOptions {
  /** Share of the probability that the intervals hold; 0.9 by default. */
  readonly level?: number;
  /** Ages up to this one are left out: what is found holds for lives that have reached it. 0 by default. */
  readonly from?: number;
}

/**
 * The survival curve of Kaplan and Meier 1958 (JASA 53), with Greenwood's variance and pointwise intervals from the
 * log-log transform (Kalbfleisch and Prentice 2002, 1.4), which stay within 0 and 1.
 *
 * Lives that enter late are at risk from their entry on. Where few are watched early, one early end can bring the curve
 * to 0 for good; `from` leaves those ages out.
 * Throws a RangeError for a life that ends before it is seen.
 */
export function survivalCurve(
  lives: readonly Life[],
  { level = INTERVAL_LEVEL, from = 0 }: SurvivalOptions = {},
): SurvivalPoint[] {
  for (const life of lives) checkLife(life);
  const z = normalQuantile((1 + level) / 2);
  let survival = 1;
  let hazards = 0;
  return endTimes(lives)
    .filter((time) => time > from)
    .map((time) => {
      const atRisk = riskAt(lives, time);
      const ends = endsAt(lives, time);
      survival *= 1 - ends / atRisk;
      hazards += ends / (atRisk * (atRisk - ends));
      const [low, high] = logLogBand(survival, hazards, z);
      return { time, atRisk, ends, survival, variance: survival === 0 ? 0 : survival ** 2 * hazards, low, high };
    });
}

function logLogBand(survival: number, hazards: number, z: number): [number, number] {
  // At 0 the transform has no variance; all that is known is an upper end, which R's survfit leaves out as well.
  if (survival === 0) return [0, 1];
  const half = (z * Math.sqrt(hazards)) / Math.abs(Math.log(survival));
  return [survival ** Math.exp(half), survival ** Math.exp(-half)];
}

/**
 * The share of lives that last longer than `time`. Not established where no life was watched at that age, and where the
 * curve came to 0 though lives were watched later.
 */
export function survivalAt(lives: readonly Life[], time: number, options: SurvivalOptions = {}): Estimate {
  const method = "survival/kaplan-meier";
  const last = Math.max(0, ...lives.map((life) => life.time));
  if (lives.length === 0) return notEstablished("no life was watched", 0, method);
  if (time > last) return notEstablished(`no life was watched past ${last}`, lives.length, method);
  const curve = survivalCurve(lives, options);
  const emptied = emptiedAt(curve, last);
  if (emptied !== undefined) return notEstablished(reasonOf(emptied), lives.length, method);
  const point = curve.findLast((point) => point.time <= time);
  if (point) return established(point.survival, [point.low, point.high], lives.length, method);
  return established(1, [lowestWithoutEnd(lives, time, options.level ?? INTERVAL_LEVEL), 1], lives.length, method);
}

/** The age at which the curve came to 0 although lives were watched at later ages. */
function emptiedAt(curve: readonly SurvivalPoint[], last: number): number | undefined {
  return curve.find(({ survival, time }) => survival === 0 && time < last)?.time;
}

const reasonOf = (age: number): string => `all lives watched at age ${age} ended there, and others were watched later`;

/** No end in n lives: the exact lower end of Clopper and Pearson 1934, since the variance is 0. */
function lowestWithoutEnd(lives: readonly Life[], time: number, level: number): number {
  const watched = lives.filter(({ entry = 0, time: end }) => entry === 0 && end >= time).length;
  return watched === 0 ? 0 : ((1 - level) / 2) ** (1 / watched);
}

/**
 * The median life: the first age at which the curve is at most ½, with the interval of Brookmeyer and Crowley 1982
 * (Biometrics 38), where each band crosses ½. An upper end that the data leave open is Infinity. Not established where
 * the curve never comes down to ½.
 */
export function medianLife(lives: readonly Life[], options: SurvivalOptions = {}): Estimate {
  const method = "survival/median";
  const curve = survivalCurve(lives, options);
  const emptied = emptiedAt(curve, Math.max(0, ...lives.map((life) => life.time)));
  if (emptied !== undefined) return notEstablished(reasonOf(emptied), lives.length, method);
  const reached = (read: (point: SurvivalPoint) => number): number =>
    curve.find((point) => read(point) <= 0.5 + 1e-12)?.time ?? Infinity;
  const value = reached((point) => point.survival);
  if (value === Infinity) return notEstablished("more than half of the lives last", lives.length, method);
  const high = reached((point) => (point.survival === 0 ? 1 : point.high));
  return established(value, [reached((point) => point.low), high], lives.length, method);
}

/** The ages at which lives ended, ascending. */
export function endTimes(lives: readonly Life[]): number[] {
  return [...new Set(lives.filter(({ ended }) => ended).map(({ time }) => time))].toSorted(ascending);
}

/** Number of lives watched just before this age. */
export function riskAt(lives: readonly Life[], age: number): number {
  return lives.reduce((count, { entry = 0, time }) => count + Number(entry < age && time >= age), 0);
}

/** Number of lives that ended at this age. */
export function endsAt(lives: readonly Life[], age: number): number {
  return lives.reduce((count, { time, ended }) => count + Number(ended && time === age), 0);
}

function checkLife({ entry = 0, time }: Life): void {
  if (!(entry >= 0 && time > entry && time < Infinity)) throw new RangeError(`not a life: from ${entry} to ${time}`);
}
