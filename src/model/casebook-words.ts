import type { CasebookRecord, CasebookType } from "./casebook-record.ts";
import type { Claim } from "./claim.ts";
import type { CodedChange } from "./coded-change.ts";
import type { ControlRelation } from "./control-relation.ts";
import { type Dated, lastDayOf, parseDated } from "./dated.ts";
import { DEFAULT_LAB_TABLE } from "./default-lab-table.ts";
import type { EvalName } from "./evals.ts";
import { type Finding, findingId } from "./finding.ts";
import type { Incident } from "./incident.ts";
import type { LabEvent, LabEventKind } from "./lab-event.ts";
import type { OversightAttempt } from "./oversight-attempt.ts";
import type { LabPromise } from "./promise.ts";
import { slug } from "./slug.ts";
import { SOURCE_WEIGHTS, type SourceWeight } from "./source.ts";

/**
 * Records of the casebook in the words of the evals. What a record says, not its type, decides: one with a promise
 * and its state is a promise in whichever file it stands.
 */

/** When it happened. A month's or a year's record may carry any day of it; its first day stands for the whole. */
export function whenOf({ date, date_precision: precision }: CasebookRecord): Dated {
  if (precision === "day") return { date, precision };
  return { date: precision === "month" ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-01-01`, precision };
}

/**
 * How much the sources of a record carry. `weak` where the record says that it is, or no source was read; `primary`
 * where one was that is the lab's own, a court's, a regulator's, a filing, or by those whose finding it is;
 * `secondary` else.
 */
export function sourceWeight({ weak, sources }: CasebookRecord): SourceWeight {
  const read = sources.filter(({ verified }) => verified);
  if (weak !== null || read.length === 0) return SOURCE_WEIGHTS.weak;
  return read.some(({ primary }) => primary) ? SOURCE_WEIGHTS.primary : SOURCE_WEIGHTS.secondary;
}

/** The record as evidence on one of its evals. */
export function toFinding(record: CasebookRecord, evalName: EvalName): Finding {
  const identity = { eval: evalName, rule: "casebook", evidence: [record.id] };
  return {
    id: findingId(identity),
    ...identity,
    lab: record.lab,
    when: whenOf(record),
    title: record.title,
    summary: record.summary,
    bearing: record.direction,
    severity: record.severity,
    state: "proposed",
    sourceWeight: sourceWeight(record),
    counter: record.counter,
    reply: null,
    match: record.id.slice(`${record.lab}-2024-01-`.length),
    seed: record.seed,
  };
}

/** The record as evidence on each of its evals. */
export function toFindings(record: CasebookRecord): Finding[] {
  return record.dimensions.map((evalName) => toFinding(record, evalName));
}

const EVENT_OF: Readonly<Partial<Record<CasebookType, LabEventKind>>> = {
  release: "release",
  secrecy: "secrecy",
  "market-action": "market-action",
  people: "people",
  disclosure: "disclosure",
};

/** What the lab did on that day. A grade that others gave it is no act of the lab; people bought are an acquisition. */
export function labEvents(record: CasebookRecord): LabEvent[] {
  const { lab, type, title, figures, id } = record;
  const kind = type === "people" && figures["amount_usd"] !== undefined ? "acquisition" : EVENT_OF[type];
  if (kind === undefined || isGrade(record)) return [];
  return [{ lab, kind, when: whenOf(record), title, evidence: id }];
}

const GRADES = ["score_of_100", "mean_score_of_100", "grade_points_of_4", "safety_points_of_25"];

function isGrade({ fields, figures }: CasebookRecord): boolean {
  return fields.grade !== undefined || GRADES.some((key) => key in figures);
}

/** The promise that a record tells of, with what became of it. */
export function promises(record: CasebookRecord): LabPromise[] {
  const { promise, due_date: due, status, status_date: stateDate } = record.fields;
  if (promise === undefined || status === undefined) return [];
  return [
    {
      lab: record.lab,
      made: whenOf(record),
      promise,
      due: typeof due === "string" ? parseDated(due) : null,
      state: status,
      stateDate: firstDay(stateDate),
      evidence: record.id,
    },
  ];
}

/** The claim that a record weighs. */
export function claims(record: CasebookRecord): Claim[] {
  const { claim_paraphrase: claim, evidence_for, evidence_against, verdict } = record.fields;
  if (claim === undefined || verdict === undefined) return [];
  return [
    {
      lab: record.lab,
      made: whenOf(record),
      claim,
      evidenceFor: evidence_for ?? "",
      evidenceAgainst: evidence_against ?? "",
      verdict,
      evidence: record.id,
    },
  ];
}

/** Who can do what to whom, as a record tells it. */
export function controlRelations({ id, fields }: CasebookRecord): ControlRelation[] {
  const { controller, controlled, means } = fields;
  if (controller === undefined || controlled === undefined || means === undefined) return [];
  return [
    {
      controller: partyId(controller),
      controlled: partyId(controlled),
      controllerName: controller,
      controlledName: controlled,
      means,
      sharePercent: fields.share_percent ?? null,
      start: firstDay(fields.start),
      end: lastDay(fields.end),
      basis: fields.basis ?? means,
      tested: fields.tested ?? "untested",
      ...bodyOf(fields),
      evidence: id,
    },
  ];
}

/** Who votes in the controller, and when the use that is told of was decided. */
function bodyOf({ members, quota, tested_on }: CasebookRecord["fields"]): Partial<ControlRelation> {
  const testedOn = lastDay(tested_on);
  return {
    ...(members === undefined ? {} : { members }),
    ...(quota === undefined ? {} : { quota }),
    ...(testedOn === null ? {} : { testedOn }),
  };
}

/** A lab's id where the name is a lab's, its slug else. */
function partyId(name: string): string {
  const lab = Object.entries(DEFAULT_LAB_TABLE.labs).find(([, labName]) => labName === name);
  return lab?.[0] ?? slug(name);
}

/** The attempt at oversight that a record tells of. */
export function oversightAttempts(record: CasebookRecord): OversightAttempt[] {
  const { overseer, target, attempt, outcome } = record.fields;
  if (overseer === undefined || target === undefined || attempt === undefined || outcome === undefined) return [];
  return [{ lab: record.lab, when: whenOf(record), overseer, target, attempt, outcome, evidence: record.id }];
}

/** What went wrong, or was kept back, and whether the lab said why. */
export function incidents(record: CasebookRecord): Incident[] {
  const { explained, explanation_date: date } = record.fields;
  if (explained === undefined) return [];
  const { lab, title, id } = record;
  return [{ lab, when: whenOf(record), title, explained, explanationDate: firstDay(date), evidence: id }];
}

/** The change of rules that a record codes. */
export function codedChanges(record: CasebookRecord): CodedChange[] {
  const { document, effect, disclosed } = record.fields;
  if (document === undefined || effect === undefined) return [];
  const { lab, severity, id } = record;
  return [{ lab, when: whenOf(record), document, effect, disclosed: disclosed ?? "unknown", severity, evidence: id }];
}

/** The first day that a date can be; null for none. */
function firstDay(text: string | null | undefined): string | null {
  return typeof text === "string" ? (parseDated(text)?.date ?? null) : null;
}

function lastDay(text: string | null | undefined): string | null {
  const date = typeof text === "string" ? parseDated(text) : null;
  return date && lastDayOf(date);
}
