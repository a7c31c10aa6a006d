/** Intervals for a fitted Hawkes process by the parametric bootstrap. */
import { established, type Estimate, notEstablished, type NotEstablished } from "./estimate.ts";
import type { EventSeries } from "./hawkes.ts";
import { fitUnchecked, type HawkesFit, type HawkesOptions } from "./hawkes-fit.ts";
import { drawCourse } from "./hawkes-simulate.ts";
import type { Random } from "./random.ts";
import { percentileInterval } from "./sample.ts";

export interface HawkesIntervals {
  readonly established: true;
  /** As in the model: series by class, series by series, series. */
  readonly baseline: readonly (readonly Estimate[])[];
  readonly alpha: readonly (readonly Estimate[])[];
  readonly beta: readonly Estimate[];
  readonly branchingRatio: Estimate;
  readonly draws: number;
}

const METHOD = "hawkes/parametric-bootstrap";
const NO_END = "the fitted process does not die out";
/** A course with this many times the events observed comes from a process that all but explodes; it ends the attempt. */
export const EXCESS_MAX = 50;

/**
 * Draws `draws` courses from the fitted model over the same time and season, fits each with the same options, and takes
 * the percentiles of what is found (Efron and Tibshirani 1993, ch. 13). Not established where the fitted process does
 * not die out.
 */
export function bootstrapHawkes(
  events: EventSeries,
  fit: HawkesFit,
  random: Random,
  { draws = 200, ...options }: HawkesOptions & { readonly draws?: number } = {},
): HawkesIntervals | NotEstablished {
  if (fit.branchingRatio >= 1) return notEstablished(NO_END, fit.n, METHOD);
  const refits: HawkesFit[] = [];
  while (refits.length < draws) {
    const drawn = drawCourse(fit.model, events, random, EXCESS_MAX * fit.n);
    if (!drawn) return notEstablished(NO_END, fit.n, METHOD);
    refits.push(fitUnchecked(drawn, { ...options, structure: fit.structure }));
  }
  const estimate = (read: (fit: HawkesFit) => number): Estimate => intervalOf(read(fit), refits.map(read), fit.n);
  return {
    established: true,
    baseline: fit.model.baseline.map((row, i) => row.map((_, c) => estimate((f) => cell(f.model.baseline, i, c)))),
    alpha: fit.model.alpha.map((row, i) => row.map((_, j) => estimate((f) => cell(f.model.alpha, i, j)))),
    beta: fit.model.beta.map((_, i) => estimate((f) => f.model.beta[i] as number)),
    branchingRatio: estimate((f) => f.branchingRatio),
    draws,
  };
}

const cell = (table: readonly (readonly number[])[], i: number, j: number): number =>
  (table[i] as readonly number[])[j] as number;

/** The percentiles, opened where the estimate's bias has put the estimate itself outside. */
function intervalOf(value: number, draws: readonly number[], n: number): Estimate {
  const [low, high] = percentileInterval(draws);
  return established(value, [Math.min(low, value), Math.max(high, value)], n, METHOD);
}
