import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DETECTOR_VERSION } from "../src/model/index.ts";
import { BIN, environment, findBundle, inFolder, readCpuSeconds } from "./archive.ts";
import type { Measure } from "./run.ts";

/** Runs of each; the median counts. */
const ROUNDS = 5;
/** Two workers on two cores are so much faster than one, at least: as the share of one's time, at most. */
const TWO_OVER_ONE_MAX = 1 / 1.2;
const CPU_RATIO_MAX = 1.1;
const EMBEDDED_OVER_ONE_MAX = 1;
const LOOK_MS = 50;

/**
 * The real archive read again whole, by threads of one process and by one and two workers over PostgreSQL. Needs a database
 * that CORRIGIBLE_BENCH_DATABASE names: its schemas are left behind.
 */
export function benchWorkers(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const database = process.env["CORRIGIBLE_BENCH_DATABASE"];
    if (database === undefined) throw new Error("CORRIGIBLE_BENCH_DATABASE must name a PostgreSQL database");
    const embedded = new Bench(join(folder, "embedded"), undefined);
    const shared = new Bench(join(folder, "shared"), database);
    for (const one of [embedded, shared]) await one.make();
    const [alone, one, two]: Ran[][] = [[], [], []];
    // In turns, so that what else the machine does falls on all alike.
    for (let round = 0; round < ROUNDS; round++) {
      alone?.push(await embedded.reprocess(0));
      one?.push(await shared.reprocess(1));
      two?.push(await shared.reprocess(2));
    }
    return measuresOf(medianOf(alone ?? []), medianOf(one ?? []), medianOf(two ?? []));
  });
}

interface Ran {
  readonly seconds: number;
  /** Seconds of processors, of all processes together. */
  readonly cpu: number;
  readonly versions: number;
}

function measuresOf(alone: Ran, one: Ran, two: Ran): Measure[] {
  const perVersion = ({ cpu, versions }: Ran): number => (cpu / versions) * 1000;
  return [
    { what: "threads of one process, without PostgreSQL", value: alone.seconds, unit: "s", max: null },
    { what: "one worker", value: one.seconds, unit: "s", max: null },
    { what: "two workers", value: two.seconds, unit: "s", max: null },
    { what: "one worker, processor", value: perVersion(one), unit: "ms a version", max: null },
    { what: "two workers, processor", value: perVersion(two), unit: "ms a version", max: null },
    { what: "two workers over one, time", value: two.seconds / one.seconds, unit: "times", max: TWO_OVER_ONE_MAX },
    {
      what: "two workers over one, processor",
      value: perVersion(two) / perVersion(one),
      unit: "times",
      max: CPU_RATIO_MAX,
    },
    {
      what: "threads of one process over one worker, time",
      value: alone.seconds / one.seconds,
      unit: "times",
      max: EMBEDDED_OVER_ONE_MAX,
    },
  ];
}

/** The run whose time is the median. */
function medianOf(runs: readonly Ran[]): Ran {
  const middle = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)];
  if (!middle) throw new Error("nothing was run");
  return middle;
}

/** One workspace over the archive. */
class Bench {
  readonly #workspace: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(workspace: string, database: string | undefined) {
    this.#workspace = workspace;
    this.#env = { ...environment(), ...(database === undefined ? {} : { CORRIGIBLE_DATABASE: database }) };
  }

  async make(): Promise<void> {
    await this.#run(["init", this.#workspace, "--origin", "corrigible.local/bench"]);
    await this.#run(["import", "ota", findBundle(), ...this.#named]);
    await this.#run(["audit", ...this.#named]);
  }

  /** Reads everything again by so many workers, which run already; 0: by this process's threads. */
  async reprocess(amount: number): Promise<Ran> {
    await this.#run(["reprocess", "discard", ...this.#named]);
    const workers = Array.from({ length: amount }, () => this.#start(["worker", ...this.#named]));
    await Promise.all(workers.map(async ({ stdout }) => (stdout ? once(stdout, "data") : null)));
    const before = sum(workers.map(({ pid }) => readCpuSeconds(pid)));
    const asker = this.#start([
      "reprocess",
      "--detector",
      DETECTOR_VERSION,
      ...(amount > 0 ? ["--workers"] : []),
      ...this.#named,
    ]);
    const began = performance.now();
    let said = "";
    asker.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const closed = once(asker, "close");
    let own = 0;
    while (asker.exitCode === null) {
      own = readCpuSeconds(asker.pid) || own;
      await wait(LOOK_MS);
    }
    await closed;
    const seconds = (performance.now() - began) / 1000;
    const cpu = sum(workers.map(({ pid }) => readCpuSeconds(pid))) - before + own;
    for (const worker of workers) worker.kill("SIGTERM");
    await Promise.all(workers.map((worker) => once(worker, "close")));
    const versions = Number(/ with ([\d,]+) versions? again/.exec(said)?.[1]?.replaceAll(",", ""));
    if (!(versions > 0)) throw new Error(`reprocess said: ${said}`);
    return { seconds, cpu, versions };
  }

  get #named(): readonly string[] {
    return ["--workspace", this.#workspace];
  }

  #start(args: readonly string[]): ChildProcess {
    return spawn(BIN, args, { env: this.#env, stdio: ["ignore", "pipe", "inherit"] });
  }

  async #run(args: readonly string[]): Promise<void> {
    const child = this.#start(args);
    child.stdout?.resume();
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`corrigible ${args.join(" ")} exited ${code}`);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
