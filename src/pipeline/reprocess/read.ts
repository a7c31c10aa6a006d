import { openEvidence } from "../../evidence/index.ts";
import { listDocuments, listPublished, openIndex, openStage } from "../../index/index.ts";
import { DETECTOR_VERSION } from "../../model/index.ts";
import { UserError } from "../../std/index.ts";
import { countVersions, nameHistory, namesOfHistories, readDocumentHistories } from "../document-histories.ts";
import type { DocumentHistory } from "../document-rows.ts";
import { isIndexOfLabs } from "../index-state.ts";
import { noProgress, type Progress } from "../progress.ts";
import type { Readers } from "../audit.ts";
import { stagedDocuments } from "../staged-documents.ts";
import type { Workspace } from "../workspace.ts";
import { forgetStage } from "../workspace-queue.ts";
import { chooseDocuments, recentSince, type Selection } from "./choose.ts";
import { readPlan, STAGE, withPlanLocked, writePlan } from "./plan.ts";

export interface Reprocessed {
  /** Documents that the selection names. */
  readonly chosen: number;
  /** Documents read in this run; the others had been read before. */
  readonly read: number;
  readonly versions: number;
  /** Documents that could not be read, with what stood in the way. */
  readonly failed: Readonly<Record<string, string>>;
}

/**
 * Reads published documents again with the present detector, into a stage apart from the index. Killed, it goes on where
 * it was; what is read already stays, unless its history has grown or the detector is another.
 */
export function reprocess(
  workspace: Workspace,
  selection: Selection,
  onProgress: Progress = noProgress,
  readers: Readers = "threads",
): Promise<Reprocessed> {
  return withPlanLocked(workspace, async () => {
    onProgress({ what: "choosing documents", done: 0, total: 0 });
    const chosen = await choose(workspace, selection);
    const documents = await plan(workspace, chosen);
    const wanted = namesOfHistories(chosen);
    const { done } = await stagedDocuments(await openStage(workspace.index, STAGE), wanted);
    const left = chosen.filter(({ document }) => !done.has(document));
    await READ[readers](workspace, { left, chosen, wanted, documents }, onProgress);
    const failed = [...documents].filter(([, error]) => error !== null);
    return {
      chosen: chosen.length,
      read: left.length,
      versions: countVersions(left),
      failed: Object.fromEntries(failed) as Record<string, string>,
    };
  });
}

async function choose(workspace: Workspace, selection: Selection): Promise<DocumentHistory[]> {
  const histories = readDocumentHistories(openEvidence(workspace.evidence), workspace.labTable);
  const index = await openIndex(workspace.index);
  try {
    if (!(await isIndexOfLabs(workspace)))
      throw new UserError(
        "services or labs in corrigible.yaml are not those of the index; run corrigible audit first, or undo the change",
      );
    const newest = (await listDocuments(index)).reduce(
      (last, one) => (one.last_date > last ? one.last_date : last),
      "",
    );
    if (newest === "") return [];
    return chooseDocuments(histories, await listPublished(index, recentSince(newest)), selection);
  } finally {
    await index.close();
  }
}

/** Adds the chosen documents to what is planned, before those of earlier runs. Gives the plan's documents. */
async function plan(workspace: Workspace, chosen: readonly DocumentHistory[]): Promise<Map<string, string | null>> {
  const before = readPlan(workspace);
  const isSame = before?.detector === DETECTOR_VERSION;
  if (!isSame) await forgetStage(workspace, STAGE);
  const documents = new Map<string, string | null>(chosen.map(({ document }) => [document, null]));
  if (isSame)
    for (const [document, error] of before.documents) if (!documents.has(document)) documents.set(document, error);
  writePlan(workspace, { detector: DETECTOR_VERSION, documents });
  return documents;
}

interface Work {
  /** What is to be read, in order. */
  readonly left: readonly DocumentHistory[];
  readonly chosen: readonly DocumentHistory[];
  /** Document → name of its history, of all that are chosen. */
  readonly wanted: ReadonlyMap<string, string>;
  readonly documents: Map<string, string | null>;
}

const READ = { threads: readByThreads, workers: readByWorkers } as const;

async function readByThreads(
  workspace: Workspace,
  { left, chosen, documents }: Work,
  onProgress: Progress,
): Promise<void> {
  const stage = await openStage(workspace.index, STAGE);
  const total = countVersions(chosen);
  const byId = new Map(chosen.map((history) => [history.document, history]));
  let done = total - countVersions(left);
  // Loaded here, so that other commands start without it.
  const { auditDocuments } = await import("../audit-pool.ts");
  for await (const read of auditDocuments(workspace.evidence, left)) {
    const document = read.kind === "rows" ? read.rows.document.id : read.document;
    const history = byId.get(document) as DocumentHistory;
    if (read.kind === "rows") await stage.put(read.rows, nameHistory(history));
    else noteFailure(workspace, documents, [[document, read.failure.message]]);
    done += history.versions.length;
    onProgress({ what: document, done, total });
  }
}

async function readByWorkers(
  workspace: Workspace,
  { chosen, wanted, documents }: Work,
  onProgress: Progress,
): Promise<void> {
  const { readByWorkers: read } = await import("../read-by-workers.ts");
  const stage = { name: STAGE, open: await openStage(workspace.index, STAGE), wanted };
  noteFailure(workspace, documents, await read(workspace, stage, chosen, onProgress));
}

function noteFailure(
  workspace: Workspace,
  documents: Map<string, string | null>,
  failed: Iterable<readonly [string, string]>,
): void {
  for (const [document, error] of failed) documents.set(document, error);
  writePlan(workspace, { detector: DETECTOR_VERSION, documents });
}
