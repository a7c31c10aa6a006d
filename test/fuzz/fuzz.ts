/**
 * Looks for inputs that break what parsers promise, guided by the branches they take: `npm run fuzz -- [--seconds N] [--inputs N] [--seed S]
 * [--target NAME] [--keep]`. docs/guide/fuzzing.md says more.
 */
import { Worker } from "node:worker_threads";
import { parseArgs } from "node:util";
import { readInputs, writeInputs } from "./corpus.ts";
import { TARGET_NAMES } from "./target-names.ts";
import type { Told } from "./fuzz-worker.ts";

const SECONDS = 10;
/** An input that takes longer hangs, in milliseconds. */
const HANG_MS = 20_000;
/** The longest input, and 4 bytes for its length. */
const SHARED_BYTES = 1 << 20;

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: String(SECONDS) },
    inputs: { type: "string", default: "Infinity" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    target: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});

interface Outcome {
  readonly line: string;
  readonly bad: Uint8Array | null;
}

/** Searches in a thread, which is ended where it hangs. */
async function fuzz(name: string): Promise<Outcome> {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const { seconds, inputs: inputsMax, seed, keep } = options;
  const worker = new Worker(new URL("fuzz-worker.ts", import.meta.url), {
    workerData: { name, seconds: Number(seconds), inputsMax: Number(inputsMax), seed, keep, shared },
  });
  const counter = new Int32Array(shared, 0, 2);
  let [last, since] = [-1, performance.now()];
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => {
      const [inputs = 0, length = 0] = counter;
      if (inputs !== last) [last, since] = [inputs, performance.now()];
      else if (inputs > 0 && performance.now() - since > HANG_MS) {
        end({ line: `${name}: hangs`, bad: Uint8Array.from(new Uint8Array(shared, 8, length)) });
      }
    }, 500);
    const end = (outcome: Outcome): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(outcome));
    };
    worker.once("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
    worker.once("message", ({ inputs, branches, ways, why, input }: Told) => {
      const summary = `${name}: ${inputs} inputs, ${branches} branches, ${ways} ways`;
      end(why === null ? { line: summary, bad: null } : { line: `${summary}\n${why}`, bad: input });
    });
  });
}

process.stdout.write(`fuzzing with seed ${options.seed}, ${options.seconds} s a target\n`);
for (const name of options.target === undefined ? TARGET_NAMES : [options.target]) {
  const { line, bad } = await fuzz(name);
  process.stdout.write(`${line}\n`);
  if (bad === null) continue;
  writeInputs("cases", { name }, [...readInputs("cases", { name }), bad]);
  process.stdout.write(`BROKEN: ${JSON.stringify(Buffer.from(bad).toString("utf8").slice(0, 300))}\n`);
  process.stdout.write(`  kept in test/fuzz/cases/${name}.json, which npx vitest run test/fuzz tries\n`);
  process.exitCode = 1;
}
