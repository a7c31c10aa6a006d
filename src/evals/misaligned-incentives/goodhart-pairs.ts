import type { DataTable, Estimate, Finding, Measure, SeriesName } from "../../model/index.ts";
import { findingId } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { type Course, coursesOf } from "../series.ts";
import { goodhartPair, notEstablished, type Random, seededRandom } from "../stats/index.ts";
import { type Calendar, type GoalName, GOALS, quarterOf, quartersBetween } from "./goodhart-goals.ts";

const METHOD = "misaligned-incentives#goodhart";

/** A proxy that is pursued and the goal that it is meant to serve. */
interface PairOfSeries {
  readonly name: string;
  readonly proxy: SeriesName;
  readonly goal: GoalName;
  readonly label: string;
  /** Why the one is taken to stand for the other. */
  readonly reason: string;
}

/** Pairs are data: whoever disputes one can strike it, or add another. */
export const GOODHART_PAIRS: readonly PairOfSeries[] = [
  {
    name: "goodhart-valuation-transparency",
    proxy: "valuation",
    goal: "index-score",
    label: "Valuation against transparency index",
    reason:
      "A valuation is the market's word for the good a lab will do; that others can check it is part of that good",
  },
  {
    name: "goodhart-revenue-explained",
    proxy: "revenue",
    goal: "incidents-explained",
    label: "Revenue against incidents explained",
    reason:
      "Revenue is said to show that a product serves people; explaining what went wrong serves those whom it failed",
  },
  {
    name: "goodhart-revenue-disclosures",
    proxy: "revenue",
    goal: "disclosures",
    label: "Revenue against disclosures",
    reason: "Money is said to be for the mission; a lab that grows with its mission tells more of what it does",
  },
  {
    name: "goodhart-capability-disclosures",
    proxy: "capability",
    goal: "disclosures",
    label: "Capability released against disclosures",
    reason: "Scores are what labs race for; what they disclose about safety should keep pace with what they release",
  },
];

/** Does a lab's proxy still move with the goal that it stands for? */
export function goodhart(input: EvalInput): { readonly measures: Measure[]; readonly findings: Finding[] } {
  const random = seededRandom(input.seed);
  const results = [...input.labs.keys()]
    .filter((lab) => lab !== "industry")
    .flatMap((lab) => GOODHART_PAIRS.flatMap((pair) => resultOf(lab, pair, input, random)));
  return {
    measures: results.map(({ measure }) => measure),
    findings: results.flatMap(({ measure, test }) => findingOf(measure, test, input)),
  };
}

type Test = ReturnType<typeof goodhartPair>;

interface Result {
  readonly measure: Measure;
  readonly test: Test;
}

function resultOf(lab: string, pair: PairOfSeries, input: EvalInput, random: Random): Result[] {
  const points = input.series.filter((point) => point.lab === lab && point.series === pair.proxy);
  const [course] = coursesOf(points, input.asOf);
  const goal = GOALS[pair.goal](lab, input);
  if (course === undefined || goal.values.size === 0) return [];
  const proxy = proxyCalendar(course, quarterOf(input.asOf));
  const quarters = [...proxy.keys()].filter((quarter) => goal.values.has(quarter)).toSorted();
  const columns = quarters.map((quarter) => [quarter, proxy.get(quarter) ?? 0, goal.values.get(quarter) ?? 0] as const);
  const test = goodhartPair(
    columns.map(([, value]) => value),
    columns.map(([, , value]) => value),
    random,
  );
  const detail: DataTable = { columns: ["quarter", pair.proxy, pair.goal], rows: columns };
  const evidence = [...new Set([...course.figures.flatMap((figure) => figure.evidence), ...goal.evidence])];
  return [{ test, measure: measureOf(lab, pair, test, detail, evidence) }];
}

function measureOf(
  lab: string,
  pair: PairOfSeries,
  test: Test,
  detail: DataTable,
  evidence: readonly string[],
): Measure {
  return makeMeasure({
    eval: "misaligned-incentives",
    lab,
    name: pair.name,
    label: `${pair.label}: change of their correlation at the most likely break`,
    unit: "rank correlation",
    estimate: estimateOf(test),
    caution: `${pair.reason}. ${sayBreak(test, detail)}Two series that both rise with time go together whatever binds them.`,
    detail,
    evidence,
  });
}

function estimateOf(test: Test): Estimate {
  if (!test.established) return notEstablished(`${test.reason} (${test.n} quarters have both)`, test.n, METHOD);
  if (!test.change.established) return notEstablished(test.change.reason, test.n, METHOD);
  return { ...test.change, n: test.n, method: METHOD };
}

function sayBreak(test: Test, detail: DataTable): string {
  if (!test.established) return "";
  const quarter = String(detail.rows[test.breakIndex]?.[0] ?? "");
  const rho = (of: Estimate): string => (of.established ? of.value.toFixed(2) : "unknown");
  return `Break at ${quarter} (p ${test.breakP?.toFixed(2)}): ${rho(test.before)} before, ${rho(test.after)} after, ${test.verdict}. `;
}

/** Decoupled speaks against the lab; a correlation that stays above 0 after the break speaks for it. */
function findingOf(measure: Measure, test: Test, { labs, asOf }: EvalInput): Finding[] {
  if (!test.established) return [];
  const holds = test.verdict === "not decoupled" && test.after.established && test.after.low > 0;
  if (test.verdict !== "decoupled" && !holds) return [];
  const identity = { eval: "misaligned-incentives" as const, rule: measure.name, evidence: [...measure.evidence] };
  const [pair = ""] = measure.label.split(":");
  return [
    {
      ...identity,
      id: findingId(identity),
      lab: measure.lab,
      when: { date: asOf, precision: "day" },
      title: `${labs.get(measure.lab) ?? measure.lab}: ${pair.toLowerCase()} ${holds ? "still move together" : "no longer move together"}`,
      summary: `Over ${test.n} quarters the proxy and its goal are ${test.verdict}.`,
      bearing: holds ? "reassuring" : "concerning",
      severity: 1,
      state: "proposed",
      sourceWeight: 0.8,
      counter: measure.caution,
      reply: null,
      match: null,
      seed: false,
    },
  ];
}

/** The last figure of each quarter. The best score so far holds until it is passed; other figures are not carried on. */
function proxyCalendar({ figures, footing }: Course, until: string): Calendar {
  const known = new Map(figures.map(({ date, value }) => [quarterOf(date), value]));
  if (footing !== "record") return known;
  const filled = new Map<string, number>();
  const [first] = [...known.keys()].toSorted();
  let last = 0;
  for (const quarter of first === undefined ? [] : quartersBetween(first, until)) {
    last = known.get(quarter) ?? last;
    filled.set(quarter, last);
  }
  return filled;
}
