import type { DataTable, Measure } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { drawInteger, median, percentileInterval, type Random, resample, seededRandom } from "../stats/index.ts";
import { type Releases, releasesOf } from "./releases.ts";

const METHOD = "power-seeking#lead-lag";
const DRAWS = 499;
/** Own releases are moved together by so many days at most: far enough to lose an answer, near enough to keep the pace. */
const SHIFT_DAYS_MAX = 180;

/** Median days from the newest release of a rival to an own one, against the same releases moved together in time. */
export function leadLagMeasures(input: EvalInput): Measure[] {
  const releases = releasesOf(input);
  if (releases === null || releases.labs.length < 2) return [];
  const random = seededRandom(input.seed);
  return releases.labs.map((lab, own) => measureOf(lab, own, releases, random, input.labs));
}

function measureOf(
  lab: string,
  own: number,
  releases: Releases,
  random: Random,
  names: ReadonlyMap<string, string>,
): Measure {
  const days = releases.days[own] as readonly number[];
  const others = releases.days.toSpliced(own, 1);
  const rivals = others.flat().toSorted((a, b) => a - b);
  const lags = lagsAfter(rivals, days);
  const value = median(lags);
  const [low, high] = percentileInterval(Array.from({ length: DRAWS }, () => median(resample(random, lags))));
  const all = against(rivals, days, releases.duration, random);
  return makeMeasure({
    eval: "power-seeking",
    lab,
    name: "release-lag",
    label: "Median days from the newest release of a rival to an own release",
    unit: "days",
    estimate: { established: true, value, low, high, n: lags.length, method: METHOD },
    caution:
      `Moved together by up to ${SHIFT_DAYS_MAX} days, the same releases give ${all.expected} days, and as short a lag in ` +
      `${(all.p * 100).toFixed(0)} % of draws. The more rivals release, the shorter every lag: labs are not to be compared.`,
    detail: tableOf(own, releases, random, names),
    evidence: releases.evidence,
  });
}

/** For each own day with a rival's day on or before it, the days since the last of them. Both ascending. */
export function lagsAfter(rivals: readonly number[], own: readonly number[]): number[] {
  const lags: number[] = [];
  let next = 0;
  for (const day of own) {
    while (next < rivals.length && (rivals[next] as number) <= day) next++;
    if (next > 0) lags.push(day - (rivals[next - 1] as number));
  }
  return lags;
}

/** What lag the own days have when moved together around the watch, and how often it is as short as the real one. */
function against(rivals: readonly number[], own: readonly number[], duration: number, random: Random) {
  const observed = median(lagsAfter(rivals, own));
  const drawn = Array.from({ length: DRAWS }, () => {
    const shift = drawInteger(random, 2 * SHIFT_DAYS_MAX + 1) - SHIFT_DAYS_MAX;
    const moved = own.map((day) => ((day - 1 + shift + duration) % duration) + 1).toSorted((a, b) => a - b);
    return median(lagsAfter(rivals, moved));
  });
  const asShort = drawn.filter((lag) => lag <= observed).length;
  return { observed, expected: median(drawn), p: (1 + asShort) / (1 + DRAWS) };
}

function tableOf(own: number, releases: Releases, random: Random, names: ReadonlyMap<string, string>): DataTable {
  const days = releases.days[own] as readonly number[];
  const rivals = releases.labs.map((lab, at) => ({ lab, at })).filter(({ at }) => at !== own);
  return {
    columns: [
      "after a release of",
      "median days",
      "releases counted",
      "median days when moved",
      "share of draws as short",
    ],
    rows: rivals.map(({ lab, at }) => {
      const other = releases.days[at] as readonly number[];
      const { observed, expected, p } = against(other, days, releases.duration, random);
      return [names.get(lab) ?? lab, observed, lagsAfter(other, days).length, expected, p] as const;
    }),
  };
}
