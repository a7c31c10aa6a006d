/**
 * A multivariate Hawkes process with an exponential kernel: events of one series raise, for a while, the rate of events
 * in the others and in their own.
 *
 *     λᵢ(t) = baselineᵢ(t) + Σⱼ Σ over events t' of j before t: αᵢⱼ βᵢ e^(−βᵢ (t − t'))
 *
 * αᵢⱼ is the mean number of events of i that one event of j brings about directly; 1 / βᵢ is the mean delay.
 * Sources: Hawkes 1971, Biometrika 58(1); Ogata 1981, IEEE Transactions on Information Theory 27(1).
 *
 * A coupling is not a cause. What moves all series at once (a conference, a weekday, a new chip) couples them as well;
 * a seasonal baseline takes out the part that follows the calendar.
 */

import type { Random } from "./random.ts";

/** What was observed. Times count from 0, the start of the watch, in one unit of the caller's choice. */
export interface EventSeries {
  /** For each series its event times, ascending, over 0 and at most `duration`. */
  readonly times: readonly (readonly number[])[];
  readonly duration: number;
  /** Without one the baselines are constant. */
  readonly season?: Season;
}

/**
 * Spans of time of the same class share one baseline, for example all Mondays, or all of 2024. Span k reaches from
 * `edges[k]` to `edges[k + 1]`; the first edge is 0, the last the duration. `classes[k]` is its class, from 0.
 */
export interface Season {
  readonly edges: readonly number[];
  readonly classes: readonly number[];
}

export interface HawkesModel {
  /** `baseline[i][c]`: events of series i in a unit of time of class c that nothing observed brought about, >= 0. */
  readonly baseline: readonly (readonly number[])[];
  /** `alpha[i][j]`: mean number of events of series i that one event of series j brings about directly, >= 0. */
  readonly alpha: readonly (readonly number[])[];
  /** `beta[i]`: rate of decay of what excites series i, over 0, in 1 / unit of time. */
  readonly beta: readonly number[];
}

/** Days of one class each, seven classes, for times in days. `firstClass`: the class (0 to 6) of the first day. */
export function weekdaySeason(duration: number, firstClass: number): Season {
  const days = Math.ceil(duration);
  const edges = Array.from({ length: days + 1 }, (_, day) => Math.min(day, duration));
  return { edges, classes: edges.slice(1).map((_, day) => (firstClass + day) % 7) };
}

/**
 * Event times known to the day only, in days, each moved to a random instant of its day and put in order. Events of one
 * instant cannot excite each other in the model, so many ties would hide every coupling that works within a day.
 * `times`: whole numbers, the day's end; a RangeError else. A delay 1 / β well under a day is not to be believed.
 */
export function spreadWithinDays(times: readonly number[], random: Random): number[] {
  const odd = times.find((time) => !Number.isInteger(time));
  if (odd !== undefined) throw new RangeError(`not a whole day: ${odd}`);
  return times.map((time) => time - random()).toSorted((a, b) => a - b);
}

/** All events in the order of time, with what the recursions need beside each. */
export interface Timeline {
  readonly seriesCount: number;
  readonly classCount: number;
  readonly duration: number;
  readonly time: Float64Array;
  /** The series of each event. */
  readonly series: Int32Array;
  /** The season's class in which each event falls. */
  readonly class: Int32Array;
  /** Time of each class from 0 to each event, `exposure[event * classCount + class]`; the last row is to the end. */
  readonly exposure: Float64Array;
}

/**
 * Puts the events in order. Throws a RangeError for times that are not ascending, not over 0 or past the duration, and
 * for a season that does not cover the duration.
 */
export function timelineOf({ times, duration, season = constantSeason(duration) }: EventSeries): Timeline {
  checkTimes(times, duration);
  checkSeason(season, duration);
  const events = times
    .flatMap((own, series) => own.map((time) => ({ time, series })))
    .toSorted((a, b) => a.time - b.time);
  const classCount = Math.max(...season.classes) + 1;
  return {
    seriesCount: times.length,
    classCount,
    duration,
    time: Float64Array.from(events, ({ time }) => time),
    series: Int32Array.from(events, ({ series }) => series),
    ...exposures(
      events.map(({ time }) => time),
      season,
      classCount,
    ),
  };
}

export const constantSeason = (duration: number): Season => ({ edges: [0, duration], classes: [0] });

function exposures(times: readonly number[], season: Season, classCount: number) {
  const classes = new Int32Array(times.length);
  const exposure = new Float64Array((times.length + 1) * classCount);
  const passed = new Float64Array(classCount);
  const duration = season.edges.at(-1) as number;
  let span = 0;
  let from = 0;
  for (const [row, time] of [...times, duration].entries()) {
    for (; time > (season.edges[span + 1] as number); span++) {
      const edge = season.edges[span + 1] as number;
      add(passed, season.classes[span] as number, edge - from);
      from = edge;
    }
    add(passed, season.classes[span] as number, time - from);
    from = time;
    exposure.set(passed, row * classCount);
    if (row < classes.length) classes[row] = season.classes[span] as number;
  }
  return { class: classes, exposure };
}

/** What a model says of the events: the rate at each, and the number expected up to each. */
export interface Course {
  /** λ of the event's own series just before each event. */
  readonly intensity: Float64Array;
  /** For each series, the integral of λ from 0 to each of its own events. */
  readonly expectedAt: readonly (readonly number[])[];
  /** For each series, the integral of λ over the whole duration. */
  readonly expected: readonly number[];
}

/**
 * Follows a model through the events in O(n · d), by the recursion of Ogata 1981: all that excites a series decays at
 * one rate, so one number a series carries it. Events at one and the same instant do not excite each other.
 */
export function courseOf(timeline: Timeline, model: HawkesModel): Course {
  const { time, series, seriesCount } = timeline;
  const excitation = new Float64Array(seriesCount);
  const given = new Float64Array(seriesCount);
  const intensity = new Float64Array(time.length);
  const expectedAt: number[][] = Array.from({ length: seriesCount }, () => []);
  let counted = 0;
  for (let event = 0; event < time.length; event++) {
    const now = time[event] as number;
    if (counted < event && now > (time[counted] as number)) {
      const elapsed = now - (time[counted] as number);
      for (; counted < event; counted++) excite(model, series[counted] as number, excitation, given);
      decay(model, elapsed, excitation);
    }
    const own = series[event] as number;
    const baseline = (model.baseline[own] as readonly number[])[timeline.class[event] as number] as number;
    intensity[event] = baseline + (excitation[own] as number);
    expectedAt[own]?.push(expectedOf(timeline, model, own, event, excitation, given));
  }
  if (counted < time.length) {
    const elapsed = timeline.duration - (time[counted] as number);
    for (; counted < time.length; counted++) excite(model, series[counted] as number, excitation, given);
    decay(model, elapsed, excitation);
  }
  const expected = expectedAt.map((_, own) => expectedOf(timeline, model, own, time.length, excitation, given));
  return { intensity, expectedAt, expected };
}

/** The log-likelihood of the events under the model: Σ ln λ at the events less the number of events expected. */
export function hawkesLogLikelihood(events: EventSeries, model: HawkesModel): number {
  const { intensity, expected } = courseOf(timelineOf(events), model);
  let total = 0;
  for (const rate of intensity) total += Math.log(rate);
  for (const count of expected) total -= count;
  return total;
}

function excite(model: HawkesModel, source: number, excitation: Float64Array, given: Float64Array): void {
  for (const [target, alphas] of model.alpha.entries()) {
    const alpha = alphas[source] as number;
    add(excitation, target, alpha * (model.beta[target] as number));
    add(given, target, alpha);
  }
}

function decay(model: HawkesModel, elapsed: number, excitation: Float64Array): void {
  for (let i = 0; i < excitation.length; i++) {
    excitation[i] = (excitation[i] as number) * Math.exp(-(model.beta[i] as number) * elapsed);
  }
}

/** Λᵢ: what the baseline gave so far, and of what the events will give, the part that is not still to come. */
function expectedOf(
  { exposure, classCount }: Timeline,
  model: HawkesModel,
  own: number,
  row: number,
  excitation: Float64Array,
  given: Float64Array,
): number {
  let total = (given[own] as number) - (excitation[own] as number) / (model.beta[own] as number);
  for (const [c, rate] of (model.baseline[own] as readonly number[]).entries()) {
    total += rate * (exposure[row * classCount + c] as number);
  }
  return total;
}

export function add(array: Float64Array, index: number, value: number): void {
  array[index] = (array[index] as number) + value;
}

function checkTimes(times: readonly (readonly number[])[], duration: number): void {
  if (!(duration > 0 && duration < Infinity)) throw new RangeError(`not a duration: ${duration}`);
  for (const own of times) {
    let last = 0;
    for (const [index, time] of own.entries()) {
      const inOrder = index === 0 ? time > 0 : time >= last;
      if (!inOrder || time > duration) throw new RangeError(`event times must ascend within (0, ${duration}]: ${time}`);
      last = time;
    }
  }
}

function checkSeason({ edges, classes }: Season, duration: number): void {
  const ascending = edges.every((edge, index) => index === 0 || edge > (edges[index - 1] as number));
  const whole = edges[0] === 0 && edges.at(-1) === duration && edges.length === classes.length + 1;
  if (!ascending || !whole)
    throw new RangeError("a season's edges must ascend from 0 to the duration, one class a span");
  if (!classes.every((c) => Number.isInteger(c) && c >= 0)) throw new RangeError("a season's classes count from 0");
}
