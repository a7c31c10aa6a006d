import type { ParsedDocument } from "../clauses/index.ts";
import { auditHistory, type HistoryStep } from "../compare/index.ts";
import type { ChangeBodyRow, ChangeRow, ClauseRow, DocumentRows, VersionRow } from "../index/index.ts";
import { DETECTOR_VERSION, type VersionEntry } from "../model/index.ts";
import { ClauseCollector } from "./clause-intervals.ts";

/** A version entry and where the log holds it. */
export interface LoggedVersion {
  readonly index: number;
  readonly entry: VersionEntry;
}

/** One document with its whole history. */
export interface DocumentHistory {
  /** `lab/slug` */
  readonly document: string;
  readonly lab: string;
  readonly labName: string;
  /** At least one, as they followed each other in time. */
  readonly versions: readonly LoggedVersion[];
}

/** Audits one document: everything that the index holds of it. Depends on nothing but its arguments. */
export function makeDocumentRows(history: DocumentHistory, read: (blob: string) => ParsedDocument): DocumentRows {
  const collector = new ClauseCollector();
  const readAndCollect = (blob: string): ParsedDocument => {
    const parsed = read(blob);
    collector.collect(blob, parsed);
    return parsed;
  };
  const entries = history.versions.map(({ entry }) => entry);
  const steps = auditHistory(entries, readAndCollect);
  const blobs = entries.map((entry) => entry.blob);
  // A text that no comparison needed: the only version, or one that is equal to its neighbour.
  for (const blob of new Set(blobs)) if (!collector.has(blob)) readAndCollect(blob);
  return {
    document: makeDocumentRow(history),
    versions: steps.map((step) => makeVersionRow(history, step)),
    changes: steps.flatMap((step) => makeChangeRows(history, step)),
    changeBodies: makeChangeBodies(history.document, steps),
    clauses: makeClauseRows(history, collector.intervals(blobs, steps)),
  };
}

function makeDocumentRow({ document, lab, labName, versions }: DocumentHistory): DocumentRows["document"] {
  const first = at(versions, 0);
  const last = at(versions, versions.length - 1);
  return {
    id: document,
    lab,
    lab_name: labName,
    service: last.entry.service,
    terms: last.entry.terms,
    versions: versions.length,
    first_version: versionId(document, first),
    last_version: versionId(document, last),
    first_date: first.entry.date,
    last_date: last.entry.date,
    detector: DETECTOR_VERSION,
  };
}

function makeVersionRow({ document, versions }: DocumentHistory, step: HistoryStep): VersionRow {
  const version = at(versions, step.version);
  const { entry } = version;
  return {
    id: versionId(document, version),
    document,
    log_index: version.index,
    step: step.version,
    date: entry.date,
    cause: entry.cause,
    blob: entry.blob,
    size: entry.size,
    service: entry.service,
    terms: entry.terms,
    ...placeOf(entry.origin),
    base: step.base === null ? null : versionId(document, at(versions, step.base)),
    noise: step.noise,
    note: step.disclosure.note,
    note_in: step.disclosure.where,
  };
}

/** Where a text comes from: a commit of an archive, or a capture of a page. */
function placeOf(origin: VersionEntry["origin"]): Pick<VersionRow, "repository" | "commit_id" | "path"> {
  return origin.kind === "capture"
    ? { repository: "", commit_id: origin.warc, path: origin.url }
    : { repository: origin.repository, commit_id: origin.commit, path: origin.path };
}

function makeChangeRows({ document, lab, versions }: DocumentHistory, step: HistoryStep): ChangeRow[] {
  if (step.base === null) return [];
  const oldVersion = versionId(document, at(versions, step.base));
  const version = at(versions, step.version);
  return step.changes.map((change, position) => ({
    id: change.id,
    lab,
    document,
    date: version.entry.date,
    old_version: oldVersion,
    new_version: versionId(document, version),
    log_index: version.index,
    step: step.version,
    position,
    kind: change.kind,
    direction: change.direction,
    subject: change.subject,
    severity: change.severity,
    confidence: change.confidence,
    disclosed: change.disclosed,
    suppressed: step.noise,
  }));
}

function makeChangeBodies(document: string, steps: readonly HistoryStep[]): ChangeBodyRow[] {
  const changes = new Map(steps.flatMap((step) => step.changes.map((change) => [change.id, change])));
  return [...changes].map(([id, change]) => ({ document, id, body: JSON.stringify(change) }));
}

function makeClauseRows(
  { document, lab, versions }: DocumentHistory,
  intervals: ReturnType<ClauseCollector["intervals"]>,
): ClauseRow[] {
  return intervals.map(({ clause, norm, first, last, end, position }) => ({
    lab,
    document,
    text: clause.visible,
    path: JSON.stringify(clause.path),
    bearer: clause.bearer,
    modality: clause.modality,
    norm,
    first_version: versionId(document, at(versions, first)),
    last_version: versionId(document, at(versions, last)),
    first_step: first,
    position,
    since: at(versions, first).entry.date,
    until: end === null ? null : at(versions, end).entry.date,
  }));
}

function versionId(document: string, { index }: LoggedVersion): string {
  return `${document}@${index}`;
}

function at(versions: readonly LoggedVersion[], position: number): LoggedVersion {
  const version = versions[position];
  if (!version) throw new RangeError(`no version at position ${position}`);
  return version;
}
