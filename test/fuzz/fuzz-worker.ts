/** The thread that searches. The target is loaded after its branches are counted. */
import { sep } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { randomOf } from "../faults/random.ts";
import { readInputs, seedsOf, writeInputs } from "./corpus.ts";
import { instrument } from "./coverage.ts";
import { search } from "./search.ts";
import type { Target } from "./target.ts";

export interface Told {
  readonly inputs: number;
  readonly branches: number;
  readonly ways: number;
  readonly why: string | null;
  readonly input: Uint8Array | null;
}

interface Order {
  readonly name: string;
  readonly seconds: number;
  readonly inputsMax: number;
  readonly seed: string;
  /** Whether short inputs that went new ways are kept. */
  readonly keep: boolean;
  /** Number of the input, its length, its bytes: what hung, where something hangs. */
  readonly shared: SharedArrayBuffer;
}

const { name, seconds, inputsMax, seed, keep, shared } = workerData as Order;
const LIBRARIES = ["htmlparser2", "entities", "css-select", "yaml", "warcio", "micromark"];
/** Longest input that is kept in the repository, and how many. */
const KEPT_BYTES_MAX = 300;
const KEPT_MAX = 40;

const isOwn = (path: string): boolean => path.includes(`${sep}src${sep}`) && !path.includes(`${sep}node_modules${sep}`);
const coverage = instrument(
  (path) => isOwn(path) || LIBRARIES.some((library) => path.includes(`${sep}node_modules${sep}${library}${sep}`)),
);
const { target } = (await import(`./targets/${name}.ts`)) as { readonly target: Target };

const [counter, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
const { inputs, branches, corpus, found } = await search(
  target,
  [...readInputs("cases", target), ...readInputs("corpus", target), ...seedsOf(target)],
  {
    seconds,
    inputsMax,
    random: randomOf(`${seed}/${name}`),
    coverage,
    onInput(input) {
      bytes.set(input.subarray(0, bytes.length));
      counter[1] = input.length;
      counter[0] = (counter[0] as number) + 1;
    },
  },
);
if (keep) {
  const short = corpus.filter(({ length }) => length <= KEPT_BYTES_MAX);
  writeInputs("corpus", target, short.slice(-KEPT_MAX));
}
parentPort?.postMessage({
  inputs,
  branches,
  ways: corpus.length,
  why: found?.why ?? null,
  input: found?.input ?? null,
} satisfies Told);
