import { createHash } from "node:crypto";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import { type IndexState, type IndexWriter, openIndexWriter, readIndexState } from "../index/index.ts";
import { DETECTOR_VERSION, documentOf, refuseMixedDocuments } from "../model/index.ts";
import { canonicalJson } from "../std/index.ts";
import type { DocumentHistory, LoggedVersion } from "./document-rows.ts";
import { inTimeOrder } from "./history-order.ts";
import { noProgress, type Progress } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

export interface AuditSummary {
  /** Documents read again because they had new versions; 0 where the index was up to date. */
  readonly documents: number;
  /** Versions of those documents. */
  readonly versions: number;
  /** Entries of the log and its root, in hexadecimal, that the index now shows. */
  readonly logSize: number;
  readonly root: string;
}

/**
 * Brings the index up to the log. Only documents with new versions are read again, each with its whole history: what
 * the index holds depends on the log alone, never on when audits ran. One transaction: killed, it leaves the index as
 * it was.
 */
export async function auditEvidence(workspace: Workspace, onProgress: Progress = noProgress): Promise<AuditSummary> {
  const evidence = openEvidence(workspace.evidenceDir);
  const target = targetState(workspace, evidence);
  if (isEqual(readIndexState(workspace.indexPath), target)) return summarize(target, []);
  return writeIndex(workspace, onProgress, (writer) => firstUnread(writer, evidence, target));
}

/** As {@link auditEvidence}, but reads everything again. */
export function auditEverything(workspace: Workspace, onProgress: Progress = noProgress): Promise<AuditSummary> {
  return writeIndex(workspace, onProgress, () => 0);
}

async function writeIndex(
  workspace: Workspace,
  onProgress: Progress,
  findFirst: (writer: IndexWriter) => number,
): Promise<AuditSummary> {
  const evidence = openEvidence(workspace.evidenceDir);
  const target = targetState(workspace, evidence);
  const writer = openIndexWriter(workspace.indexPath);
  try {
    const from = findFirst(writer);
    if (from === 0) writer.clear();
    const histories = changedHistories(workspace, evidence, from);
    const total = histories.reduce((sum, { versions }) => sum + versions.length, 0);
    let done = 0;
    onProgress({ what: "reading", done, total });
    // Loaded here, so that an audit that finds nothing new starts in half the time.
    const { auditDocuments } = await import("./audit-pool.ts");
    for await (const rows of auditDocuments(workspace.evidenceDir, histories)) {
      writer.replaceDocument(rows);
      done += rows.versions.length;
      onProgress({ what: rows.document.id, done, total });
    }
    onProgress({ what: "writing the index", done, total });
    writer.commit(target);
    return summarize(target, histories);
  } finally {
    writer.close();
  }
}

/** Whether the index shows all that the log holds, as this program reads it. */
export function isIndexCurrent(workspace: Workspace): boolean {
  return isEqual(readIndexState(workspace.indexPath), targetState(workspace, openEvidence(workspace.evidenceDir)));
}

function targetState(workspace: Workspace, evidence: EvidenceReader): IndexState {
  return {
    logSize: evidence.size,
    logRoot: Buffer.from(evidence.root).toString("hex"),
    lastEntry: evidence.size === 0 ? "" : hashOf(evidence.entry(evidence.size - 1)),
    detector: DETECTOR_VERSION,
    labTable: hashOf(workspace.labTable),
  };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

function isEqual(a: IndexState | null, b: IndexState): boolean {
  return a !== null && canonicalJson(a) === canonicalJson(b);
}

/** The log index from which entries are not indexed; 0 where all is to be read again. */
function firstUnread({ state }: IndexWriter, evidence: EvidenceReader, target: IndexState): number {
  const same = state?.detector === target.detector && state.labTable === target.labTable;
  if (!state || !same || state.logSize === 0 || state.logSize > evidence.size) return 0;
  return hashOf(evidence.entry(state.logSize - 1)) === state.lastEntry ? state.logSize : 0;
}

/** The documents with an entry at `from` or later, each with its whole history, by document id. */
function changedHistories(workspace: Workspace, evidence: EvidenceReader, from: number): DocumentHistory[] {
  const { labTable } = workspace;
  const histories = new Map<string, DocumentHistory & { readonly versions: LoggedVersion[] }>();
  const changed = new Set<string>();
  for (const { index, entry } of evidence.entries()) {
    if (entry.type !== "version") continue;
    const { document, lab, labName } = documentOf(labTable, entry.service, entry.terms);
    let history = histories.get(document);
    if (!history) histories.set(document, (history = { document, lab, labName, versions: [] }));
    history.versions.push({ index, entry });
    if (index >= from) changed.add(document);
  }
  refuseMixedDocuments(labTable, recordedNames(histories.values()));
  return [...histories.values()]
    .filter(({ document }) => changed.has(document))
    .map((history) => ({ ...history, versions: inTimeOrder(history.versions) }))
    .toSorted((a, b) => (a.document < b.document ? -1 : 1));
}

function* recordedNames(histories: Iterable<DocumentHistory>): Generator<LoggedVersion["entry"]> {
  for (const { versions } of histories) for (const { entry } of versions) yield entry;
}

function summarize({ logSize, logRoot }: IndexState, histories: readonly DocumentHistory[]): AuditSummary {
  return {
    documents: histories.length,
    versions: histories.reduce((sum, { versions }) => sum + versions.length, 0),
    logSize,
    root: logRoot,
  };
}
