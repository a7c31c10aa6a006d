import { visibleText } from "../clauses/index.ts";
import { REASON_WORDS, speaksAgainst } from "../compare/index.ts";
import { promiseLedger } from "../evals/index.ts";
import {
  type ChangeFilter,
  type EvalFrame,
  type Index,
  type ListedChange,
  listChanges,
  listDocuments,
  listFindings,
  listMeasures,
  readEvalFrame,
  tallyRepeated,
} from "../index/index.ts";
import { ALARM_CONFIDENCE, type CasebookRecord } from "../model/index.ts";
import {
  type ChangeFact,
  DIRECTIONS_MEANT,
  type Facts,
  type KnownNames,
  type PromiseFact,
  type TripwireOf,
} from "../tripwires/index.ts";
import { readRecords } from "./eval-input.ts";
import type { Workspace } from "./workspace.ts";

/** What tripwires look at, out of the index and the log. */

/** The lab of a measure that is over all labs. */
const INDUSTRY = "industry";
const INDUSTRY_NAME = "All labs";

const nameOf = ({ labs }: EvalFrame, lab: string): string =>
  lab === INDUSTRY ? INDUSTRY_NAME : Object.hasOwn(labs, lab) ? (labs[lab] ?? lab) : lab;

/** Findings, promises and measures as of the last audit. Throws a UserError where there was none. */
export async function readTripwireFacts(workspace: Workspace, index: Index): Promise<Facts> {
  const frame = await readEvalFrame(index);
  const named = <T extends { readonly lab: string }>(one: T): T & { readonly labName: string } => ({
    ...one,
    labName: nameOf(frame, one.lab),
  });
  return {
    asOf: frame.asOf,
    findings: (await listFindings(index, {})).map(named),
    promises: readPromises(readRecords(workspace), frame.asOf).map(named),
    measures: (await listMeasures(index)).map(named),
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function readPromises(records: readonly CasebookRecord[], asOf: string): Omit<PromiseFact, "labName">[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  return promiseLedger({ records, asOf }).map(({ lab, promise, made, dueDay, state, stateDate, records: ids }) => {
    const isOverdue = state === "overdue" && dueDay !== null;
    return {
      id: ids[0] ?? "",
      lab,
      promise,
      made: made.date.slice(0, { day: 10, month: 7, year: 4 }[made.precision]),
      dueDay,
      state,
      stateDate,
      daysOverdue: isOverdue ? Math.round((Date.parse(asOf) - Date.parse(dueDay)) / DAY_MS) : null,
      counter: byId.get(ids[0] ?? "")?.counter ?? "none found",
      evidence: ids,
    };
  });
}

/** The changes that may trip a tripwire, newest first; `since`: only from this day on. Noise is no change. */
export async function readChangeFacts(
  index: Index,
  tripwire: TripwireOf<"change">,
  since?: string,
): Promise<ChangeFact[]> {
  const frame = await readEvalFrame(index);
  const filter: ChangeFilter = {
    directions: tripwire.direction ?? DIRECTIONS_MEANT,
    severity: tripwire.severity,
    minConfidence: tripwire.confidence ?? ALARM_CONFIDENCE,
    since,
    ...(tripwire.lab?.length === 1 ? { lab: tripwire.lab[0] } : {}),
    ...(tripwire.document?.length === 1 ? { document: tripwire.document[0] } : {}),
  };
  const repeated = await tallyRepeated(index);
  return (await listChanges(index, filter)).map((listed) => {
    const labName = nameOf(frame, listed.change.lab);
    return toFact(listed, labName, repeated.get(listed.change.id) ?? 1);
  });
}

function toFact(listed: ListedChange, labName: string, seen: number): ChangeFact {
  const { change, note, service, terms } = listed;
  return {
    ...change,
    labName,
    documentName: `${service} ${terms}`,
    note,
    clause: visibleText((change.old ?? change.new)?.text ?? "").replaceAll(/\s+/g, " "),
    because: change.reasons.map((code) => (Object.hasOwn(REASON_WORDS, code) ? (REASON_WORDS[code] ?? code) : code)),
    against: speaksAgainst(listed, seen),
  };
}

/** Names that a tripwire may name. */
export async function readKnownNames(index: Index): Promise<KnownNames> {
  const { labs } = await readEvalFrame(index);
  return {
    labs: Object.keys(labs),
    documents: (await listDocuments(index)).map(({ id }) => id),
    measures: (await listMeasures(index)).map(({ id }) => id),
  };
}
