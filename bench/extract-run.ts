import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { extractHtml } from "../src/extract/index.ts";
import { findCaptures, readCapture } from "./extract-pages.ts";

/**
 * Extracts every capture, `node bench/extract-run.ts WAY`, and prints how long it took: the peer's way, in one process,
 * or on two workers. A process of its own, so that each has its own peak of memory.
 */

export type Way = "peer" | "one" | "two";

export interface Timed {
  readonly pages: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/** Rounds over all captures; the peer, slow as it is, has one. */
const ROUNDS = 5;
const WARM_UP = 20;

/** Keeps a worker's rubbish small. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 32 };

const folders = findCaptures();

function extractOurs(folder: string): void {
  const { html, declaration } = readCapture(folder);
  extractHtml(html, { declaration });
}

async function timeAll(rounds: number, extract: (folder: string) => void): Promise<Timed> {
  for (const folder of folders.slice(0, WARM_UP)) extract(folder);
  const began = performance.now();
  for (let round = 0; round < rounds; round++) for (const folder of folders) extract(folder);
  return result(rounds, began);
}

function result(rounds: number, began: number): Timed {
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { pages: rounds * folders.length, seconds: (performance.now() - began) / 1000, peakMb };
}

async function timePeer(): Promise<Timed> {
  const { extractAsPeer } = await import("./extract-peer.ts");
  return timeAll(1, (folder) => {
    extractAsPeer(readCapture(folder));
  });
}

async function timeWorkers(): Promise<Timed> {
  const halves = [0, 1].map((half) => folders.filter((_, at) => at % 2 === half));
  const workers = halves.map(
    (half) => new Worker(new URL(import.meta.url), { workerData: half, resourceLimits: WORKER_MEMORY }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const began = performance.now();
  await Promise.all(
    workers.map((worker) => {
      worker.postMessage("go");
      return once(worker, "exit");
    }),
  );
  return result(ROUNDS, began);
}

if (isMainThread) {
  const ways = { peer: timePeer, one: () => timeAll(ROUNDS, extractOurs), two: timeWorkers };
  console.log(JSON.stringify(await ways[process.argv[2] as Way]()));
} else {
  const mine = workerData as readonly string[];
  for (const folder of mine.slice(0, WARM_UP)) extractOurs(folder);
  parentPort?.once("message", () => {
    for (let round = 0; round < ROUNDS; round++) for (const folder of mine) extractOurs(folder);
  });
  parentPort?.postMessage("ready");
}
