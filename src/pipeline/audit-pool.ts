import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type EvidencePlace, openEvidence } from "../evidence/index.ts";
import { runStep, runStepSync, threadFile } from "../std/index.ts";
import type { WorkerInput, WorkerOrder } from "./audit-worker.ts";
import { countVersions } from "./document-histories.ts";
import type { DocumentHistory } from "./document-rows.ts";
import { readDocument, type ReadDocument } from "./read-document.ts";
import { textReader } from "./read-texts.ts";

/** Threads at most: each holds texts and words of its own, some 200 MB; two keep the whole under 800 MB. */
const WORKERS_MAX = 2;
/** Keeps a thread's rubbish small at no cost in time: measured 250 MB less for two threads. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 16 };
/** Fewer versions than this are read sooner here than by threads that must start first. */
const VERSIONS_FOR_WORKERS = 400;

/**
 * Audits documents, given with the longest first, and gives each as it gets ready: in any order, and the same rows on any
 * number of threads. `workers` 0: in this thread.
 */
export async function* auditDocuments(
  place: EvidencePlace,
  histories: readonly DocumentHistory[],
  workers = chooseWorkers(histories),
): AsyncGenerator<ReadDocument> {
  if (workers > 0) {
    yield* auditOnThreads(place, histories, workers);
    return;
  }
  const read = textReader(openEvidence(place));
  for (const history of histories) {
    yield runStepSync("audit document", attributesOf(history), () => readDocument(history, read));
  }
}

const attributesOf = ({ document, versions }: DocumentHistory): { document: string; versions: number } => ({
  document,
  versions: versions.length,
});

function chooseWorkers(histories: readonly DocumentHistory[]): number {
  const workers = Math.min(WORKERS_MAX, availableParallelism(), histories.length);
  return workers > 1 && countVersions(histories) >= VERSIONS_FOR_WORKERS ? workers : 0;
}

async function* auditOnThreads(
  place: EvidencePlace,
  histories: readonly DocumentHistory[],
  amount: number,
): AsyncGenerator<ReadDocument> {
  const queue = new DocumentQueue(histories);
  const threads = Array.from({ length: amount }, () => startThread(place));
  const answers = new Arrivals<{ readonly thread: ReaderThread; readonly read: ReadDocument }>();
  const giveNext = (thread: ReaderThread): void => {
    const history = thread === threads[0] ? queue.takeFirst() : queue.takeLast();
    if (!history) return;
    const read = runStep("audit document", attributesOf(history), () => thread.read({ kind: "history", history }));
    answers.expect(read.then((rows) => ({ thread, read: rows })));
  };
  try {
    threads.forEach(giveNext);
    for (let answer = await answers.next(); answer; answer = await answers.next()) {
      giveNext(answer.thread);
      yield answer.read;
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/**
 * Documents, the longest first. One thread takes them from that end and the others from the other, until they meet: two
 * long ones that are read at once would need the memory of both.
 */
class DocumentQueue {
  readonly #histories: readonly DocumentHistory[];
  #first = 0;
  #last: number;

  constructor(histories: readonly DocumentHistory[]) {
    this.#histories = histories;
    this.#last = histories.length - 1;
  }

  /** Undefined where all are taken. */
  takeFirst(): DocumentHistory | undefined {
    return this.#first <= this.#last ? this.#histories[this.#first++] : undefined;
  }

  takeLast(): DocumentHistory | undefined {
    return this.#first <= this.#last ? this.#histories[this.#last--] : undefined;
  }
}

/**
 * Results in the order in which they come. `Promise.race` in a loop would do it too, but what each race gave hangs on the
 * promises that lost it until they settle: one long document would keep the rows of all others in memory.
 */
class Arrivals<T> {
  readonly #arrived: PromiseSettledResult<T>[] = [];
  #expected = 0;
  #wake: () => void = () => undefined;

  expect(result: Promise<T>): void {
    this.#expected++;
    const arrive = (one: PromiseSettledResult<T>): void => {
      this.#arrived.push(one);
      this.#wake();
    };
    result.then(
      (value) => arrive({ status: "fulfilled", value }),
      (reason: unknown) => arrive({ status: "rejected", reason }),
    );
  }

  /** Undefined where nothing is expected any more. */
  async next(): Promise<T | undefined> {
    if (this.#expected === 0) return undefined;
    if (this.#arrived.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    const one = this.#arrived.shift() as PromiseSettledResult<T>;
    this.#expected--;
    if (one.status === "rejected") throw one.reason;
    return one.value;
  }
}

/** A thread that audits one document at a time. */
export interface ReaderThread {
  /** Rejects where the thread itself breaks, which then is of no more use. */
  read(order: WorkerOrder): Promise<ReadDocument>;
  close(): Promise<void>;
}

/** Starts a thread that reads the log of a place. */
export function startThread(place: EvidencePlace): ReaderThread {
  const workerData: WorkerInput = { place };
  const worker = new Worker(threadFile(import.meta.url, "audit-worker"), {
    workerData,
    resourceLimits: WORKER_MEMORY,
  });
  return {
    async read(order) {
      const answered = once(worker, "message") as Promise<[ReadDocument]>;
      worker.postMessage(order);
      const [read] = await answered;
      return read;
    },
    close: async () => void (await worker.terminate()),
  };
}
