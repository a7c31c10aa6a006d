import { findStage } from "../index/index.ts";
import type { ReadJob } from "../queue/index.ts";
import { runStep } from "../std/index.ts";
import type { ReaderThread } from "./audit-pool.ts";
import { toError } from "./read-document.ts";
import type { Workspace } from "./workspace.ts";
import { openWorkspaceQueue } from "./workspace-queue.ts";

/** What became of a job. */
export interface DoneJob {
  readonly document: string;
  readonly versions: number;
  readonly seconds: number;
  /** Why it failed; null where it did not. It is tried again, here or elsewhere. */
  readonly error: string | null;
}

export interface RunningWorker {
  /** Takes no more jobs and ends after the one in hand. */
  close(): Promise<void>;
}

/**
 * Takes jobs of the workspace's queue, one at a time: reads a document's history and puts its rows into the job's stage.
 * A job done twice leaves what it leaves done once.
 */
export async function startWork(workspace: Workspace, onDone: (job: DoneJob) => void): Promise<RunningWorker> {
  const queue = await openWorkspaceQueue(workspace, "worker");
  const reader = keepThread(workspace);
  await queue.work(async (job) => {
    const began = performance.now();
    const tell = (error: string | null): void =>
      onDone({
        document: job.document,
        versions: job.versions.length,
        seconds: (performance.now() - began) / 1000,
        error,
      });
    try {
      const attributes = { document: job.document, versions: job.versions.length };
      await runStep("audit document", attributes, () => doJob(workspace, job, reader));
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
      throw error;
    }
    tell(null);
  });
  return {
    async close() {
      await queue.close();
      await reader.close();
    },
  };
}

/**
 * Nothing is done for a stage that is gone: its audit has ended, or was given up. Fails where the log, as this machine sees
 * it, has not got so far: another attempt comes later.
 */
async function doJob(workspace: Workspace, job: ReadJob, reader: ReaderThread): Promise<void> {
  const stage = await findStage(workspace.index, job.stage);
  if (stage === null) return;
  const { document, history, lab, labName, versions } = job;
  const read = await reader.read({ kind: "numbered", history: { document, history, lab, labName, versions } });
  if (read.kind === "failed") throw toError(read.failure);
  await stage.put(read.rows, history);
}

/**
 * A reading thread beside this one, which speaks to the database alone and so goes on telling that the worker is there, however
 * long the log keeps it waiting. One that breaks is replaced.
 */
function keepThread({ evidence }: Workspace): ReaderThread {
  let thread: ReaderThread | null = null;
  return {
    async read(order) {
      // Loaded here, so that other commands start without it.
      thread ??= (await import("./audit-pool.ts")).startThread(evidence);
      try {
        return await thread.read(order);
      } catch (error) {
        await thread.close();
        thread = null;
        throw error;
      }
    },
    close: async () => thread?.close(),
  };
}
