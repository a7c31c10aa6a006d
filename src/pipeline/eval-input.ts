import { parseDocument } from "../clauses/index.ts";
import {
  digestDocument,
  type EvalClause,
  type EvalDocument,
  type EvalInput,
  type RecordedDocument,
} from "../evals/index.ts";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import {
  type ClauseRow,
  type DocumentRow,
  findDays,
  type Index,
  listClauses,
  listDocuments,
  listRealChanges,
  listVersions,
} from "../index/index.ts";
import {
  type CasebookRecord,
  casebookRecordSchema,
  controlRelations,
  type DocumentCapture,
  incidents,
  labEvents,
  type LabTable,
  parseCaptureName,
  seriesPoints,
} from "../model/index.ts";
import { nameOfLab } from "../sources/index.ts";
import { UserError } from "../std/index.ts";
import { cutDocument, daysOf, type Facts, knownBy } from "./known-by.ts";
import { readReviewActs } from "./reviews.ts";
import { readTables } from "./read-tables.ts";
import { newestInputs, readInputs } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/** Every random draw of an audit starts here, so that equal evidence gives equal numbers. */
export const AUDIT_SEED = 1;

/**
 * Reads all that the evals look at: documents from the index, records and tables from the log, as far as they are dated
 * up to `asOf`. Throws a UserError where nothing is.
 */
export async function readEvalInput(workspace: Workspace, index: Index, asOf?: string): Promise<EvalInput> {
  const all = readFacts(workspace);
  const days = daysOf(all, await findDays(index));
  const day = asOf ?? days?.newest ?? "1970-01-01";
  if (days !== null && day < days.first) {
    throw new UserError(`nothing is recorded of ${day} or before; the evidence begins on ${days.first}`);
  }
  const facts = knownBy(all, day);
  const documents = await readDocuments(index, day);
  return {
    ...facts,
    documents,
    labs: nameLabs(workspace, facts, documents),
    readSentences: sentenceReader(openEvidence(workspace.evidence)),
    asOf: day,
    seed: AUDIT_SEED,
  };
}

function readFacts(workspace: Workspace): Facts {
  const records = readRecords(workspace);
  const tables = readTables(workspace);
  return {
    records,
    indicators: tables.indicators,
    incidents: [...records.flatMap(incidents), ...tables.incidents],
    series: [...records.flatMap(seriesPoints), ...tables.series],
    events: [...records.flatMap(labEvents), ...tables.events],
    control: [...records.flatMap(controlRelations), ...tables.control],
    captures: readCaptures(workspace),
    reviews: readReviewActs(openEvidence(workspace.evidence)),
  };
}

/** The documents as they were recorded by the end of a day. One at a time is read whole, and let go. */
async function readDocuments(index: Index, day: string): Promise<EvalDocument[]> {
  const documents: EvalDocument[] = [];
  for (const row of await listDocuments(index)) {
    const document = cutDocument(await readDocument(index, row), day);
    if (document !== null) documents.push(digestDocument(document));
  }
  return documents;
}

function readCaptures(workspace: Workspace): DocumentCapture[] {
  const names = newestInputs(openEvidence(workspace.evidence), "capture").keys();
  return [...names].flatMap((name) => parseCaptureName(name) ?? []);
}

async function readDocument(index: Index, row: DocumentRow): Promise<RecordedDocument> {
  const { id, lab, lab_name: labName, service, terms } = row;
  const versions = await listVersions(index, id);
  const clauses = await listClauses(index, id);
  return {
    id,
    lab,
    labName,
    service,
    terms,
    versions: versions.map((version) => ({
      id: version.id,
      date: version.date,
      blob: version.blob,
      noise: version.noise,
    })),
    clauses: clauses.map(toClause),
    changes: await listRealChanges(index, id),
  };
}

function toClause(row: ClauseRow): EvalClause {
  return {
    text: row.text,
    path: JSON.parse(row.path) as string[],
    bearer: row.bearer,
    modality: row.modality,
    norm: row.norm,
    firstVersion: row.first_version,
    lastVersion: row.last_version,
    since: row.since,
    until: row.until,
  };
}

/** The newest record of each id. They were checked when they were recorded; a later rule may still refuse one. */
export function readRecords(workspace: Workspace): CasebookRecord[] {
  const decoder = new TextDecoder();
  return readInputs(workspace, "casebook").map(({ bytes }) =>
    casebookRecordSchema.parse(JSON.parse(decoder.decode(bytes))),
  );
}

/**
 * Every lab that anything is known of: by a document, a record or a table. Tables name universities and customers too;
 * of what they alone name, only those are labs that the list of labs knows.
 */
function nameLabs({ labTable }: Workspace, facts: Facts, documents: readonly EvalDocument[]): Map<string, string> {
  const nameOf = (lab: string): string | null => nameIn(labTable, lab) ?? nameOfLab(lab);
  const names = new Map(documents.map(({ lab, labName }) => [lab, labName]));
  for (const { lab } of facts.records) {
    if (lab !== "industry" && !names.has(lab)) names.set(lab, nameOf(lab) ?? lab);
  }
  const { indicators, incidents: tabled, series, events, control } = facts;
  const inTables = [...indicators, ...tabled, ...series, ...events].map(({ lab }) => lab);
  for (const lab of [...inTables, ...control.flatMap(({ controller, controlled }) => [controller, controlled])]) {
    const name = names.has(lab) ? null : nameOf(lab);
    if (name !== null) names.set(lab, name);
  }
  return new Map([...names].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const nameIn = ({ labs }: LabTable, lab: string): string | undefined =>
  Object.hasOwn(labs, lab) ? labs[lab] : undefined;

function sentenceReader(evidence: EvidenceReader): (blob: string) => readonly string[] {
  const decoder = new TextDecoder();
  return (blob) =>
    parseDocument(decoder.decode(evidence.blob(blob))).clauses.flatMap(({ heading, visible }) =>
      heading ? [] : [visible],
    );
}
