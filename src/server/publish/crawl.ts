import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Progress, Workspace } from "../../pipeline/index.ts";
import { threadFile } from "../../std/index.ts";
import { openRenderer, type Renderer, type Written } from "./render.ts";
import type { Target } from "./resolve.ts";
import type { WorkerAnswer, WorkerInput } from "./worker.ts";

/** Threads at most: each holds some 250 MB. */
const WORKERS_MAX = 4;
/** Entries of a log from which threads pay: each takes half a second to start. */
const ENTRIES_FOR_WORKERS = 1_500;
/** Pages given to a thread at once. */
const BATCH = 24;
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 32 };

export interface CrawlOptions {
  readonly folder: string;
  readonly publicUrl: string | null;
  readonly onProgress: Progress;
  /** Threads; 0: this one. Any number gives the same files. */
  readonly threads: number;
}

/** Threads for a log of so many entries. */
export function chooseThreads(entries: number): number {
  return entries < ENTRIES_FOR_WORKERS ? 0 : Math.min(WORKERS_MAX, availableParallelism());
}

/** Renders the pages to begin with and all that they lead to, each once. Gives the files that were written. */
export async function renderAll(
  workspace: Workspace,
  beginnings: readonly Target[],
  { folder, publicUrl, onProgress, threads }: CrawlOptions,
): Promise<Written[]> {
  const known = new Map<string, string>();
  const waiting: Target[] = [];
  const written: Written[] = [];
  const add = (target: Target): void => {
    const before = known.get(target.file);
    if (before === undefined) waiting.push(target);
    else if (before !== target.address && target.blob === undefined) {
      throw new Error(`${before} and ${target.address} would both be ${target.file}`);
    }
    known.set(target.file, target.address);
  };
  beginnings.forEach(add);
  const renderers =
    threads === 0
      ? [await openRenderer(workspace, folder, publicUrl)]
      : Array.from({ length: threads }, () => startThread({ workspace, folder, publicUrl }));
  const running = new Map<Renderer, Promise<Renderer>>();
  const giveNext = (renderer: Renderer): void => {
    const batch = waiting.splice(0, BATCH);
    if (batch.length === 0) return;
    const done = renderer.render(batch).then((result) => {
      written.push(...result.written);
      result.found.forEach(add);
      return renderer;
    });
    running.set(renderer, done);
  };
  try {
    while (waiting.length > 0 || running.size > 0) {
      for (const renderer of renderers) if (!running.has(renderer)) giveNext(renderer);
      running.delete(await Promise.race(running.values()));
      onProgress({ what: "rendering pages", done: written.length, total: known.size });
    }
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
  }
  return written;
}

/** A renderer on a thread of its own. */
function startThread(workerData: WorkerInput): Renderer {
  const worker = new Worker(threadFile(import.meta.url, "worker"), {
    workerData,
    resourceLimits: WORKER_MEMORY,
  });
  return {
    async render(targets) {
      const answered = once(worker, "message") as Promise<[WorkerAnswer]>;
      worker.postMessage(targets);
      const [answer] = await answered;
      if (answer.kind === "failed") throw new Error(answer.message);
      return { written: [...answer.written], found: [...answer.found] };
    },
    async close() {
      await worker.terminate();
    },
  };
}
