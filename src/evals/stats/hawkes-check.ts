/** Does a fitted Hawkes process describe the events? And does coupling describe them better than none? */
import { notEstablished, type NotEstablished } from "./estimate.ts";
import { courseOf, type EventSeries, type HawkesModel, timelineOf } from "./hawkes.ts";
import {
  EVENTS_MIN,
  fitHawkes,
  type HawkesFit,
  type HawkesOptions,
  type HawkesStructure,
  fitUnchecked,
} from "./hawkes-fit.ts";
import { EXCESS_MAX } from "./hawkes-bootstrap.ts";
import { drawCourse } from "./hawkes-simulate.ts";
import { type KolmogorovSmirnov, uniformKolmogorovSmirnov } from "./kolmogorov.ts";
import type { Random } from "./random.ts";

/**
 * For each series, the gaps between its events in the time in which the model's rate is 1. If the model is right they
 * are independent exponentials of mean 1. Source: Ogata 1988, Journal of the American Statistical Association 83.
 */
export function hawkesResiduals(events: EventSeries, model: HawkesModel): number[][] {
  const { expectedAt } = courseOf(timelineOf(events), model);
  return expectedAt.map((own) => own.map((value, index) => value - (index === 0 ? 0 : (own[index - 1] as number))));
}

export type GoodnessOfFit = ({ readonly established: true } & KolmogorovSmirnov) | NotEstablished;

/** The Kolmogorov-Smirnov test of each series' residuals; a small p says that the model does not describe the series. */
export function hawkesGoodness(events: EventSeries, model: HawkesModel): GoodnessOfFit[] {
  return hawkesResiduals(events, model).map((gaps) =>
    gaps.length < EVENTS_MIN
      ? notEstablished(`fewer than ${EVENTS_MIN} events`, gaps.length, "hawkes/time-rescaling")
      : { established: true, ...uniformKolmogorovSmirnov(gaps.map((gap) => -Math.expm1(-gap))) },
  );
}

export interface LikelihoodRatio {
  readonly established: true;
  /** Twice the gain in log-likelihood over the simpler structure. */
  readonly statistic: number;
  /** Share of courses drawn from the simpler model that gain as much, the observed one counted in. */
  readonly p: number;
  readonly draws: number;
  readonly n: number;
  readonly method: string;
}

/**
 * Tests coupling against a simpler structure: `poisson` (no event excites any) or `self` (each series only itself).
 *
 * The usual chi-square does not hold here, since the simpler model lies on the edge (α = 0), where β has no meaning. So
 * p is found by a parametric bootstrap: `draws` courses of the simpler model are drawn, and both fitted to each. The
 * smallest p is 1 / (draws + 1).
 */
export function hawkesLikelihoodRatio(
  events: EventSeries,
  against: Exclude<HawkesStructure, "mutual">,
  random: Random,
  { draws = 99, ...options }: Omit<HawkesOptions, "structure"> & { readonly draws?: number } = {},
): LikelihoodRatio | NotEstablished {
  const method = `hawkes/likelihood-ratio-${against}`;
  const simple = fitHawkes(events, { ...options, structure: against });
  if (!simple.established) return simple;
  const noEnd = notEstablished("the simpler model does not die out", simple.n, method);
  if (simple.branchingRatio >= 1) return noEnd;
  const statistic = gainOf(events, simple, options);
  let asLarge = 1;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawCourse(simple.model, events, random, EXCESS_MAX * simple.n);
    if (!drawn) return noEnd;
    const refitted = fitUnchecked(drawn, { ...options, structure: against });
    if (gainOf(drawn, refitted, options) >= statistic) asLarge++;
  }
  return { established: true, statistic, p: asLarge / (draws + 1), draws, n: simple.n, method };
}

function gainOf(events: EventSeries, simple: HawkesFit, options: HawkesOptions): number {
  const full = fitUnchecked(events, { ...options, structure: "mutual" });
  return Math.max(0, 2 * (full.logLikelihood - simple.logLikelihood));
}
