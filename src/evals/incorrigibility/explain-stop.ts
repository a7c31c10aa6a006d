import type { ControlMeans } from "../../model/index.ts";
import type { StopAnswer, StopPath, StopStep } from "./who-can-stop.ts";

/** A line of an explanation: `heading`, a numbered `path`, or a `note` under it. */
export interface ExplanationLine {
  readonly kind: "heading" | "path" | "note";
  readonly text: string;
  /** The record that the line names at its end. */
  readonly evidence?: string;
}

/** The answer in plain words. */
export function explainStop(answer: StopAnswer): ExplanationLine[] {
  return [
    heading(`Who could stop or remove ${answer.name} on ${sayDay(answer.date)}`),
    ...explainPaths(answer),
    ...explainPressure(answer),
    ...answer.limits.map(note),
  ];
}

const heading = (text: string): ExplanationLine => ({ kind: "heading", text });
const path = (text: string): ExplanationLine => ({ kind: "path", text });
const note = (text: string): ExplanationLine => ({ kind: "note", text });

function explainPaths(answer: StopAnswer): ExplanationLine[] {
  const [byRule, byLaw] = [answer.paths.filter((one) => !one.byLaw), answer.paths.filter((one) => one.byLaw)];
  const nobody = note(`Nobody, in the records: no relation lets anyone decide on ${answer.name}.`);
  return [
    heading("By rule"),
    ...(byRule.length === 0 ? [nobody] : [...byRule.flatMap(explainPath), ...explainSets(answer)]),
    ...(byLaw.length === 0 ? [] : [heading("By law, as far as that law reaches"), ...byLaw.flatMap(explainPath)]),
  ];
}

function explainPath({ steps, vote, sets }: StopPath): ExplanationLine[] {
  const votes = vote === null ? [] : [note(explainVote(vote, sets.length))];
  return [path(`${steps.map(sayStep).join("; ")}.`), ...steps.map(explainTest), ...votes];
}

/** "OpenAI nonprofit board can remove OpenAI chief executive". */
export function sayStep({ controller, controlled, means, sharePercent }: StopStep): string {
  const whom = controller === controlled ? "its own members" : controlled;
  const share = sharePercent === null ? "a share" : `${sharePercent} %`;
  const words: Readonly<Record<ControlMeans, string>> = {
    removal: `can remove ${whom}`,
    veto: `can block ${whom}`,
    appointment: `appoints those who direct ${whom}`,
    regulation: `can restrain ${whom} by law`,
    "voting-shares": `holds ${share} of the votes in ${whom}`,
    "board-seats": `holds ${sharePercent === null ? "seats" : `${share} of the seats`} on the board of ${whom}`,
    contract: `has a contract that ${whom} depends on`,
    funding: `funds ${whom}`,
    "exit-threat": `can leave ${whom} together`,
  };
  return `${controller} ${words[means]}`;
}

function explainTest({ basis, evidence, tested, later }: StopStep): ExplanationLine {
  const then = {
    held: "It was used and held",
    failed: "It was used and did not hold",
    // A use may have begun by then: what is recorded is the day on which it was decided.
    untested: later === null ? "It had not been seen used" : "No use of it had been decided yet",
  }[tested];
  const after = later === null ? "" : `; by ${sayDay(later.date)} it ${laterWords[later.tested]}`;
  return { ...note(`Rests on: ${basis}. ${then}${after}. Evidence: ${evidence}.`), evidence };
}

const laterWords = { held: "had been used and held", failed: "had been used and did not hold" } as const;

function explainVote({ quota, quotaKnown, voters }: NonNullable<StopPath["vote"]>, sets: number): string {
  const equal = voters.every(({ votes }) => votes === voters[0]?.votes);
  const names = voters.map(({ name, votes, shapley }) =>
    equal ? name : `${name} (${votes / 10} %, power ${shapley.toFixed(2)})`,
  );
  const rule = equal
    ? `Decides with ${quota} of ${voters.length} votes${quotaKnown ? "" : ", if by simple majority"}`
    : "Decides with more than half of the votes";
  const ways = sets === 0 ? "the votes recorded do not reach that" : `${sets} smallest ${sets === 1 ? "set" : "sets"}`;
  return `${rule} (${ways}): ${names.join(", ")}.`;
}

function explainSets({ sets }: StopAnswer): ExplanationLine[] {
  const [smallest] = sets;
  if (smallest === undefined) return [];
  const alone = sets.filter((set) => set.length === 1).map((set) => set[0] as string);
  if (alone.length > 0) return [note(`Alone suffices: ${alone.join(", ")}.`)];
  return [note(`Nobody alone; the fewest that suffice together are ${smallest.length}.`)];
}

function explainPressure({ pressure }: StopAnswer): ExplanationLine[] {
  if (pressure.length === 0) return [note("Able to press without deciding: nobody, in the records.")];
  return [
    heading("Able to press, without deciding"),
    ...pressure.flatMap((step) => [path(`${sayStep(step)}.`), explainTest(step)]),
  ];
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "17 November 2023". */
function sayDay(date: string): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}
