import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import {
  type IndexState,
  type IndexWriter,
  listStages,
  openIndexWriter,
  openStage,
  readIndexState,
  SCHEMA_VERSION,
} from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import { EXIT, runStep, UserError } from "../std/index.ts";
import { countVersions, longestFirst, namesOfHistories, readDocumentHistories } from "./document-histories.ts";
import type { DocumentHistory } from "./document-rows.ts";
import { firstUnread, hashOf, isSameState, namesOf, shows, targetState } from "./index-state.ts";
import { noProgress, type Progress } from "./progress.ts";
import { toError } from "./read-document.ts";
import type { Workspace } from "./workspace.ts";
import { forgetStage } from "./workspace-queue.ts";

export interface AuditSummary {
  /** Documents read again because they had new versions; 0 where the index was up to date. */
  readonly documents: number;
  /** Versions of those documents. */
  readonly versions: number;
  /** Entries of the log and its root, in hexadecimal, that the index now shows. */
  readonly logSize: number;
  readonly root: string;
  /** The detector whose verdicts the index shows; several where `reprocess` has published a part. */
  readonly detector: string;
}

/** Who reads documents: threads of this process, or the workers of the workspace's queue. */
export type Readers = "threads" | "workers";

/**
 * Brings the index up to the log. Only documents with new versions, or read by another detector, are read again, each
 * with its whole history: what the index holds depends on the log alone, never on when audits ran. One transaction:
 * killed, it leaves the index as it was. Where the workspace holds verdicts, what another detector read stays, and a
 * UserError is thrown where it has new versions.
 */
export async function auditEvidence(
  workspace: Workspace,
  onProgress: Progress = noProgress,
  readers: Readers = "threads",
): Promise<AuditSummary> {
  const state = await readIndexState(workspace.index);
  if (state !== null && shows(workspace, state, targetState(workspace, openEvidence(workspace.evidence))))
    return summarize(state, []);
  return writeIndex(workspace, onProgress, readers, firstUnread);
}

/** As {@link auditEvidence}, but reads everything again. Throws a UserError where the workspace holds verdicts of another detector. */
export function auditEverything(
  workspace: Workspace,
  onProgress: Progress = noProgress,
  readers: Readers = "threads",
): Promise<AuditSummary> {
  return writeIndex(workspace, onProgress, readers, () => 0);
}

function writeIndex(
  workspace: Workspace,
  onProgress: Progress,
  readers: Readers,
  findFirst: FindFirst,
): Promise<AuditSummary> {
  return runStep("audit", {}, async ({ attributes }) => {
    const summary = await WRITE[readers](workspace, onProgress, findFirst);
    Object.assign(attributes, { documents: summary.documents, versions: summary.versions });
    return summary;
  });
}

const WRITE = { threads: writeByThreads, workers: writeByWorkers } as const;

/** The log index from which entries are to be read. */
type FindFirst = (writer: IndexWriter, evidence: EvidenceReader, target: IndexState) => number;

interface Work {
  /** What the index showed before, and what it is to show. */
  readonly before: IndexState | null;
  readonly target: IndexState;
  /** Whether nothing that is in the index stays. */
  readonly isAll: boolean;
  /** The documents to be read, the longest first. */
  readonly histories: readonly DocumentHistory[];
}

async function planWork(workspace: Workspace, writer: IndexWriter, findFirst: FindFirst): Promise<Work> {
  const evidence = openEvidence(workspace.evidence);
  const target = targetState(workspace, evidence);
  const from = findFirst(writer, evidence, target);
  const detectors = await writer.detectors();
  const histories = readDocumentHistories(evidence, workspace.labTable).filter(
    ({ document, versions }) =>
      versions.some(({ index }) => index >= from) ||
      (!workspace.holdsVerdicts && detectors.get(document) !== DETECTOR_VERSION),
  );
  if (workspace.holdsVerdicts) refuseHeld(histories, detectors);
  return { before: writer.state, target, isAll: from === 0, histories: longestFirst(histories) };
}

/** Throws a UserError where documents are to be read that another detector read: their verdicts could change. */
function refuseHeld(histories: readonly DocumentHistory[], detectors: ReadonlyMap<string, string>): void {
  const held = histories.filter(({ document }) => (detectors.get(document) ?? DETECTOR_VERSION) !== DETECTOR_VERSION);
  const [first] = held;
  if (!first) return;
  throw new UserError(
    `corrigible.yaml holds the verdicts of detector ${detectors.get(first.document)} on ${first.document}` +
      `${held.length > 1 ? ` and ${held.length - 1} more` : ""}; read them again with corrigible reprocess, then ` +
      "corrigible reprocess publish",
  );
}

async function writeByThreads(workspace: Workspace, onProgress: Progress, findFirst: FindFirst): Promise<AuditSummary> {
  const writer = await openIndexWriter(workspace.index);
  try {
    const work = await planWork(workspace, writer, findFirst);
    if (work.isAll) await writer.clear();
    const total = countVersions(work.histories);
    let done = 0;
    onProgress({ what: "reading", done, total });
    // Loaded here, so that an audit that finds nothing new starts in half the time.
    const { auditDocuments } = await import("./audit-pool.ts");
    for await (const read of auditDocuments(workspace.evidence, work.histories)) {
      if (read.kind === "failed") throw toError(read.failure);
      await writer.replaceDocument(read.rows);
      done += read.rows.versions.length;
      onProgress({ what: read.rows.document.id, done, total });
    }
    onProgress({ what: "writing the index", done, total });
    const summary = await commit(writer, work);
    await forgetStages(workspace);
    return summary;
  } finally {
    await writer.close();
  }
}

/** The index stays open to others while workers read; what they read is put in by one short transaction. */
async function writeByWorkers(workspace: Workspace, onProgress: Progress, findFirst: FindFirst): Promise<AuditSummary> {
  const work = await planAhead(workspace, findFirst);
  const name = stageOf(work.target);
  await forgetStages(workspace, name);
  const { readByWorkers } = await import("./read-by-workers.ts");
  const open = await openStage(workspace.index, name);
  const wanted = namesOfHistories(work.histories);
  refuseFailed(await readByWorkers(workspace, { name, open, wanted }, work.histories, onProgress));
  const total = countVersions(work.histories);
  onProgress({ what: "writing the index", done: total, total });
  const writer = await openIndexWriter(workspace.index);
  try {
    if (!isSameState(writer.state, work.before))
      throw new UserError("another process has written the index meanwhile; run this again", EXIT.outside);
    if (work.isAll) await writer.clear();
    await writer.takeStage(name, wanted);
    const summary = await commit(writer, work);
    await forgetStages(workspace);
    return summary;
  } finally {
    await writer.close();
  }
}

async function planAhead(workspace: Workspace, findFirst: FindFirst): Promise<Work> {
  const writer = await openIndexWriter(workspace.index);
  try {
    return await planWork(workspace, writer, findFirst);
  } finally {
    await writer.close();
  }
}

/**
 * All audits of one way to read, to name and to store documents have one stage: what workers read for one that was killed
 * counts for the next, but for documents whose history has grown.
 */
const stageOf = ({ detector, labTable }: IndexState): string =>
  `${AUDIT}${hashOf({ detector, labTable, schema: SCHEMA_VERSION }).slice(0, STAGE_HASH)}`;

/** What the names of audits' stages begin with. */
const AUDIT = "audit_";
/** Hexadecimal digits of a stage's name. */
const STAGE_HASH = 10;

/** Forgets what workers have read for audits that have ended, or that never will: all stages of audits but one. */
async function forgetStages(workspace: Workspace, but?: string): Promise<void> {
  const stages = await listStages(workspace.index);
  for (const name of stages) if (name.startsWith(AUDIT) && name !== but) await forgetStage(workspace, name);
}

function refuseFailed(failed: ReadonlyMap<string, string>): void {
  const [first] = failed;
  if (first === undefined) return;
  throw new UserError(
    `workers gave up ${failed.size === 1 ? first[0] : `${failed.size} documents, ${first[0]} among them`}: ` +
      `${first[1]}; see corrigible worker dead; nothing was written, and what was read counts for the next run`,
    EXIT.outside,
  );
}

async function commit(writer: IndexWriter, { target, histories }: Work): Promise<AuditSummary> {
  const state = { ...target, detector: namesOf(await writer.detectors()) };
  await writer.commit(state);
  return summarize(state, histories);
}

function summarize({ logSize, logRoot, detector }: IndexState, histories: readonly DocumentHistory[]): AuditSummary {
  return { documents: histories.length, versions: countVersions(histories), logSize, root: logRoot, detector };
}
