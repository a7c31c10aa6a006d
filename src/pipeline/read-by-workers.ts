import { setTimeout as wait } from "node:timers/promises";
import { type IndexStage, listStages, type StageState } from "../index/index.ts";
import type { Queue, ReadJob } from "../queue/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { countVersions } from "./document-histories.ts";
import type { DocumentHistory } from "./document-rows.ts";
import { hashOf } from "./index-state.ts";
import type { Progress } from "./progress.ts";
import { commonOf } from "./staged-documents.ts";
import type { Workspace } from "./workspace.ts";
import { openWorkspaceQueue } from "./workspace-queue.ts";

/** How often it is looked what is done, in milliseconds; a look that takes long is taken less often. */
const LOOK_MS = 250;
const LOOKS_SHARE = 10;
/** How often what is neither done nor dead is sent again, in milliseconds: nothing comes of what waits or runs already. */
const SEND_AGAIN_MS = 30_000;

/**
 * Has workers read documents into a stage, begun in the order given, and waits until each is there or was given up. Gives
 * the ones given up, with why. What a killed asker had sent goes on, if it is still wanted; what was given up before is tried
 * again. Throws a UserError where another process puts the stage in meanwhile, or asks for something else.
 */
export async function readByWorkers(
  workspace: Workspace,
  { name, open, wanted }: Omit<WantedStage, "asked">,
  histories: readonly DocumentHistory[],
  onProgress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const stage = { name, open, wanted, asked: hashOf([...wanted]) };
  const queue = await openWorkspaceQueue(workspace, "asker");
  try {
    await open.ask(stage.asked);
    await queue.forgetOthers(name, stage.asked);
    await queue.retryDead(name);
    const total = countVersions(histories);
    for (let sent = Number.NEGATIVE_INFINITY; ;) {
      const began = Date.now();
      const done = await lookForDone(workspace, stage);
      const missing = histories.filter(({ document }) => !done.has(document));
      const dead = await deadAmong(queue, stage, missing);
      if (missing.length === dead.size) return dead;
      if (began - sent >= SEND_AGAIN_MS) {
        await queue.send(missing.filter(({ document }) => !dead.has(document)).map((one) => toJob(stage, one)));
        sent = began;
      }
      onProgress({ what: await describe(queue, missing.length), done: total - countVersions(missing), total });
      await wait(Math.max(LOOK_MS, (Date.now() - began) * LOOKS_SHARE));
    }
  } finally {
    await queue.close();
  }
}

/** A stage, and what it is to hold. */
interface WantedStage {
  readonly name: string;
  readonly open: IndexStage;
  /** Document → name of its history. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Names all of that. */
  readonly asked: string;
}

async function lookForDone(
  { index }: Workspace,
  { name, open, wanted, asked }: WantedStage,
): Promise<ReadonlyMap<string, string>> {
  let state: StageState;
  try {
    state = await open.state();
  } catch (cause) {
    if ((await listStages(index)).includes(name)) throw cause;
    const why = "another process has put into the index, or dropped, what workers read; run this again";
    throw new UserError(why, EXIT.outside, { cause });
  }
  // Of two that want different histories each would replace what the other has had read: the later one goes on.
  if (state.asked !== asked)
    throw new UserError("another process has asked workers for other histories; run this again", EXIT.outside);
  return commonOf(wanted, state.histories);
}

async function deadAmong(
  queue: Queue,
  { name, wanted }: WantedStage,
  missing: readonly DocumentHistory[],
): Promise<Map<string, string>> {
  const isMissing = new Set(missing.map(({ document }) => document));
  const dead = (await queue.deadOf(name)).filter(
    ({ document, history }) => isMissing.has(document) && wanted.get(document) === history,
  );
  return new Map(dead.map(({ document, error }) => [document, error]));
}

async function describe(queue: Queue, missing: number): Promise<string> {
  const live = (await queue.workers()).filter(({ state }) => state === "working" || state === "idle");
  if (live.length === 0) return "no worker is there: start corrigible worker";
  return `${missing} documents left, ${live.length} worker${live.length === 1 ? "" : "s"}`;
}

function toJob({ name, asked, wanted }: WantedStage, { document, lab, labName, versions }: DocumentHistory): ReadJob {
  const history = wanted.get(document) ?? "";
  return { stage: name, asked, document, history, lab, labName, versions: versions.map(({ index }) => index) };
}
