import type { Random } from "../faults/random.ts";
import type { Coverage } from "./coverage.ts";
import { mutate } from "./mutate.ts";
import { BYTES_MAX, MS_MAX, type Target } from "./target.ts";

/** An input that breaks a promise. */
export interface Found {
  readonly input: Uint8Array;
  readonly why: string;
}

export interface Search {
  readonly inputs: number;
  /** Branches that were taken. */
  readonly branches: number;
  /** Inputs that went new ways, the seeds included. */
  readonly corpus: readonly Uint8Array[];
  readonly found: Found | null;
}

export interface SearchOptions {
  readonly seconds: number;
  /** Most inputs that are tried, beyond those given. */
  readonly inputsMax: number;
  readonly random: Random;
  readonly coverage: Coverage;
  /** Told before each input is tried. */
  readonly onInput: (input: Uint8Array) => void;
}

/** Looks for an input that breaks a promise: variants of those that went new ways. Ends at the first. */
export async function search(
  target: Target,
  beginnings: readonly Uint8Array[],
  { seconds, inputsMax, random, coverage, onInput }: SearchOptions,
): Promise<Search> {
  const ways = new Ways(coverage);
  const corpus: Uint8Array[] = [];
  const words = [...coverage.words].map((word) => Buffer.from(word));
  const bytesMax = target.bytesMax ?? BYTES_MAX;
  const end = performance.now() + seconds * 1000;
  const waiting = [...beginnings];
  let inputs = 0;
  const most = inputsMax + waiting.length;
  while (waiting.length > 0 || (inputs < most && performance.now() < end)) {
    const input = waiting.pop() ?? mutate(random.pick(corpus), random, { corpus, words, bytesMax });
    onInput(input);
    coverage.counters.fill(0, 0, coverage.used());
    const why = await tryInput(target, input);
    inputs++;
    if (why !== null) return { inputs, branches: ways.branches, corpus, found: await shrink(target, { input, why }) };
    if (ways.isNew() || corpus.length === 0) corpus.push(input);
  }
  return { inputs, branches: ways.branches, corpus, found: null };
}

/** What went wrong; null: nothing. Too slow is what is so each time: a machine has other work, too. */
export async function tryInput({ run, msMax = MS_MAX }: Target, input: Uint8Array): Promise<string | null> {
  let ms = 0;
  for (let tries = 0; tries < SLOW_TRIES; tries++) {
    const began = performance.now();
    try {
      await run(input);
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    ms = performance.now() - began;
    if (ms <= msMax) return null;
  }
  return `it took ${Math.round(ms)} ms`;
}

const SLOW_TRIES = 3;

/** Branches with how often they were taken, by powers of two. */
class Ways {
  branches = 0;
  readonly #coverage: Coverage;
  readonly #seen: Uint8Array;

  constructor(coverage: Coverage) {
    this.#coverage = coverage;
    this.#seen = new Uint8Array(coverage.counters.length);
  }

  isNew(): boolean {
    const { counters } = this.#coverage;
    const used = this.#coverage.used();
    let isNew = false;
    for (let at = 0; at < used; at++) {
      const count = counters[at] as number;
      if (count === 0) continue;
      const bit = 1 << (31 - Math.clz32(count));
      const seen = this.#seen[at] as number;
      if ((seen & bit) !== 0) continue;
      if (seen === 0) this.branches++;
      this.#seen[at] = seen | bit;
      isNew = true;
    }
    return isNew;
  }
}

const SHRINK_TRIES = 400;

/** A shorter input that fails with the same first line. */
async function shrink(target: Target, found: Found): Promise<Found> {
  const firstLine = (why: string): string => why.split("\n")[0] as string;
  // Times differ from run to run.
  if (found.why.startsWith("it took")) return found;
  let best = found;
  let tries = 0;
  for (let size = Math.ceil(best.input.length / 2); size >= 1 && tries < SHRINK_TRIES; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.input.length && tries < SHRINK_TRIES; tries++) {
      const input = Buffer.concat([best.input.subarray(0, from), best.input.subarray(from + size)]);
      const why = await tryInput(target, input);
      if (why !== null && firstLine(why) === firstLine(found.why)) best = { input, why };
      else from += size;
    }
  }
  return best;
}
