import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { openEvidence } from "../evidence/index.ts";
import type { DocumentRows } from "../index/index.ts";
import { UserError } from "../std/index.ts";
import type { WorkerAnswer, WorkerInput } from "./audit-worker.ts";
import { type DocumentHistory, makeDocumentRows } from "./document-rows.ts";
import { textReader } from "./read-texts.ts";

/** Threads at most: each holds texts and words of its own, some 200 MB; two keep the whole under 800 MB. */
const WORKERS_MAX = 2;
/** Keeps a thread's rubbish small at no cost in time: measured 250 MB less for two threads. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 16 };
/** Fewer versions than this are read sooner here than by threads that must start first. */
const VERSIONS_FOR_WORKERS = 400;

/**
 * Audits documents and gives the rows of each as it gets ready: in any order, and the same rows on any number of
 * threads. `workers` 0: in this thread.
 */
export async function* auditDocuments(
  evidenceDir: string,
  histories: readonly DocumentHistory[],
  workers = chooseWorkers(histories),
): AsyncGenerator<DocumentRows> {
  if (workers > 0) {
    yield* auditOnThreads(evidenceDir, histories, workers);
    return;
  }
  const read = textReader(openEvidence(evidenceDir));
  for (const history of histories) yield makeDocumentRows(history, read);
}

function chooseWorkers(histories: readonly DocumentHistory[]): number {
  const versions = histories.reduce((sum, history) => sum + history.versions.length, 0);
  const workers = Math.min(WORKERS_MAX, availableParallelism(), histories.length);
  return workers > 1 && versions >= VERSIONS_FOR_WORKERS ? workers : 0;
}

async function* auditOnThreads(
  evidenceDir: string,
  histories: readonly DocumentHistory[],
  amount: number,
): AsyncGenerator<DocumentRows> {
  // Longest first, so that no thread begins a long one when the others have finished.
  const queue = histories.toSorted((a, b) => a.versions.length - b.versions.length);
  const workers = Array.from({ length: amount }, () => startWorker({ evidenceDir }));
  const running = new Map<Worker, Promise<{ readonly worker: Worker; readonly rows: DocumentRows }>>();
  const giveNext = (worker: Worker): void => {
    const history = queue.pop();
    if (history) running.set(worker, auditOn(worker, history));
  };
  try {
    workers.forEach(giveNext);
    while (running.size > 0) {
      const { worker, rows } = await Promise.race(running.values());
      running.delete(worker);
      giveNext(worker);
      yield rows;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startWorker(workerData: WorkerInput): Worker {
  // The compiler rewrites the endings of imports only.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new Worker(new URL(`./audit-worker.${ending}`, import.meta.url), {
    workerData,
    resourceLimits: WORKER_MEMORY,
  });
}

async function auditOn(
  worker: Worker,
  history: DocumentHistory,
): Promise<{ readonly worker: Worker; readonly rows: DocumentRows }> {
  const answered = once(worker, "message") as Promise<[WorkerAnswer]>;
  worker.postMessage(history);
  const [answer] = await answered;
  if (answer.kind === "refused") throw new UserError(answer.message, answer.exitCode);
  return { worker, rows: answer.rows };
}
