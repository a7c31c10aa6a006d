import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Workspace } from "../pipeline/index.ts";
import { threadFile } from "../std/index.ts";
import type { FollowAnswer } from "./follow-worker.ts";

/** Brings the index up to the log, in a thread of its own. */
export interface LogFollower {
  /** The log has grown. Asked while it follows, it follows once more. */
  follow(): void;
  /** Ends after what is under way. */
  close(): Promise<void>;
}

/** `onDefect` is told where the index cannot follow: it stays as it was, and the next audit brings it up. */
export function followLog(workspace: Workspace, onDefect: (error: unknown) => void): LogFollower {
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await followOnce(workspace).catch(onDefect);
    } while (isAskedAgain);
    running = null;
  };
  return {
    follow() {
      if (running) isAskedAgain = true;
      else running = run();
    },
    close: async () => {
      isAskedAgain = false;
      await running;
    },
  };
}

async function followOnce(workspace: Workspace): Promise<void> {
  const worker = new Worker(threadFile(import.meta.url, "follow-worker"), { workerData: workspace });
  const died = once(worker, "exit").then((): [FollowAnswer] => [{ failure: "its thread ended without an answer" }]);
  const [{ failure }] = await Promise.race([once(worker, "message") as Promise<[FollowAnswer]>, died]);
  await worker.terminate();
  if (failure !== null) throw new Error(failure);
}
