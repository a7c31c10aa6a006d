import { type DataTable, type Estimate, type Measure, SERIES, type SeriesName } from "../../model/index.ts";
import { yearsBetween } from "../days.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { concentrationRatio, type Disclosure, herfindahl, notEstablished, shares } from "../stats/index.ts";
import { SERIES_TITLES, titleOf } from "./growth.ts";
import { type Course, coursesOf, type Figure } from "../series.ts";

const METHOD = "power-seeking#concentration";
/** An older figure does not stand for the year of the report. */
const AGE_YEARS_MAX = 2;
/** Fewer known shares make bounds that say nothing. */
const DISCLOSED_MIN = 3;
/** The bounds are sought over 2^16 combinations at most; see the statistics. */
const LABS_MAX = 16;
/** Quantities of which shares make sense: what one lab has, another has not. */
const SHARED: readonly SeriesName[] = SERIES.filter((name) => name !== "capability" && name !== "market-share");

const CAUTION =
  "Only the labs that the casebook follows count, and of large companies the whole company. A lab that does not " +
  "disclose is taken to lie between the smallest and the largest that do; the interval is what that could give, and " +
  "the value its middle.";

/** Shares, HHI and CR4 of each series among the labs that the casebook follows. */
export function concentrationMeasures(input: EvalInput): Measure[] {
  const labs = followedLabs(input);
  const bySeries = Map.groupBy(
    input.series.filter(({ lab }) => labs.includes(lab)),
    ({ series }) => series,
  );
  return SHARED.flatMap((name) => {
    const courses = Map.groupBy(bySeries.get(name) ?? [], ({ lab }) => lab);
    const all = [...courses.values()].flatMap((points) => coursesOf(points, input.asOf));
    return measuresOf(name, labs, all, input);
  });
}

/** The labs of the casebook by id; those with most records where there are too many. */
function followedLabs({ records, labs }: EvalInput): string[] {
  const counts = Map.groupBy(records, ({ lab }) => lab);
  return [...counts.entries()]
    .filter(([lab]) => labs.has(lab) && lab !== "industry")
    .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, LABS_MAX)
    .map(([lab]) => lab)
    .toSorted();
}

function measuresOf(
  series: SeriesName,
  labs: readonly string[],
  courses: readonly Course[],
  { asOf, labs: names }: EvalInput,
): Measure[] {
  const field = commonCourses(courses, asOf);
  const latest = labs.map((lab) => latestOf(field.find((course) => course.lab === lab)));
  const known = latest.filter((figure) => figure !== null);
  const held = latest.map(disclosureOf);
  const title = field[0] ? titleOf(field[0]) : SERIES_TITLES[series];
  const tooFew = `${known.length} of ${labs.length} labs disclose, ${DISCLOSED_MIN} are needed`;
  const establish = (estimate: (of: readonly Disclosure[]) => Estimate): Estimate =>
    known.length < DISCLOSED_MIN ? notEstablished(tooFew, known.length, METHOD) : { ...estimate(held), method: METHOD };
  const shared = {
    eval: "power-seeking" as const,
    lab: "industry",
    caution: CAUTION,
    evidence: known.flatMap(({ evidence }) => evidence),
  };
  const detail = tableOf(
    labs.map((lab) => names.get(lab) ?? lab),
    latest,
    held,
    field[0]?.unit ?? "",
  );
  return [
    makeMeasure({
      ...shared,
      name: `${series}-hhi`,
      label: `${title}: concentration among the labs (Herfindahl-Hirschman)`,
      unit: "hhi",
      estimate: establish(herfindahl),
      detail,
    }),
    makeMeasure({
      ...shared,
      name: `${series}-cr4`,
      label: `${title}: share of the four largest labs`,
      unit: "share",
      estimate: establish((of) => concentrationRatio(of)),
    }),
  ];
}

/** The courses that count the same thing at the time of the report, of the kind that most labs have. */
function commonCourses(courses: readonly Course[], asOf: string): Course[] {
  const recent = courses.filter(({ figures }) => {
    const last = figures.at(-1);
    return last !== undefined && yearsBetween(last.date, asOf) <= AGE_YEARS_MAX;
  });
  const groups = [...Map.groupBy(recent, ({ unit, label }) => `${unit}\n${label}`).entries()];
  return groups.toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]?.[1] ?? [];
}

function latestOf(course: Course | undefined): Figure | null {
  return course?.figures.at(-1) ?? null;
}

function disclosureOf(figure: Figure | null): Disclosure {
  if (figure === null) return "undisclosed";
  return figure.low < figure.high ? { low: figure.low, high: figure.high } : figure.value;
}

function tableOf(
  names: readonly string[],
  latest: readonly (Figure | null)[],
  held: readonly Disclosure[],
  unit: string,
): DataTable {
  const parts = held.some((one) => one !== "undisclosed") ? shares(held) : [];
  return {
    columns: ["lab", unit === "" ? "amount" : unit, "as of", "standing", "share at least", "share at most"],
    rows: names.map((name, at) => {
      const [figure, share] = [latest[at] ?? null, parts[at]];
      const bounds = share?.established ? [share.low, share.high] : [null, null];
      return [name, figure?.value ?? null, figure?.date ?? null, figure?.kind ?? "undisclosed", ...bounds] as const;
    }),
  };
}
