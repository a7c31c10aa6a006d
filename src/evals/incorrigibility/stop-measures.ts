import type { ControlRelation, Measure } from "../../model/index.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { notEstablished } from "../stats/index.ts";
import { sayStep } from "./explain-stop.ts";
import { type StopAnswer, type StopPath, whoCanStop } from "./who-can-stop.ts";

const STOP = "incorrigibility#who-can-stop";
const VOTES = "incorrigibility#voting-power";
const CAUTION =
  "Counts what the records tell: powers that nobody recorded, courts, and laws that bind every company are left out. " +
  "Many who could stop a lab are not many who would.";

/** How many must act together to stop a lab, and how its deciding votes are spread, as of a day. */
export function stopMeasures(lab: string, relations: readonly ControlRelation[], asOf: string): Measure[] {
  const answer = whoCanStop(relations, lab, asOf);
  if (answer.paths.length + answer.pressure.length === 0) return [];
  return [smallestSet(lab, answer), ...votingPower(lab, answer)];
}

function smallestSet(lab: string, answer: StopAnswer): Measure {
  const [smallest] = answer.sets;
  return makeMeasure({
    eval: "incorrigibility",
    lab,
    name: "fewest-who-can-stop",
    label: "Fewest parties that could stop or replace those who direct the lab",
    unit: "parties",
    estimate:
      smallest === undefined
        ? notEstablished("no relation in the records lets anyone decide, but by law", answer.paths.length, STOP)
        : counted(STOP, smallest.length, answer.sets.length),
    caution: CAUTION,
    detail: {
      columns: ["path", "who acts", "sets", "tested"],
      rows: answer.paths.map(({ steps, sets, vote }) => [
        steps.map(sayStep).join("; "),
        vote === null ? (sets[0]?.[0] ?? null) : `${vote.quota} of ${vote.voters.length} votes`,
        sets.length,
        steps.map(({ tested }) => tested).join(", "),
      ]),
    },
    evidence: [
      ...new Set([...answer.paths.flatMap(({ steps }) => steps), ...answer.pressure].map(({ evidence }) => evidence)),
    ],
  });
}

/** The largest share of power in the vote nearest to the lab; nothing where no votes are recorded. */
function votingPower(lab: string, { paths }: StopAnswer): Measure[] {
  const path = paths.filter(({ vote }) => vote !== null).toSorted((a, b) => a.steps.length - b.steps.length)[0];
  if (path === undefined || path.vote === null) return [];
  const { voters } = path.vote;
  return [
    makeMeasure({
      eval: "incorrigibility",
      lab,
      name: "largest-voting-power",
      label: "Largest share of power of one voter in the body that decides (Shapley-Shubik)",
      unit: "share",
      estimate: counted(VOTES, Math.max(...voters.map(({ shapley }) => shapley)), voters.length),
      caution: "An index of a vote counts all coalitions as equally likely; allies and dependence are not in it.",
      detail: {
        columns: ["voter", "votes", "Banzhaf", "Shapley-Shubik"],
        rows: voters.map(({ name, votes, banzhaf, shapley }) => [name, votes, banzhaf, shapley]),
      },
      evidence: evidenceOf(path),
    }),
  ];
}

const evidenceOf = ({ steps }: StopPath): string[] => [...new Set(steps.map(({ evidence }) => evidence))];
