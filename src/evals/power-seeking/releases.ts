import { dayNumber, dayOfNumber } from "../days.ts";
import type { EvalInput } from "../input.ts";

/** Releases of models by the labs that have enough of them, on one watch. */
export interface Releases {
  readonly labs: readonly string[];
  /** For each lab the days of its releases, counted from the first day of the watch as 1, ascending, each once. */
  readonly days: readonly (readonly number[])[];
  /** Length of the watch in days. */
  readonly duration: number;
  readonly since: string;
  readonly until: string;
  readonly evidence: readonly string[];
  /** The other labs with releases on the watch, and how many they have. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Years that are watched: the time in which labs answer one another's releases, and the rates stay near each other. */
export const WATCH_YEARS = 3;
/** The Hawkes fit needs as many. */
export const RELEASES_MIN = 10;
/** Couplings grow with the square of the labs, and their tests fit hundreds of times. */
const LABS_MAX = 4;

/**
 * Collects the releases whose day is known. Two sources may tell of one release a day apart: days of one lab next to
 * each other are one. Of too many labs those that the casebook follows go first, then those with most releases.
 */
export function releasesOf({ events, labs, records, asOf }: EvalInput): Releases | null {
  const known = events.filter(
    ({ kind, when, lab }) => kind === "release" && when.precision === "day" && when.date <= asOf && labs.has(lab),
  );
  const until = known
    .map(({ when }) => when.date)
    .toSorted()
    .at(-1);
  if (until === undefined) return null;
  const duration = WATCH_YEARS * 365;
  const first = dayNumber(until) - duration;
  const watched = known.filter(({ lab, when }) => lab !== "industry" && dayNumber(when.date) > first);
  const byLab = Map.groupBy(watched, ({ lab }) => lab);
  const followed = new Set(records.map(({ lab }) => lab));
  const rank = (lab: string): number => (followed.has(lab) ? 0 : 1);
  const all = [...byLab.entries()]
    .map(([lab, own]) => ({ lab, days: withoutNeighbours(own.map(({ when }) => dayNumber(when.date) - first)) }))
    .toSorted((a, b) => rank(a.lab) - rank(b.lab) || b.days.length - a.days.length || (a.lab < b.lab ? -1 : 1));
  const kept = all
    .filter(({ days }) => days.length >= RELEASES_MIN)
    .slice(0, LABS_MAX)
    .toSorted((a, b) => (a.lab < b.lab ? -1 : 1));
  const names = new Set(kept.map(({ lab }) => lab));
  return {
    labs: kept.map(({ lab }) => lab),
    days: kept.map(({ days }) => days),
    duration,
    since: dayOfNumber(first + 1),
    until,
    evidence: [...new Set(watched.filter(({ lab }) => names.has(lab)).map(({ evidence }) => evidence))],
    leftOut: new Map(all.filter(({ lab }) => !names.has(lab)).map(({ lab, days }) => [lab, days.length])),
  };
}

function withoutNeighbours(days: readonly number[]): number[] {
  const kept: number[] = [];
  for (const day of days.toSorted((a, b) => a - b)) {
    if (day - (kept.at(-1) ?? -Infinity) > 1) kept.push(day);
  }
  return kept;
}
