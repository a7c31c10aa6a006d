import type { DataTable, IndicatorResult, Measure } from "../../model/index.ts";
import { groupByLab, INDUSTRY } from "../by-lab.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";

const METHOD = "lack-of-transparency#indicators";
const CAUTION =
  "A count of the rubric's own questions, not a sample, so the interval is the figure. What a rubric asks is its " +
  "authors' choice, and a point says that something is public, not that it is good.";

/** An indicator that was answered. */
export type Answer = IndicatorResult & { readonly points: number };

/** The answers of rounds up to the day that counts as today; an indicator without points was not asked of that lab. */
export function answersOf({ indicators, asOf }: Pick<EvalInput, "indicators" | "asOf">): Answer[] {
  return indicators.filter((result): result is Answer => result.points !== null && isBy(result.round, asOf));
}

/** Whether a round, `2024-05`, is of that day or before; its day is not known, so the month counts. */
function isBy(round: string, asOf: string): boolean {
  return round <= asOf.slice(0, round.length);
}

/** Points of each lab in each round of each rubric. Rounds stand side by side: their questions differ. */
export function roundMeasures(input: EvalInput): Measure[] {
  const answers = answersOf(input);
  return groupByLab(input, answers).flatMap(([lab, own]) =>
    [...groupRounds(own)].map(([name, round]) => {
      const points = sumPoints(round);
      const labs = new Set(round.map((answer) => answer.lab)).size;
      return makeMeasure({
        eval: "lack-of-transparency",
        lab,
        name: `indicators-${name}`,
        label: `Indicators with a point, ${titleOf(round[0] as Answer)}`,
        unit: "share",
        estimate: counted(METHOD, points / round.length, round.length),
        numerator: points,
        denominator: round.length,
        caution: `${CAUTION} ${round.length - points} of ${round.length} have none${lab === INDUSTRY ? `, over ${labs} labs` : ""}.`,
        detail: lab === INDUSTRY ? countBy(round, "lab", (answer) => answer.lab) : countBy(round, "domain", domainOf),
        evidence: round.map(({ evidence }) => evidence),
      });
    }),
  );
}

/** Answers by rubric and round, `fmti-2024-05`, in that order. */
export function groupRounds(answers: readonly Answer[]): ReadonlyMap<string, readonly Answer[]> {
  const groups = Map.groupBy(answers, ({ rubric, round }) => `${rubric}-${round}`);
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `FMTI 2024-05` */
export function titleOf({ rubric, round }: Pick<Answer, "rubric" | "round">): string {
  return `${rubric.toUpperCase()} ${round}`;
}

const domainOf = ({ domain }: Answer): string => domain ?? "not named";

export function sumPoints(answers: readonly Answer[]): number {
  return answers.reduce((total, { points }) => total + points, 0);
}

function countBy(answers: readonly Answer[], column: string, keyOf: (answer: Answer) => string): DataTable {
  return {
    columns: [column, "points", "indicators"],
    rows: Array.from(Map.groupBy(answers, keyOf), ([key, own]) => [key, sumPoints(own), own.length]),
  };
}
