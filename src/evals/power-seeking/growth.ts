import {
  type DataTable,
  type Estimate,
  type Measure,
  SERIES,
  type SeriesName,
  type SeriesPoint,
} from "../../model/index.ts";
import { yearsBetween } from "../days.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { compoundGrowth, notEstablished, theilSen } from "../stats/index.ts";
import { type Course, coursesOf, type Figure } from "../series.ts";

const METHOD = "power-seeking#series";
/** A figure older than this says little of the present. */
const STALE_YEARS = 2;
/** Shares and scores have no natural zero, so they rise by points and not by percent. */
const BY_POINTS: ReadonlySet<SeriesName> = new Set(["capability", "market-share"]);

export const SERIES_TITLES: Readonly<Record<SeriesName, string>> = {
  valuation: "Valuation",
  funding: "Money raised",
  revenue: "Revenue",
  spending: "Spending",
  lobbying: "Lobbying",
  "training-compute": "Largest training run",
  chips: "Chips",
  power: "Computing power drawn",
  people: "People",
  users: "Users",
  capability: "Best capability score",
  "market-share": "Market share",
};

/** The latest value and the growth of each series of each lab. */
export function seriesMeasures({ series, asOf, labs }: EvalInput): Measure[] {
  const groups = Map.groupBy(series, (point) => `${point.lab}\n${point.series}`);
  return [...labs.keys(), "industry"].flatMap((lab) =>
    SERIES.flatMap((name) => {
      const points = groups.get(`${lab}\n${name}`);
      return points === undefined ? [] : measuresOf(points, asOf);
    }),
  );
}

function measuresOf(points: readonly SeriesPoint[], asOf: string): Measure[] {
  const [course, ...others] = coursesOf(points, asOf);
  return course === undefined ? [] : [latestOf(course, asOf, others), growthOf(course)];
}

function latestOf(course: Course, asOf: string, others: readonly Course[]): Measure {
  const last = course.figures.at(-1) as Figure;
  const { value, low, high } = last;
  const age = yearsBetween(last.date, asOf);
  return makeMeasure({
    eval: "power-seeking",
    lab: course.lab,
    name: `${course.series}-latest`,
    label: `${titleOf(course)}: latest known`,
    unit: course.unit,
    estimate: {
      established: true,
      value,
      low: Math.min(low, value),
      high: Math.max(high, value),
      n: course.figures.length,
      method: METHOD,
    },
    caution: sentences(
      `As of ${last.date}, ${age.toFixed(1)} years before the day of this report`,
      age > STALE_YEARS && "it may have changed much since",
      last.kind !== "disclosed" && `${last.kind}, not disclosed by the lab`,
      others.length > 0 && `not comparable and left out: ${others.map(aboutOther).join(", ")}`,
    ),
    evidence: last.evidence,
  });
}

function growthOf(course: Course): Measure {
  const points = course.figures.map(({ time, value }) => ({ time, value }));
  const byPoints = BY_POINTS.has(course.series);
  const kinds = new Set(course.figures.map(({ kind }) => kind));
  return makeMeasure({
    eval: "power-seeking",
    lab: course.lab,
    name: `${course.series}-growth`,
    label: `${titleOf(course)}: growth a year`,
    unit: byPoints ? `${course.unit} a year` : "share a year",
    estimate: withMethod(byPoints ? theilSen(points) : compoundGrowth(points)),
    caution: sentences(
      "What is told is told when it is large: figures that a lab or the press chose to publish, not a sample",
      kinds.size > 1 && `figures of different standing are mixed (${[...kinds].toSorted().join(", ")})`,
      course.footing === "record" && "only runs or scores that passed all before them are in",
    ),
    detail: tableOf(course),
    evidence: [...new Set(course.figures.flatMap(({ evidence }) => evidence))],
  });
}

function withMethod(estimate: Estimate): Estimate {
  if (estimate.established) return { ...estimate, method: METHOD };
  return notEstablished(estimate.reason, estimate.n, METHOD);
}

function tableOf({ figures, unit }: Course): DataTable {
  return {
    columns: ["date", unit, "low", "high", "standing", "what"],
    rows: figures.map(({ date, value, low, high, kind, label }) => [date, value, low, high, kind, label]),
  };
}

/** As a page names it: "Lobbying, US federal, a year". */
export function titleOf({ series, label, footing }: Pick<Course, "series" | "label" | "footing">): string {
  const title = SERIES_TITLES[series];
  const what = label === "" || label.toLowerCase() === title.toLowerCase() ? title : `${title} (${label})`;
  return footing === "a year" ? `${what} a year` : what;
}

const aboutOther = ({ figures, unit, label }: Course): string =>
  `${figures.length} in ${unit}${label === "" ? "" : ` (${label})`}`;

/** The parts that hold, as sentences. */
export function sentences(...parts: readonly (string | false)[]): string {
  return parts
    .filter((part) => part !== false)
    .map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}.`)
    .join(" ");
}
