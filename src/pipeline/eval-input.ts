import { parseDocument } from "../clauses/index.ts";
import type { EvalClause, EvalDocument, EvalInput } from "../evals/index.ts";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import {
  type ClauseRow,
  type DocumentRow,
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
  DEFAULT_LAB_TABLE,
  incidents,
  labEvents,
  type LabTable,
  seriesPoints,
} from "../model/index.ts";
import { readTables, type Tables } from "./read-tables.ts";
import { readInputs } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/** Every random draw of an audit starts here, so that equal evidence gives equal numbers. */
export const AUDIT_SEED = 1;

/** Reads all that the evals look at: documents from the index, records and tables from the log. */
export async function readEvalInput(workspace: Workspace, index: Index, asOf?: string): Promise<EvalInput> {
  const documents: EvalDocument[] = [];
  for (const document of await listDocuments(index)) documents.push(await readDocument(index, document));
  const records = readRecords(workspace);
  const tables = readTables(workspace);
  return {
    labs: nameLabs(workspace, documents, records),
    records,
    documents,
    indicators: tables.indicators,
    incidents: [...records.flatMap(incidents), ...tables.incidents],
    series: [...records.flatMap(seriesPoints), ...tables.series],
    events: [...records.flatMap(labEvents), ...tables.events],
    control: [...records.flatMap(controlRelations), ...tables.control],
    readSentences: sentenceReader(openEvidence(workspace.evidenceDir)),
    asOf: asOf ?? newestDay(documents, records, tables),
    seed: AUDIT_SEED,
  };
}

async function readDocument(index: Index, row: DocumentRow): Promise<EvalDocument> {
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

/** Labs of the table that anything is known of, and services that are their own lab. */
function nameLabs(
  { labTable }: Workspace,
  documents: readonly EvalDocument[],
  records: readonly CasebookRecord[],
): Map<string, string> {
  const names = new Map(documents.map(({ lab, labName }) => [lab, labName]));
  for (const { lab } of records) {
    if (lab === "industry" || names.has(lab)) continue;
    names.set(lab, nameIn(labTable, lab) ?? nameIn(DEFAULT_LAB_TABLE, lab) ?? lab);
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

/** The newest day in the evidence, never the computer's clock; the first day of all where there is no evidence. */
function newestDay(
  documents: readonly EvalDocument[],
  records: readonly CasebookRecord[],
  { events, incidents: tabled }: Tables,
): string {
  const days = [
    ...documents.flatMap(({ versions }) => versions.map(({ date }) => date.slice(0, "2024-01-10".length))),
    ...records.map(({ date }) => date),
    ...events.map(({ when }) => when.date),
    ...tabled.map(({ when }) => when.date),
  ];
  return days.reduce((newest, day) => (day > newest ? day : newest), "1970-01-01");
}
