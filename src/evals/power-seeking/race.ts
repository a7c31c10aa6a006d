import type { DataTable, Estimate, Measure } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import {
  bootstrapHawkes,
  type EventSeries,
  fitHawkes,
  type HawkesFit,
  hawkesGoodness,
  type HawkesIntervals,
  hawkesLikelihoodRatio,
  holm,
  jeffreysRate,
  notEstablished,
  type Random,
  type Season,
  seededRandom,
  spreadWithinDays,
} from "../stats/index.ts";
import { type Releases, RELEASES_MIN, releasesOf, WATCH_YEARS } from "./releases.ts";

const METHOD = "power-seeking#race";
/** Courses drawn for the intervals and for each test: p is known to a few hundredths, in under a second. */
const DRAWS = 39;
/** Mean delays that are sought: a day is as fine as dates are, and a season of releases is no answer to one. */
const DELAYS_DAYS = [1, 60] as const;
/** A baseline for each year of the watch, so that more releases a year are not taken for coupling. */
const SEASON_DAYS = 365;

const CAUTION =
  "A coupling is no cause: conferences, chips, the calendar of the trade and rumours of a rival's plans move all labs at " +
  "once. The tables list more models than anyone would call an answer to a rival, and miss some.";

/** Does a release by one lab raise the rate of releases at the others? */
export function raceMeasures(input: EvalInput): Measure[] {
  const releases = releasesOf(input);
  const reason = whyNot(releases);
  if (releases === null || reason !== null) {
    return [measure("race-branching", notEstablished(reason ?? "", releases?.labs.length ?? 0, METHOD), releases)];
  }
  const random = seededRandom(input.seed);
  const events = eventsOf(releases, random);
  const fit = fitHawkes(events, { delays: DELAYS_DAYS });
  if (!fit.established) return [measure("race-branching", notEstablished(fit.reason, fit.n, METHOD), releases)];
  return [...fitMeasures(events, fit, releases, random, input.labs), ...testMeasures(events, releases, random)];
}

function whyNot(releases: Releases | null): string | null {
  if (releases === null) return "no release with a day is known";
  if (releases.labs.length >= 2) return null;
  const { length } = releases.labs;
  return `${length} labs have ${RELEASES_MIN} or more releases in the last ${WATCH_YEARS} years, 2 are needed`;
}

function eventsOf({ days, duration }: Releases, random: Random): EventSeries {
  const edges = Array.from({ length: duration / SEASON_DAYS + 1 }, (_, year) => year * SEASON_DAYS);
  const season: Season = { edges, classes: edges.slice(1).map((_, year) => year) };
  return { times: days.map((own) => spreadWithinDays(own, random)), duration, season };
}

const LABELS = {
  "race-branching": { label: "Releases that one release brings about, in the fitted model", unit: "releases" },
  "race-rivals": { label: "Share of releases that the fitted model puts down to releases of rivals", unit: "share" },
  "race-own": { label: "Share of releases that it puts down to the lab's own earlier releases", unit: "share" },
  "race-fit": { label: "Does the model describe the releases? (smallest p over the labs, after Holm)", unit: "p" },
  "race-against-chance": { label: "Coupling against steady rates: p of as great a gain by chance", unit: "p" },
  "race-against-own": { label: "Coupling against own releases alone: p of as great a gain by chance", unit: "p" },
} as const;

function measure(
  name: keyof typeof LABELS,
  estimate: Estimate,
  releases: Releases | null,
  detail?: DataTable,
): Measure {
  const leftOut = [...(releases?.leftOut ?? [])].map(([lab, count]) => `${lab} ${count}`).join(", ");
  return makeMeasure({
    eval: "power-seeking",
    lab: "industry",
    name,
    ...LABELS[name],
    estimate,
    caution:
      leftOut === "" ? CAUTION : `${CAUTION} Left out, for too few releases or to keep the model small: ${leftOut}.`,
    ...(detail === undefined ? {} : { detail }),
    evidence: releases?.evidence ?? [],
  });
}

function fitMeasures(
  events: EventSeries,
  fit: HawkesFit,
  releases: Releases,
  random: Random,
  names: ReadonlyMap<string, string>,
): Measure[] {
  const intervals = bootstrapHawkes(events, fit, random, { draws: DRAWS, delays: DELAYS_DAYS });
  const branching: Estimate = intervals.established
    ? { ...intervals.branchingRatio, method: METHOD }
    : notEstablished(intervals.reason, fit.n, METHOD);
  const labs = releases.labs.map((lab) => names.get(lab) ?? lab);
  return [
    measure("race-branching", branching, releases, couplingTable(fit, labs, releases, intervals)),
    measure("race-rivals", broughtAbout(fit, events, intervals, false), releases),
    measure("race-own", broughtAbout(fit, events, intervals, true), releases),
    fitMeasure(events, fit, releases, labs),
  ];
}

/**
 * Expected number of events that events of the same series, or of the others, brought about, as a share of all:
 * Σ αᵢⱼ nⱼ / Σ n. Its ends take all couplings at their ends at once, so it is wider than 90 %.
 */
function broughtAbout(
  { model, n }: HawkesFit,
  { times }: EventSeries,
  intervals: HawkesIntervals | { readonly established: false; readonly reason: string },
  isOwn: boolean,
): Estimate {
  if (!intervals.established) return notEstablished(intervals.reason, n, METHOD);
  const share = (read: (i: number, j: number) => number): number => {
    const parts = times.flatMap((_, i) => times.map((own, j) => ((i === j) === isOwn ? read(i, j) * own.length : 0)));
    return Math.min(1, parts.reduce((a, b) => a + b, 0) / n);
  };
  const bound = (end: "low" | "high") => (i: number, j: number) => {
    const estimate = intervals.alpha[i]?.[j];
    return estimate?.established ? estimate[end] : end === "low" ? 0 : 1;
  };
  const value = share((i, j) => model.alpha[i]?.[j] ?? 0);
  return { established: true, value, low: share(bound("low")), high: share(bound("high")), n, method: METHOD };
}

function jeffreysBounds(hits: number, n: number): { readonly low: number; readonly high: number } {
  const rate = jeffreysRate(hits, n);
  return rate.established ? rate : { low: 0, high: 1 };
}

function couplingTable(
  { model }: HawkesFit,
  labs: readonly string[],
  { days }: Releases,
  intervals: HawkesIntervals | { readonly established: false },
): DataTable {
  return {
    columns: ["release of", "brings about at", "releases", "low", "high", "releases seen", "mean delay in days"],
    rows: labs.flatMap((source, j) =>
      labs.map((target, i) => {
        const bounds = intervals.established ? intervals.alpha[i]?.[j] : undefined;
        const [low, high] = bounds?.established ? [bounds.low, bounds.high] : [null, null];
        const delay = 1 / (model.beta[i] as number);
        return [source, target, model.alpha[i]?.[j] ?? null, low, high, days[j]?.length ?? null, delay] as const;
      }),
    ),
  };
}

function fitMeasure(events: EventSeries, fit: HawkesFit, releases: Releases, labs: readonly string[]): Measure {
  const tests = hawkesGoodness(events, fit.model);
  const ps = tests.map((test) => (test.established ? test.p : 1));
  const smallest = Math.min(...holm(ps));
  const detail: DataTable = {
    columns: ["lab", "p", "releases"],
    rows: labs.map((lab, at) => [
      lab,
      tests[at]?.established ? (ps[at] ?? null) : null,
      events.times[at]?.length ?? null,
    ]),
  };
  const estimate = {
    established: true,
    value: smallest,
    low: smallest,
    high: smallest,
    n: fit.n,
    method: METHOD,
  } as const;
  return measure("race-fit", estimate, releases, detail);
}

function testMeasures(events: EventSeries, releases: Releases, random: Random): Measure[] {
  const tests = [
    ["race-against-chance", "poisson"],
    ["race-against-own", "self"],
  ] as const;
  return tests.map(([name, against]) => {
    const test = hawkesLikelihoodRatio(events, against, random, { draws: DRAWS, delays: DELAYS_DAYS });
    if (!test.established) return measure(name, notEstablished(test.reason, test.n, METHOD), releases);
    const { low, high } = jeffreysBounds(Math.round(test.p * (test.draws + 1)), test.draws + 1);
    const { p, n } = test;
    return measure(name, { established: true, value: p, low, high, n, method: METHOD }, releases);
  });
}
