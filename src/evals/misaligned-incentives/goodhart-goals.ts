import type { EvalInput } from "../input.ts";

/** What labs say that they are for, as far as series tell, quarter by quarter. */
export type GoalName = "index-score" | "incidents-explained" | "disclosures";

/** Quarter → value. */
export type Calendar = ReadonlyMap<string, number>;

/** A goal series of one lab, and what it rests on. */
export interface Goal {
  readonly values: Calendar;
  readonly evidence: readonly string[];
}

/** What each goal counts. */
export const GOALS: Readonly<Record<GoalName, (lab: string, input: EvalInput) => Goal>> = {
  "index-score": indexScores,
  "incidents-explained": explainedShares,
  disclosures: disclosureCounts,
};

/** Points of a round as a share of its indicators that have any. */
function indexScores(lab: string, { indicators }: EvalInput): Goal {
  const own = indicators.filter((one) => one.lab === lab && one.points !== null);
  const rounds = Map.groupBy(own, ({ round }) => quarterOf(`${round}-01`));
  const share = (results: typeof own): number =>
    results.reduce((total, { points }) => total + (points ?? 0), 0) / results.length;
  return {
    values: new Map([...rounds].map(([quarter, results]) => [quarter, share(results)])),
    evidence: [...new Set(own.map(({ evidence }) => evidence))],
  };
}

const EXPLAINED = { yes: 1, partly: 0.5, no: 0 } as const;

/** Share of a quarter's incidents that were explained; a partial explanation is half of one. */
function explainedShares(lab: string, { incidents }: EvalInput): Goal {
  const told = incidents.flatMap((one) =>
    one.lab !== lab || one.explained === "unknown" ? [] : { ...one, points: EXPLAINED[one.explained] },
  );
  const quarters = Map.groupBy(told, ({ when }) => quarterOf(when.date));
  const share = (own: typeof told): number => own.reduce((total, { points }) => total + points, 0) / own.length;
  return {
    values: new Map([...quarters].map(([quarter, own]) => [quarter, share(own)])),
    evidence: told.map(({ evidence }) => evidence),
  };
}

/** Disclosures of each quarter since the lab's first; withheld or late ones are none. A quarter without is a counted 0. */
function disclosureCounts(lab: string, { events, records, asOf }: EvalInput): Goal {
  const withheld = new Set(records.filter(({ direction }) => direction === "concerning").map(({ id }) => id));
  const own = events.filter(
    (one) => one.lab === lab && one.kind === "disclosure" && one.when.date <= asOf && !withheld.has(one.evidence),
  );
  const counts = Map.groupBy(own, ({ when }) => quarterOf(when.date));
  const [first] = [...counts.keys()].toSorted();
  const quarters = first === undefined ? [] : quartersBetween(first, quarterOf(asOf));
  return {
    values: new Map(quarters.map((quarter) => [quarter, counts.get(quarter)?.length ?? 0])),
    evidence: own.map(({ evidence }) => evidence),
  };
}

/** `2024-05-13` → `2024-Q2` */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** All quarters from the first to the last, both included. */
export function quartersBetween(first: string, last: string): string[] {
  const number = (quarter: string): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1;
  const length = Math.max(0, number(last) - number(first) + 1);
  return Array.from({ length }, (_, at) => {
    const quarter = number(first) + at;
    return `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
  });
}
