import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { auditEvidence, evaluateAgain, type Workspace } from "../pipeline/index.ts";
import { EXIT, UserError } from "../std/index.ts";

/** What it answers: why the index could not follow, or null. */
export interface FollowAnswer {
  readonly failure: string | null;
}

/** An audit that somebody runs holds the index: it is tried again, so often and after so long, in milliseconds. */
const TRIES_MAX = 12;
const WAIT_MS = 5_000;

if (!parentPort) throw new Error("follow-worker.ts runs as a worker thread");
const port = parentPort;
void follow(workerData as Workspace).then(
  () => port.postMessage({ failure: null } satisfies FollowAnswer),
  (error: unknown) => {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.postMessage({ failure } satisfies FollowAnswer);
  },
);

async function follow(workspace: Workspace): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await auditEvidence(workspace);
      await evaluateAgain(workspace);
      return;
    } catch (error) {
      const isHeld = error instanceof UserError && error.exitCode === EXIT.outside;
      if (!isHeld || tries >= TRIES_MAX) throw error;
      await setTimeout(WAIT_MS);
    }
  }
}
