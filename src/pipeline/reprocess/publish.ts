import { openEvidence } from "../../evidence/index.ts";
import { listDocuments, openIndex, openIndexWriter, openStage } from "../../index/index.ts";
import { DETECTOR_VERSION } from "../../model/index.ts";
import { UserError } from "../../std/index.ts";
import { countVersions, namesOfHistories, readDocumentHistories } from "../document-histories.ts";
import { isIndexOfLabs, namesOf } from "../index-state.ts";
import { stagedDocuments } from "../staged-documents.ts";
import type { Workspace } from "../workspace.ts";
import { forgetStage } from "../workspace-queue.ts";
import { compareVerdicts, type VerdictComparison } from "./compare.ts";
import { type Plan, readPlan, removePlan, STAGE, withPlanLocked } from "./plan.ts";

/** How far a reprocess is. */
export interface ReprocessState {
  /** The detector that reads. */
  readonly detector: string;
  /** Documents that are read, in the order of the plan. */
  readonly read: readonly string[];
  /** Documents that are not read yet. */
  readonly waiting: readonly string[];
  /** Documents that were read before their history grew. */
  readonly outdated: readonly string[];
  /** Documents that could not be read → what stood in the way. */
  readonly failed: Readonly<Record<string, string>>;
  /** Versions of the documents that are read. */
  readonly versions: number;
}

/** How far the reprocess of a workspace is; null where there is none. */
export async function reprocessState(workspace: Workspace): Promise<ReprocessState | null> {
  const plan = readPlan(workspace);
  return plan === null ? null : (await findRead(workspace, plan)).state;
}

/** The state, and what is read: document → name of its history. */
async function findRead(
  workspace: Workspace,
  { detector, documents }: Plan,
): Promise<{ readonly state: ReprocessState; readonly done: ReadonlyMap<string, string> }> {
  const histories = readDocumentHistories(openEvidence(workspace.evidence), workspace.labTable).filter(({ document }) =>
    documents.has(document),
  );
  const { done, outdated } = await stagedDocuments(
    await openStage(workspace.index, STAGE),
    namesOfHistories(histories),
  );
  const left = [...documents].filter(([document]) => !done.has(document) && !outdated.includes(document));
  const state = {
    detector,
    read: [...documents.keys()].filter((document) => done.has(document)),
    waiting: left.filter(([, error]) => error === null).map(([document]) => document),
    outdated,
    failed: Object.fromEntries(left.filter(([, error]) => error !== null)) as Record<string, string>,
    versions: countVersions(histories.filter(({ document }) => done.has(document))),
  };
  return { state, done };
}

export interface ComparedVerdicts extends VerdictComparison {
  /** The detectors whose verdicts are published, joined by ", ", and the one that read again. */
  readonly detector: { readonly before: string; readonly after: string };
}

/** Compares what is published with what is read again, of all documents that are; `limit`: gravest differences given. */
export async function compareStaged(
  workspace: Workspace,
  state: ReprocessState,
  limit: number,
): Promise<ComparedVerdicts> {
  const stage = await openStage(workspace.index, STAGE);
  const [published, staged] = [await openIndex(workspace.index), await openIndex(stage.place)];
  try {
    const read = new Set(state.read);
    const rows = (await listDocuments(published)).filter(({ id }) => read.has(id));
    const before = [...new Set(rows.map(({ detector }) => detector))].toSorted().join(", ");
    const comparison = await compareVerdicts(published, staged, state.read, limit);
    return { detector: { before, after: state.detector }, ...comparison };
  } finally {
    await Promise.all([published.close(), staged.close()]);
  }
}

export interface Published {
  readonly documents: number;
  readonly versions: number;
}

/**
 * Puts everything that was read again into the index, in one transaction, and forgets it. Throws a UserError, and
 * publishes nothing, where a document has new versions; where one is not read, unless `partial`; where another detector read them; and
 * while another process writes.
 */
export function publishReprocessed(
  workspace: Workspace,
  { partial = false }: { readonly partial?: boolean } = {},
): Promise<Published> {
  return withPlanLocked(workspace, async () => {
    const plan = readPlan(workspace);
    if (plan === null) throw new UserError(NOTHING);
    // Held before anything is looked at: what is found fit is not to be overtaken by an audit.
    const writer = await openIndexWriter(workspace.index);
    let state: ReprocessState;
    try {
      if (writer.state === null) throw new UserError("nothing is indexed yet; run corrigible audit");
      const found = await findRead(workspace, plan);
      state = found.state;
      if (state.read.length === 0) throw new UserError(NOTHING);
      await refuseUnfit(workspace, state, partial);
      await writer.takeStage(STAGE, found.done);
      await writer.commit({ ...writer.state, detector: namesOf(await writer.detectors()) });
    } finally {
      await writer.close();
    }
    // Killed before this, the same is published once more.
    await forget(workspace);
    return { documents: state.read.length, versions: state.versions };
  });
}

const NOTHING = "nothing is read again; run corrigible reprocess first";

async function refuseUnfit(workspace: Workspace, state: ReprocessState, partial: boolean): Promise<void> {
  if (state.detector !== DETECTOR_VERSION)
    throw new UserError(
      `detector ${state.detector} read again, and this program's is ${DETECTOR_VERSION}; run corrigible reprocess`,
    );
  if (!(await isIndexOfLabs(workspace)))
    throw new UserError("services or labs in corrigible.yaml have changed since; undo that, or discard and audit");
  refuseLeft(state.outdated, "has new versions; run corrigible reprocess again");
  if (partial) return;
  refuseLeft(state.waiting, "is not read yet; run corrigible reprocess again, or publish --partial without it");
  refuseLeft(Object.keys(state.failed), "could not be read; see reprocess status, or publish --partial without it");
}

function refuseLeft(documents: readonly string[], what: string): void {
  const [first, ...others] = documents;
  if (first !== undefined)
    throw new UserError(`${first}${others.length > 0 ? ` (and ${others.length} more)` : ""} ${what}`);
}

/** Gives up everything that was read again. */
export function discardReprocessed(workspace: Workspace): Promise<void> {
  return withPlanLocked(workspace, () => forget(workspace));
}

async function forget(workspace: Workspace): Promise<void> {
  removePlan(workspace);
  await forgetStage(workspace, STAGE);
}
