import {
  type Assessment,
  type EvalName,
  EVALS,
  type Finding,
  isStanding,
  type LabComparison,
  type Measure,
} from "../../model/index.ts";
import { makeChangers } from "./changers.ts";
import { makeQuestions } from "./questions.ts";

/** Version of the rubric: the six evals, their weights and their coverage as this program has them. */
export const RUBRIC_VERSION = "2026.11";

/** Everything that a lab card says, before it is written in any format. */
export interface CardData {
  readonly lab: string;
  readonly labName: string;
  /** The day that counts as today. */
  readonly asOf: string;
  readonly rubric: string;
  readonly log: { readonly origin: string; readonly size: number; readonly root: string };
  /** In plain words, one sentence a line. */
  readonly summary: readonly string[];
  readonly evals: readonly CardEval[];
  /** What would change this assessment, and what to ask the lab. */
  readonly changers: readonly string[];
  readonly questions: readonly string[];
}

/** One of the six sections. */
export interface CardEval {
  readonly name: EvalName;
  readonly assessment: Assessment;
  readonly measures: readonly Measure[];
  /** Measures of this lab that could not be established. */
  readonly missing: readonly Measure[];
  /** The findings shown, the gravest first; both bearings where there are both. */
  readonly findings: readonly Finding[];
  readonly findingsLeft: number;
  /** Findings that people rejected or withdrew: they are neither shown nor counted. */
  readonly findingsDropped: number;
  readonly comparisons: readonly LabComparison[];
}

export interface CardSource {
  readonly lab: string;
  readonly labName: string;
  readonly asOf: string;
  readonly log: CardData["log"];
  readonly assessments: readonly Assessment[];
  readonly measures: readonly Measure[];
  readonly findings: readonly Finding[];
  readonly comparisons: readonly LabComparison[];
}

/** Puts a lab's card together. */
export function makeCard(source: CardSource): CardData {
  const evals = EVALS.map((name) => makeEval(name, source));
  const { lab, labName, asOf, log } = source;
  const standing = source.findings.filter(isStanding);
  return {
    lab,
    labName,
    asOf,
    rubric: RUBRIC_VERSION,
    log,
    summary: summarize(source, evals),
    evals,
    changers: makeChangers({ ...source, findings: standing }),
    questions: makeQuestions(standing),
  };
}

/** Findings shown of each bearing in one section. */
const SHOWN = { concerning: 4, reassuring: 3, mixed: 2 } as const;

function makeEval(name: EvalName, source: CardSource): CardEval {
  const all = source.findings.filter((finding) => finding.eval === name);
  const own = all.filter(isStanding);
  const shown = (["concerning", "reassuring", "mixed"] as const).flatMap((bearing) =>
    gravest(own.filter((finding) => finding.bearing === bearing)).slice(0, SHOWN[bearing]),
  );
  const measures = source.measures.filter((measure) => measure.eval === name);
  const assessment = source.assessments.find((one) => one.eval === name);
  if (!assessment) throw new Error(`${source.lab} has no assessment of ${name}`);
  return {
    name,
    assessment,
    measures: measures.filter(({ estimate }) => estimate.established),
    missing: measures.filter(({ estimate }) => !estimate.established),
    findings: gravest(shown),
    findingsLeft: own.length - shown.length,
    findingsDropped: all.length - own.length,
    comparisons: source.comparisons.filter(
      (one) => one.eval === name && (one.a === source.lab || one.b === source.lab),
    ),
  };
}

/** By weight of the matter, then what the essay cites, then the newest. */
function gravest(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      b.severity - a.severity ||
      Number(b.seed) - Number(a.seed) ||
      b.sourceWeight - a.sourceWeight ||
      (a.when.date < b.when.date ? 1 : -1),
  );
}

function summarize({ labName, findings }: CardSource, evals: readonly CardEval[]): string[] {
  const established = evals.filter(({ assessment }) => assessment.balance.established);
  const lines = [sayFindings(labName, findings)];
  if (established.length < evals.length) {
    lines.push(
      `In ${evals.length - established.length} of the six evals there is too little public evidence to say anything.`,
    );
  }
  lines.push(
    "A balance says how the evidence at hand leans, from 0 (all reassuring) to 1 (all concerning), with the range in " +
      "which it lies nine times in ten. It is no probability of misalignment, and there is no total over the six.",
  );
  return lines;
}

function sayFindings(labName: string, all: readonly Finding[]): string {
  const standing = all.filter(isStanding);
  const count = (bearing: Finding["bearing"]): number => standing.filter((one) => one.bearing === bearing).length;
  const accepted = standing.filter(({ state }) => state === "accepted" || state === "corrected").length;
  const dropped = all.length - standing.length;
  return (
    `${standing.length} findings bear on ${labName}: ${count("concerning")} concerning, ${count("reassuring")} reassuring, ` +
    `${count("mixed")} mixed. People have accepted ${accepted} of them; the others are not decided and weigh less.` +
    (dropped > 0 ? ` Rejected or withdrawn, and not counted: ${dropped}.` : "")
  );
}
