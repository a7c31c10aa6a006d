import { type AmountKind, type Dated, lastDayOf, type SeriesName, type SeriesPoint } from "../model/index.ts";
import { dayNumber, dayOfNumber, yearNumber, yearsBetween } from "./days.ts";

/** A figure of a series, put on the series' own footing: a level on a day, a yearly rate, or the sum of a year. */
export interface Figure {
  /** Years since 1970, the middle of what it covers. */
  readonly time: number;
  /** The last day that it covers or can be of. */
  readonly date: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly kind: AmountKind;
  readonly label: string;
  readonly evidence: readonly string[];
}

/** One lab's figures of one series that may be compared with one another, in the order of time. */
export interface Course {
  readonly lab: string;
  readonly series: SeriesName;
  readonly unit: string;
  /** What the figures count besides the series' name; empty where the series has one meaning only. */
  readonly label: string;
  /** As a year's amount (a flow), a level, or the record so far. */
  readonly footing: Footing;
  readonly figures: readonly Figure[];
}

type Footing = "level" | "a year" | "record";

interface Rule {
  readonly footing: Footing;
  /**
   * What figures of different labels are to one another: told in other words (`same`), of other things (`apart`), or
   * parts of one whole (`parts`).
   */
  readonly labels: "same" | "apart" | "parts";
}

/** How each series is read. */
const RULES: Readonly<Record<SeriesName, Rule>> = {
  valuation: { footing: "level", labels: "same" },
  funding: { footing: "a year", labels: "same" },
  revenue: { footing: "a year", labels: "same" },
  spending: { footing: "a year", labels: "apart" },
  lobbying: { footing: "a year", labels: "apart" },
  "training-compute": { footing: "record", labels: "same" },
  chips: { footing: "level", labels: "parts" },
  power: { footing: "level", labels: "apart" },
  people: { footing: "level", labels: "apart" },
  users: { footing: "level", labels: "apart" },
  capability: { footing: "record", labels: "same" },
  "market-share": { footing: "level", labels: "apart" },
};

/** Better known first. */
const KIND_ORDER: readonly AmountKind[] = ["disclosed", "reported", "derived", "estimated"];
/** Two sums within so many days and this share of each other are one round told by two sources. */
const SAME_ROUND_DAYS = 45;
const SAME_ROUND_SHARE = 0.1;
/** Already a yearly rate, whatever time it was measured over. */
const YEARLY_RATE = /annuali[sz]ed/i;
/** People who left or were taken over are no size of the lab. */
const NOT_A_SIZE = /closed|taken over/i;

/** All courses of one lab in one series, the fullest first. Figures dated after `asOf` are left out. */
export function coursesOf(points: readonly SeriesPoint[], asOf: string): Course[] {
  const usable = points.filter(
    ({ series, label, when, end }) =>
      (end ?? when.date) <= asOf && !(series === "people" && NOT_A_SIZE.test(label)) && when.date <= asOf,
  );
  const groups = Map.groupBy(usable, keyOf);
  return [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => courseOf(group, asOf))
    .filter(({ figures }) => figures.length > 0)
    .toSorted((a, b) => b.figures.length - a.figures.length);
}

/** Names what may be compared: unit, and the label where it tells kinds apart. */
function keyOf({ lab, series, amount: { unit }, label }: SeriesPoint): string {
  return [lab, series, unit, RULES[series].labels === "apart" ? label : ""].join("\n");
}

function courseOf(points: readonly SeriesPoint[], asOf: string): Course {
  const { lab, series, amount, label } = points[0] as SeriesPoint;
  const { footing, labels } = RULES[series];
  const levels = labels === "parts" ? sumOfParts : levelsOf;
  const figures = { level: levels, "a year": yearly, record: records }[footing](points, asOf);
  return { lab, series, unit: amount.unit, label: labels === "apart" ? label : "", footing, figures };
}

/** One figure a month, the better known one, the later one of two equals. */
function levelsOf(points: readonly SeriesPoint[]): Figure[] {
  const months = Map.groupBy(points, ({ when }) => when.date.slice(0, 7));
  return [...months.values()].map((group) => levelOf(group.toSorted(byKnown)[0] as SeriesPoint)).toSorted(byTime);
}

function byKnown(a: SeriesPoint, b: SeriesPoint): number {
  return byStanding(a, b) || (a.when.date < b.when.date ? 1 : -1);
}

/** Stable: equals stay in the order of the input. */
function byStanding(a: SeriesPoint, b: SeriesPoint): number {
  return KIND_ORDER.indexOf(a.amount.kind) - KIND_ORDER.indexOf(b.amount.kind);
}

function levelOf(point: SeriesPoint): Figure {
  return { ...figureOf(point, 1), time: middleOf(point.when), date: lastDayOf(point.when) };
}

/** The latest of each part, added up at each date from the day on which all parts are known. */
function sumOfParts(points: readonly SeriesPoint[]): Figure[] {
  const parts = [...Map.groupBy(points, ({ label }) => label).values()].map(levelsOf);
  const dates = [...new Set(parts.flatMap((part) => part.map(({ date }) => date)))].toSorted();
  return dates.flatMap((date) => {
    const known = parts.map((part) => part.findLast((figure) => figure.date <= date));
    if (!known.every((figure) => figure !== undefined)) return [];
    const [first, ...others] = known as [Figure, ...Figure[]];
    const label = known.map((figure) => figure.label).join(" + ");
    return others.length === 0 ? first : { ...addUp(known, label), time: yearNumber(date), date };
  });
}

/** Only figures that pass all before them: what the lab's best was at each time. */
function records(points: readonly SeriesPoint[]): Figure[] {
  const found: Figure[] = [];
  for (const figure of points.map(levelOf).toSorted(byTime)) {
    if (figure.value > (found.at(-1)?.value ?? 0)) found.push(figure);
  }
  return found;
}

/** Flows as yearly rates; sums without a period as the sum of their calendar year, once that year is over. */
function yearly(points: readonly SeriesPoint[], asOf: string): Figure[] {
  const [rates, amounts] = [points.filter(isRate), points.filter((point) => !isRate(point))];
  const whole = amounts.filter((point) => !amounts.some((other) => covers(other, point)));
  const [flows, sums] = [whole.filter(isFlow), whole.filter((point) => !isFlow(point))];
  const found = [...levelsOf(rates), ...onePerPeriod(flows).map(rateOf), ...sumsByYear(withoutRepeats(sums), asOf)];
  return found.toSorted(byTime);
}

/** Revenue without a period, or so called, is a yearly rate already, as it was on that day. */
function isRate({ series, end, label }: SeriesPoint): boolean {
  return YEARLY_RATE.test(label) || (series === "revenue" && end === null);
}

/** A flow in the strict sense. Money raised comes in rounds: a span of several rounds is a sum as well. */
function isFlow({ series, end }: SeriesPoint): boolean {
  return end !== null && series !== "funding";
}

/** Two sources that tell of one period: the better known. */
function onePerPeriod(flows: readonly SeriesPoint[]): SeriesPoint[] {
  const periods = Map.groupBy(flows, ({ when, end }) => `${when.date.slice(0, 7)}\n${end?.slice(0, 7)}`);
  return [...periods.values()].map((group) => group.toSorted(byKnown)[0] as SeriesPoint);
}

/** Whether a longer period of the same thing holds this one, so that both would count the same money. */
function covers(other: SeriesPoint, point: SeriesPoint): boolean {
  if (other === point || other.end === null) return false;
  const last = point.end ?? lastDayOf(point.when);
  const longer = dayNumber(other.end) - dayNumber(other.when.date) > dayNumber(last) - dayNumber(point.when.date);
  return longer && other.when.date <= point.when.date && other.end >= last;
}

function rateOf(point: SeriesPoint): Figure {
  const last = point.end ?? lastDayOf(point.when);
  const time = (yearNumber(point.when.date) + yearNumber(last)) / 2;
  const years = yearsBetween(point.when.date, dayOfNumber(dayNumber(last) + 1));
  return { ...figureOf(point, wholeYears(years)), time, date: last };
}

/** Calendar years have 365 or 366 days: a year's own amount is not to be scaled by that. */
function wholeYears(years: number): number {
  return Math.abs(years - Math.round(years)) < 0.01 ? Math.round(years) : years;
}

function withoutRepeats(points: readonly SeriesPoint[]): SeriesPoint[] {
  const kept: SeriesPoint[] = [];
  for (const point of points.toSorted(byStanding)) {
    if (!kept.some((other) => isSameRound(other, point))) kept.push(point);
  }
  return kept;
}

function isSameRound(a: SeriesPoint, b: SeriesPoint): boolean {
  const apart = Math.abs(dayNumber(a.when.date) - dayNumber(b.when.date));
  const [small, large] = [Math.min(a.amount.value, b.amount.value), Math.max(a.amount.value, b.amount.value)];
  return apart <= SAME_ROUND_DAYS && large - small <= SAME_ROUND_SHARE * large;
}

function sumsByYear(points: readonly SeriesPoint[], asOf: string): Figure[] {
  const years = Map.groupBy(points, (point) => (point.end ?? point.when.date).slice(0, 4));
  return [...years.entries()]
    .filter(([year]) => year < asOf.slice(0, 4))
    .map(([year, group]) =>
      sumOf(
        year,
        group.map((point) => figureOf(point, 1)),
      ),
    );
}

function sumOf(year: string, parts: readonly Figure[]): Figure {
  const label = `${parts[0]?.label ?? ""}, sum of ${year}`;
  return { ...addUp(parts, label), time: yearNumber(`${year}-07-02`), date: `${year}-12-31` };
}

/** A sum is known as little as the least known of its parts. */
function addUp(parts: readonly Figure[], label: string): Omit<Figure, "time" | "date"> {
  const total = (read: (figure: Figure) => number): number => parts.reduce((sum, part) => sum + read(part), 0);
  const least = parts.map(({ kind }) => KIND_ORDER.indexOf(kind)).reduce((a, b) => Math.max(a, b), 0);
  return {
    value: total(({ value }) => value),
    low: total(({ low }) => low),
    high: total(({ high }) => high),
    kind: KIND_ORDER[least] as AmountKind,
    label,
    evidence: parts.flatMap(({ evidence }) => evidence),
  };
}

function figureOf({ when, amount, label, evidence }: SeriesPoint, years: number): Figure {
  return {
    time: yearNumber(when.date),
    date: when.date,
    value: amount.value / years,
    low: (amount.low ?? amount.value) / years,
    high: (amount.high ?? amount.value) / years,
    kind: amount.kind,
    label,
    evidence: [evidence],
  };
}

function middleOf(when: Dated): number {
  return (yearNumber(when.date) + yearNumber(lastDayOf(when))) / 2;
}

const byTime = (a: Figure, b: Figure): number => a.time - b.time;
