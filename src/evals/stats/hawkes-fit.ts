/**
 * Maximum likelihood for the Hawkes process of hawkes.ts. For a given β the likelihood falls apart into one concave
 * problem a series, which is solved exactly; β itself is found by a search over one number.
 */
import { add, type EventSeries, type HawkesModel, type Timeline, timelineOf } from "./hawkes.ts";
import { type NotEstablished, notEstablished } from "./estimate.ts";
import { fitPoissonMixture, type PoissonMixture } from "./poisson-mixture.ts";
import { spectralRadius } from "./spectral-radius.ts";

/** What may excite a series: nothing, its own events, or the events of all. */
export type HawkesStructure = "poisson" | "self" | "mutual";

export interface HawkesOptions {
  /** `mutual` by default. */
  readonly structure?: HawkesStructure;
  /** One decay for all series (the default), or one for each, which needs more events. */
  readonly decay?: "common" | "own";
  /** Between which mean delays 1 / β is sought; by default from a twentieth of the mean gap to a fifth of the duration. */
  readonly delays?: readonly [number, number];
}

export interface HawkesFit {
  readonly established: true;
  readonly method: string;
  readonly structure: HawkesStructure;
  /** Of a Poisson fit α is 0, and β has no meaning. */
  readonly model: HawkesModel;
  readonly logLikelihood: number;
  /** Number of fitted parameters. */
  readonly parameters: number;
  /** Spectral radius of α: the mean number of events that one event brings about at once. Under 1: it dies out. */
  readonly branchingRatio: number;
  /** Whether a β lies at the end of its range: then the delay is not known, only that it is that short or long. */
  readonly betaAtBound: boolean;
  /** Number of events. */
  readonly n: number;
}

/** A series with fewer events says too little of what excites it. */
export const EVENTS_MIN = 10;
const METHOD = "hawkes/exponential-ml";
const GRID_STEPS = 10;
const GOLDEN_STEPS = 16;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Fits the model to the events; not established where a series has fewer than ten events. */
export function fitHawkes(events: EventSeries, options: HawkesOptions = {}): HawkesFit | NotEstablished {
  const n = events.times.reduce((total, own) => total + own.length, 0);
  const fewest = Math.min(...events.times.map((own) => own.length));
  if (!(fewest >= EVENTS_MIN && n > 0)) {
    return notEstablished(`a series has fewer than ${EVENTS_MIN} events`, n, METHOD);
  }
  return fitUnchecked(events, options);
}

/** The fit whatever the number of events, as the bootstrap needs it; a series without events gets the rate 0. */
export function fitUnchecked(events: EventSeries, options: HawkesOptions): HawkesFit {
  const timeline = timelineOf(events);
  const n = timeline.time.length;
  const structure = options.structure ?? "mutual";
  const [shortest, longest] = options.delays ?? [events.duration / Math.max(n, 5) / 20, events.duration / 5];
  const bounds = [1 / longest, 1 / shortest] as const;
  const every = [...events.times.keys()];
  const groups = options.decay === "own" ? every.map((series) => [series]) : [every];
  const fits = groups.map((group) => fitGroup(timeline, group, structure, bounds));
  return summarise(fits, structure, bounds, n);
}

interface GroupFit {
  readonly beta: number;
  readonly rows: readonly RowFit[];
  readonly logLikelihood: number;
}

interface RowFit {
  readonly baseline: number[];
  readonly alpha: number[];
  readonly logLikelihood: number;
}

function fitGroup(
  timeline: Timeline,
  group: readonly number[],
  structure: HawkesStructure,
  [lowest, highest]: readonly [number, number],
): GroupFit {
  const fitAt = (logBeta: number): GroupFit => {
    const beta = Math.exp(logBeta);
    const rows = group.map((series) => fitRow(timeline, series, beta, structure));
    return { beta, rows, logLikelihood: rows.reduce((total, row) => total + row.logLikelihood, 0) };
  };
  if (structure === "poisson") return fitAt(Math.log(lowest));
  return searchMaximum(fitAt, Math.log(lowest), Math.log(highest));
}

/** The best of a grid, then golden sections between its neighbours: the profile may have more than one hill. */
function searchMaximum(fitAt: (logBeta: number) => GroupFit, low: number, high: number): GroupFit {
  const step = (high - low) / GRID_STEPS;
  const grid = Array.from({ length: GRID_STEPS + 1 }, (_, k) => fitAt(low + k * step));
  let best = grid.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a));
  let from = Math.max(low, Math.log(best.beta) - step);
  let to = Math.min(high, Math.log(best.beta) + step);
  let left = fitAt(to - GOLDEN * (to - from));
  let right = fitAt(from + GOLDEN * (to - from));
  for (let k = 0; k < GOLDEN_STEPS; k++) {
    if (left.logLikelihood >= right.logLikelihood) {
      to = Math.log(right.beta);
      right = left;
      left = fitAt(to - GOLDEN * (to - from));
    } else {
      from = Math.log(left.beta);
      left = right;
      right = fitAt(from + GOLDEN * (to - from));
    }
  }
  for (const fit of [left, right]) if (fit.logLikelihood > best.logLikelihood) best = fit;
  return best;
}

function fitRow(timeline: Timeline, series: number, beta: number, structure: HawkesStructure): RowFit {
  const sources = sourcesOf(timeline.seriesCount, series, structure);
  const { weights, logLikelihood } = fitPoissonMixture(mixtureOf(timeline, series, beta, sources));
  const alpha = Array.from({ length: timeline.seriesCount }, () => 0);
  for (const [place, source] of sources.entries()) alpha[source] = weights[timeline.classCount + place] as number;
  return { baseline: [...weights.subarray(0, timeline.classCount)], alpha, logLikelihood };
}

function sourcesOf(seriesCount: number, series: number, structure: HawkesStructure): number[] {
  switch (structure) {
    case "poisson":
      return [];
    case "self":
      return [series];
    case "mutual":
      return Array.from({ length: seriesCount }, (_, source) => source);
  }
}

/** The shapes of one series: one a class of the season, then one a source, Σ β e^(−β (t − t')) over its past events. */
function mixtureOf(timeline: Timeline, target: number, beta: number, sources: readonly number[]): PoissonMixture {
  const { time, series, classCount, duration } = timeline;
  const width = classCount + sources.length;
  const placeOf = new Int32Array(timeline.seriesCount).fill(-1);
  for (const [place, source] of sources.entries()) placeOf[source] = place;
  const costs = new Float64Array(width);
  costs.set(timeline.exposure.subarray(-classCount));
  const excitation = new Float64Array(sources.length);
  const features: Float64Array = new Float64Array(series.reduce((n, own) => n + Number(own === target), 0) * width);
  let row = 0;
  let counted = 0;
  for (let event = 0; event < time.length; event++) {
    if ((time[event] as number) > (time[counted] as number)) {
      const factor = Math.exp(-beta * ((time[event] as number) - (time[counted] as number)));
      for (; counted < event; counted++) addEvent(excitation, placeOf[series[counted] as number] as number, beta);
      for (let k = 0; k < excitation.length; k++) excitation[k] = (excitation[k] as number) * factor;
    }
    const place = placeOf[series[event] as number] as number;
    if (place >= 0) add(costs, classCount + place, -Math.expm1(-beta * (duration - (time[event] as number))));
    if (series[event] !== target) continue;
    features[row + (timeline.class[event] as number)] = 1;
    features.set(excitation, row + classCount);
    row += width;
  }
  return { features, width, costs };
}

function addEvent(excitation: Float64Array, place: number, beta: number): void {
  if (place >= 0) add(excitation, place, beta);
}

function summarise(
  fits: readonly GroupFit[],
  structure: HawkesStructure,
  [lowest, highest]: readonly [number, number],
  n: number,
): HawkesFit {
  const rows = fits.flatMap((fit) => fit.rows);
  const beta = fits.flatMap((fit) => fit.rows.map(() => fit.beta));
  const alpha = rows.map((row) => row.alpha);
  const couplings = structure === "poisson" ? 0 : structure === "self" ? rows.length : rows.length ** 2;
  const baselines = rows.reduce((total, row) => total + row.baseline.length, 0);
  return {
    established: true,
    method: METHOD,
    structure,
    model: { baseline: rows.map((row) => row.baseline), alpha, beta },
    logLikelihood: fits.reduce((total, fit) => total + fit.logLikelihood, 0),
    parameters: baselines + couplings + (structure === "poisson" ? 0 : fits.length),
    branchingRatio: spectralRadius(alpha),
    betaAtBound: structure !== "poisson" && beta.some((rate) => rate < lowest * 1.01 || rate > highest / 1.01),
    n,
  };
}
