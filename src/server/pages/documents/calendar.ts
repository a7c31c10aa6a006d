/** A document's history by weeks: how much changed in each, and where captures are missing. */

export interface Captured {
  /** UTC instant. */
  readonly date: string;
  readonly isNoise: boolean;
  /** Changes with a direction that this version brought. */
  readonly changes: number;
}

export interface Week {
  /** Monday, 2024-01-08. */
  readonly monday: string;
  readonly captures: number;
  readonly noise: number;
  readonly changes: number;
  /** No capture in this week nor in the weeks before, for longer than the document's own rhythm explains. */
  readonly isMissed: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;
/** Weeks drawn at most: some fifteen years. */
const WEEKS_MAX = 800;
/** A silence longer than this times the document's usual longest one is a gap: captures may be missing. */
const GAP_FACTOR = 3;
const GAP_WEEKS_MIN = 12;

/** Every week from the first capture to `until`, a day. Captures may come in any order. */
export function weeksOf(captures: readonly Captured[], until: string): Week[] {
  if (captures.length === 0) return [];
  const times = captures.map(({ date }) => Date.parse(date)).toSorted((a, b) => a - b);
  const first = mondayOf(times[0] as number);
  const last = mondayOf(Math.max(times.at(-1) as number, Date.parse(until)));
  const byWeek = Map.groupBy(captures, ({ date }) => mondayOf(Date.parse(date)));
  const gap = gapWeeks(times);
  const weeks: Week[] = [];
  let silent = 0;
  for (let monday = first; monday <= last && weeks.length < WEEKS_MAX; monday += WEEK_MS) {
    const own = byWeek.get(monday) ?? [];
    silent = own.length > 0 ? 0 : silent + 1;
    weeks.push({
      monday: dayOf(monday),
      captures: own.length,
      noise: own.filter(({ isNoise }) => isNoise).length,
      changes: own.filter(({ isNoise }) => !isNoise).reduce((sum, { changes }) => sum + changes, 0),
      isMissed: silent > gap,
    });
  }
  return weeks;
}

/** Weeks of silence that this document's rhythm explains: three times the silence that nine in ten stay below. */
export function gapWeeks(times: readonly number[]): number {
  const silences = times
    .slice(1)
    .map((time, at) => time - (times[at] as number))
    .toSorted((a, b) => a - b);
  const usual = silences[Math.floor(silences.length * 0.9)] ?? 0;
  return Math.max(GAP_WEEKS_MIN, Math.ceil((GAP_FACTOR * usual) / WEEK_MS));
}

/** Monday 00:00 UTC of the week of a time. 1970 began on a Thursday. */
const mondayOf = (time: number): number => Math.floor((time / DAY_MS + 3) / 7) * WEEK_MS - 3 * DAY_MS;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, "2024-01-10".length);
