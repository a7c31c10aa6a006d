import {
  type Direction,
  DIRECTION_WORDS,
  type Disclosed,
  DISCLOSED_SENTENCES,
  EVAL_TITLES,
  KIND_WORDS,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "../model/index.ts";
import { type Alert, alertId } from "./alert.ts";
import type { Tripwire } from "./declaration.ts";
import type { ChangeFact, FindingFact, MeasureFact, PromiseFact } from "./facts.ts";

/** What each fact says as an alert. */

/** Characters of a title, and of any one text, at most: a clause of a megabyte makes no letter. */
const TITLE_LENGTH_MAX = 200;
const TEXT_LENGTH_MAX = 4_000;

const day = (instant: string): string => instant.slice(0, "2024-01-10".length);

export function alertOfChange({ name }: Tripwire, change: ChangeFact): Alert {
  const { direction, kind, subject, severity, disclosed, lab, labName, documentName, note } = change;
  return {
    // The same two texts may follow each other twice: that is another event.
    id: alertId(name, "change", `${change.document} ${change.id}`, change.newVersion),
    tripwire: name,
    about: "change",
    lab,
    labName,
    date: day(change.date),
    title: clip(`${labName}, ${documentName}: ${DIRECTION_WORDS[direction]}: ${change.clause}`, TITLE_LENGTH_MAX),
    before: change.old && clip(change.old.text, TEXT_LENGTH_MAX),
    after: change.new && clip(change.new.text, TEXT_LENGTH_MAX),
    under: (change.old ?? change.new)?.path.map((lead) => clip(lead, TITLE_LENGTH_MAX)) ?? [],
    facts: [
      ["Document", change.document],
      ["What happened", KIND_WORDS[kind]],
      ["About", SUBJECT_WORDS[subject]],
      ["Severity", `${severity}, ${SEVERITY_WORDS[severity]}`],
      ["Disclosed", DISCLOSED_SENTENCES[disclosed]],
      ...(note === null ? [] : [["The document’s note", clip(note, TEXT_LENGTH_MAX)] as const]),
    ],
    reasons: change.because,
    confidence: change.confidence,
    against: change.against,
    questions: askOfChange(direction, disclosed),
    path: `/changes/${change.id}`,
    command: `corrigible changes --all --document ${change.document} --since ${day(change.date)} --until ${day(change.date)}`,
    evidence: [change.oldVersion, change.newVersion],
  };
}

const DID: Readonly<Record<Direction, string>> = { loosens: "loosen", tightens: "tighten", neutral: "reword" };

function askOfChange(direction: Direction, disclosed: Disclosed): string[] {
  const told = disclosed === "yes";
  return [
    `Who decided to ${DID[direction]} this rule, when, and under what review?`,
    ...(told
      ? []
      : ["Where, if anywhere, was the change announced, and why does the document’s own note not tell of it?"]),
    direction === "tightens"
      ? "What happened that made the rule necessary, and who checks that it is kept?"
      : "What may be done now that the rule forbade before, and has anybody already done it?",
  ];
}

/** What findings that come of the same evidence have in common. */
export const keyOfFinding = ({ rule, lab, evidence }: FindingFact): string => JSON.stringify([rule, lab, evidence]);

/** `findings`: what one record says to several evals is one alert. Never empty. */
export function alertOfFindings({ name }: Tripwire, findings: readonly [FindingFact, ...FindingFact[]]): Alert {
  const [finding] = findings;
  const evals = findings.map((one) => EVAL_TITLES[one.eval]);
  const { title, lab, labName, bearing, severity, state, counter, reply } = finding;
  return {
    id: alertId(name, "finding", keyOfFinding(finding), ""),
    tripwire: name,
    about: "finding",
    lab,
    labName,
    date: finding.when.date,
    title: clip(`${labName}: ${title}`, TITLE_LENGTH_MAX),
    before: null,
    after: clip(finding.summary, TEXT_LENGTH_MAX),
    under: [],
    facts: [
      [evals.length === 1 ? "Eval" : "Evals", evals.join(", ")],
      ["Bearing", bearing],
      ["Severity", `${severity}, ${SEVERITY_WORDS[severity]}`],
      ["State of review", state],
      ["Dated to the", finding.when.precision],
      ...(reply === null ? [] : [["The lab’s reply", clip(reply, TEXT_LENGTH_MAX)] as const]),
    ],
    reasons: [`It was proposed by ${finding.rule}.`],
    confidence: null,
    against: [clip(counter, TEXT_LENGTH_MAX)],
    questions: [`On “${clip(title, TITLE_LENGTH_MAX)}”: who decided it, when, and under what review?`],
    path: finding.evidence[0] === undefined ? `/labs/${lab}` : `/evidence/${finding.evidence[0]}`,
    command: `corrigible findings --lab ${lab} --eval ${finding.eval} --since ${finding.when.date} --until ${finding.when.date}`,
    evidence: finding.evidence,
  };
}

export function alertOfPromise({ name }: Tripwire, promise: PromiseFact, date: string): Alert {
  const { id, lab, labName, state, dueDay, daysOverdue } = promise;
  return {
    id: alertId(name, "promise", id, state),
    tripwire: name,
    about: "promise",
    lab,
    labName,
    date,
    title: clip(`${labName}: promise ${state}: ${promise.promise}`, TITLE_LENGTH_MAX),
    before: null,
    after: clip(promise.promise, TEXT_LENGTH_MAX),
    under: [],
    facts: [
      ["Made", promise.made],
      ["Due", dueDay ?? "no day was named"],
      ["State", state],
      ...(daysOverdue === null ? [] : [["Days overdue", String(daysOverdue)] as const]),
    ],
    reasons: [
      state === "overdue"
        ? "Its day has passed, and no outcome is known."
        : `The evidence says that it is ${state.replaceAll("-", " ")}.`,
    ],
    confidence: null,
    against: [clip(promise.counter, TEXT_LENGTH_MAX)],
    questions: [
      "Who answers for this promise, and by which day will it be kept?",
      "Who decided that it was not kept in time, when, and under what review?",
    ],
    path: `/evidence/${id}`,
    command: `corrigible findings --lab ${lab} --eval deception`,
    evidence: promise.evidence,
  };
}

/** `bound`: as `above 0.25`. `since`: the day from which it is beyond, as far as we looked. */
export function alertOfMeasure({ name }: Tripwire, measure: MeasureFact, bound: string, since: string): Alert {
  const { id, lab, labName, label, unit, estimate, numerator, denominator } = measure;
  const value = estimate.established ? `${estimate.value}` : "not established";
  return {
    id: alertId(name, "measure", id, `${bound} since ${since}`),
    tripwire: name,
    about: "measure",
    lab,
    labName,
    date: since,
    title: clip(`${labName}: ${label} is ${bound}: ${value} (${unit})`, TITLE_LENGTH_MAX),
    before: null,
    after: null,
    under: [],
    facts: [
      ["Measure", id],
      ["Value", `${value} (${unit})`],
      ...(estimate.established
        ? ([
            ["Interval", `${estimate.low} to ${estimate.high}`],
            ["Observations", String(estimate.n)],
            ["Method", estimate.method],
          ] as const)
        : []),
      ...(numerator === undefined || denominator === undefined
        ? []
        : ([["Counted", `${numerator} of ${denominator}`]] as const)),
    ],
    reasons: [`The measure is ${bound}.`],
    confidence: null,
    against: [clip(measure.caution, TEXT_LENGTH_MAX)],
    questions: ["Who knew of this figure, when, and what was decided because of it, under what review?"],
    path: lab === "industry" ? "/power" : `/labs/${lab}`,
    command: `corrigible measures ${lab} --eval ${measure.eval}`,
    evidence: measure.evidence,
  };
}

/** Shortens, at whole characters; what is left out shows as " …". */
function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, "")
    .trimEnd()} …`;
}
