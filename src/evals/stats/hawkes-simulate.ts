/** Simulation of the Hawkes process by thinning. Source: Ogata 1981, IEEE Transactions on Information Theory 27(1). */
import { constantSeason, type EventSeries, type HawkesModel } from "./hawkes.ts";
import { drawExponential, type Random } from "./random.ts";

/** How long to watch, and through which season. */
export type Watch = Pick<EventSeries, "duration" | "season">;

/**
 * Draws one course of events over (0, duration]. Throws a RangeError when more than `eventsMax` events come, as they do
 * from a process that does not die out.
 */
export function simulateHawkes(model: HawkesModel, watch: Watch, random: Random, eventsMax = 1_000_000): EventSeries {
  const events = drawCourse(model, watch, random, eventsMax);
  if (!events) throw new RangeError(`more than ${eventsMax} events`);
  return events;
}

/**
 * As simulateHawkes, undefined for too many events. Between two events and within one span of the season the rate only
 * falls, so the rate at the last of these bounds what follows.
 */
export function drawCourse(
  model: HawkesModel,
  { duration, season }: Watch,
  random: Random,
  eventsMax: number,
): EventSeries | undefined {
  const { edges, classes } = season ?? constantSeason(duration);
  const times: number[][] = model.baseline.map(() => []);
  const excitation = model.baseline.map(() => 0);
  let now = 0;
  let count = 0;
  for (let span = 0; span < classes.length;) {
    const rates = (): number[] => excitation.map((value, i) => value + baselineOf(model, i, classes[span] as number));
    const bound = total(rates());
    const end = edges[span + 1] as number;
    const next = bound > 0 ? now + drawExponential(random, bound) : Infinity;
    decay(model, excitation, Math.min(next, end) - now);
    now = Math.min(next, end);
    if (next > end) {
      span++;
      continue;
    }
    const series = pick(rates(), random() * bound);
    if (series === undefined) continue;
    if (++count > eventsMax) return undefined;
    times[series]?.push(now);
    for (const [i, alphas] of model.alpha.entries()) {
      excitation[i] = (excitation[i] as number) + (alphas[series] as number) * (model.beta[i] as number);
    }
  }
  return season ? { times, duration, season } : { times, duration };
}

const baselineOf = (model: HawkesModel, series: number, seasonClass: number): number =>
  (model.baseline[series] as readonly number[])[seasonClass] as number;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function decay(model: HawkesModel, excitation: number[], elapsed: number): void {
  for (let i = 0; i < excitation.length; i++) {
    excitation[i] = (excitation[i] as number) * Math.exp(-(model.beta[i] as number) * elapsed);
  }
}

/** The series in whose share of the rates the mark falls; none past their sum: the point is thinned out. */
function pick(rates: readonly number[], mark: number): number | undefined {
  let reached = 0;
  for (const [series, rate] of rates.entries()) {
    reached += rate;
    if (mark < reached) return series;
  }
  return undefined;
}
