import { type DataTable, indicatorKey, type Measure } from "../../model/index.ts";
import { INDUSTRY } from "../by-lab.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { notEstablished } from "../stats/index.ts";
import { type Answer, answersOf } from "./indicators.ts";

const METHOD = "lack-of-transparency#matched-indicators";

/** One indicator of one lab in two rounds that both ask it. */
interface Match {
  readonly before: Answer;
  readonly after: Answer;
}

/** Two rounds of one rubric and what of them matches for one lab. */
interface RoundPair {
  readonly lab: string;
  /** `fmti-2023-10-to-2024-05` */
  readonly name: string;
  readonly title: string;
  readonly matches: readonly Match[];
  /** Indicators that the later round asked of the lab. */
  readonly asked: number;
}

/**
 * What a lab discloses more and less from one of its rounds to the next, over the indicators that both rounds ask.
 * Totals of rounds are never set side by side: half the questions of a later round may be new.
 */
export function matchedMeasures(input: EvalInput): Measure[] {
  const answers = answersOf(input);
  const byLab = Map.groupBy(answers, ({ lab }) => lab);
  const pairs = [...byLab].flatMap(([lab, own]) => pairRounds(lab, own));
  const labs = [...input.labs.keys()].filter((lab) => lab !== INDUSTRY);
  return [
    ...labs.flatMap((lab) => pairs.filter((pair) => pair.lab === lab).flatMap(measurePair)),
    ...joinPairs(pairs).flatMap(measurePair),
  ];
}

/** Each rubric's rounds in which a lab stands, one and the next. */
function pairRounds(lab: string, own: readonly Answer[]): RoundPair[] {
  return [...Map.groupBy(own, ({ rubric }) => rubric)].flatMap(([rubric, answers]) => {
    const rounds = [...Map.groupBy(answers, ({ round }) => round)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return rounds.slice(1).map(([later, after], at) => {
      const [earlier, before] = rounds[at] as (typeof rounds)[number];
      const title = `${rubric.toUpperCase()} ${earlier} to ${later}`;
      const name = `${rubric}-${earlier}-to-${later}`;
      return { lab, name, title, matches: matchAnswers(before, after), asked: after.length };
    });
  });
}

function matchAnswers(before: readonly Answer[], after: readonly Answer[]): Match[] {
  const earlier = new Map(before.map((answer) => [indicatorKey(answer.indicator), answer]));
  return after.flatMap((answer) => {
    const same = earlier.get(indicatorKey(answer.indicator));
    return same ? { before: same, after: answer } : [];
  });
}

/** The pairs of all labs between the same rounds, as the industry's. */
function joinPairs(pairs: readonly RoundPair[]): RoundPair[] {
  const groups = [...Map.groupBy(pairs, ({ name }) => name).values()];
  return groups
    .map((group) => ({
      ...(group[0] as RoundPair),
      lab: INDUSTRY,
      matches: group.flatMap(({ matches }) => matches),
      asked: group.reduce((total, { asked }) => total + asked, 0),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const MOVES = [
  { move: "gained", label: "Matched indicators that gained their point" },
  { move: "lost", label: "Matched indicators that lost their point" },
] as const;
type Move = "gained" | "lost" | "kept" | "missing still";

function moveOf({ before, after }: Match): Move {
  if (before.points === after.points) return after.points > 0 ? "kept" : "missing still";
  return after.points > before.points ? "gained" : "lost";
}

function measurePair(pair: RoundPair): Measure[] {
  const { lab, name, title, matches, asked } = pair;
  const found = (move: Move): number => matches.filter((match) => moveOf(match) === move).length;
  return MOVES.map(({ move, label }) =>
    makeMeasure({
      eval: "lack-of-transparency",
      lab,
      name: `matched-${name}-${move}`,
      label: `${label}, ${title}`,
      unit: "share",
      estimate:
        matches.length === 0
          ? notEstablished("the two rounds have no indicator in common", 0, METHOD)
          : counted(METHOD, found(move) / matches.length, matches.length),
      numerator: found(move),
      denominator: matches.length,
      caution:
        `A count, not a sample. ${matches.length} of the ${asked} indicators of the later round have the name of an ` +
        `earlier one: ${found("gained")} gained their point, ${found("lost")} lost it, ${found("kept")} kept it, ` +
        `${found("missing still")} have none in either. The same name may ask for more in a later round.`,
      detail: tableOf(matches),
      evidence: [...new Set(matches.flatMap(({ before, after }) => [before.evidence, after.evidence]))],
    }),
  );
}

function tableOf(matches: readonly Match[]): DataTable {
  return {
    columns: ["indicator", "lab", "before", "after", "move"],
    rows: matches.map((match) => [
      match.after.indicator,
      match.after.lab,
      match.before.points,
      match.after.points,
      moveOf(match),
    ]),
  };
}
