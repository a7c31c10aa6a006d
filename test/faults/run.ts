/**
 * Faults under everything that an operator does: `npm run faults -- [--runs N] [--seed S] [--run K] [--only WORD]`.
 * docs/guide/faults.md says what is done, and what is checked.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { checkLog, checkpointNow, Lost } from "./check.ts";
import { perform } from "./command.ts";
import { Databases } from "./databases.ts";
import { canMount, type Fault, FAULTS, type Undisturbed } from "./faults.ts";
import { operate } from "./operator.ts";
import { type Random, randomOf } from "./random.ts";
import { findFinding, type Place, type Scenario, SCENARIOS } from "./scenarios.ts";
import { makeStages, type Stages } from "./stages.ts";
import { Workers } from "./workers.ts";
import { HAS_POSTGRES, startPostgres } from "../helpers/postgres.ts";

const RUNS = 500;
/** Times the interrupted command is repeated before it must have come through. */
const TRIES = 3;
/** Workers beside a command that has them: one or two. */
const WORKERS_MAX = 2;

const PARTS_MAX = 4;

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: String(RUNS) },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    run: { type: "string" },
    part: { type: "string" },
    server: { type: "string" },
    only: { type: "string", default: "" },
  },
});

/** In memory where there is room: what a power cut does to a disk is modelled, and no run waits for one. */
function makeFolder(): string {
  let parent = tmpdir();
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    if (bavail * bsize > 2 ** 30) parent = "/dev/shm";
  } catch {
    // No such folder on this system.
  }
  return mkdtempSync(join(parent, "corrigible-faults-"));
}

interface Pair {
  readonly scenario: Scenario;
  readonly fault: Fault;
}

const suits = ({ name, suits }: Fault, scenario: Scenario): boolean =>
  (HAS_POSTGRES || !scenario.onPostgres) && (scenario.faults?.includes(name) ?? true) && suits(scenario);

function pairsOf(only: string): Pair[] {
  const all = SCENARIOS.flatMap((scenario) =>
    FAULTS.filter((fault) => suits(fault, scenario)).map((fault) => ({ scenario, fault })),
  );
  const found = all.filter(({ scenario, fault }) => `${scenario.name} × ${fault.name}`.includes(only));
  if (found.length === 0) throw new Error(`no scenario and no fault is named "${only}"`);
  return found;
}

/** What a scenario comes to, and what it should come to. */
type Expected = readonly [resultOf: Scenario["result"], expected: string];

class Campaign {
  readonly #stages: Stages;
  readonly #databases: Databases | null;
  readonly #finding: string;
  readonly #undisturbed = new Map<string, Promise<Undisturbed>>();

  constructor(stages: Stages, databases: Databases | null, finding: string) {
    this.#stages = stages;
    this.#databases = databases;
    this.#finding = finding;
  }

  /** Lets a job do with a scenario's place, with a database and workers where it has them; they are gone afterwards. */
  async #in<T>(
    folder: string,
    { from, prepare, onPostgres, withWorkers }: Scenario,
    workerCount: number,
    job: (place: Place, workers: Workers | null) => Promise<T>,
  ): Promise<T> {
    mkdirSync(folder);
    const workspace = join(folder, "watch");
    if (from !== null) this.#stages.copy(from, workspace);
    this.#stages.outside.forget();
    const database = onPostgres && from ? await this.#databases?.make(databaseOf(folder), from) : undefined;
    const place = { folder, workspace, stages: this.#stages, finding: this.#finding, database };
    prepare?.(place);
    const workers = withWorkers ? new Workers({ workspace, database }, workerCount) : null;
    let done: T;
    try {
      done = await job(place, workers);
    } finally {
      await workers?.close();
      if (database !== undefined) await this.#databases?.remove(database);
    }
    rmSync(folder, { recursive: true });
    return done;
  }

  /** Done once for each scenario, in a process of its own as under a fault. */
  undisturbed(scenario: Scenario): Promise<Undisturbed> {
    const { name } = scenario;
    const known = this.#undisturbed.get(name) ?? this.#measure(scenario);
    this.#undisturbed.set(name, known);
    return known;
  }

  async #measure(scenario: Scenario): Promise<Undisturbed> {
    const folder = join(this.#stages.folder, `undisturbed ${scenario.name}`);
    return this.#in(folder, scenario, 1, async (place) => {
      const { workspace, database } = place;
      const operating = operate({ args: scenario.args(place), workspace, database });
      const connectedMs = database === undefined ? 0 : ((await this.#databases?.connectedMs(database, operating)) ?? 0);
      const { ended, ms } = await operating;
      if (ended?.code !== 0) throw new Error(`${scenario.name} fails undisturbed: ${ended?.stderr}`);
      checkLog(workspace, new Set());
      const result = JSON.stringify(await scenario.result(place));
      const timeless = JSON.stringify(await (scenario.timeless ?? scenario.result)(place));
      return { ms, connectedMs, calls: ended.calls, result, timeless };
    });
  }

  async run({ scenario, fault }: Pair, nth: number, random: Random): Promise<void> {
    const undisturbed = await this.undisturbed(scenario);
    const folder = join(this.#stages.folder, `run-${nth}`);
    const notes: string[] = [];
    try {
      await this.#in(folder, scenario, random.between(1, WORKERS_MAX), async (place, workers) => {
        const seen = new Set(checkpointNow(place.workspace));
        const note = (what: string): void => void notes.push(what);
        const databases = this.#databases;
        const around = { place, scenario, undisturbed, random, seen, note, databases, workers };
        const workspace = await fault.inflict(around);
        const expected: Expected = fault.isUntimely
          ? [scenario.timeless ?? scenario.result, undisturbed.timeless]
          : [scenario.result, undisturbed.result];
        await this.#conclude(scenario, { ...place, workspace }, seen, expected);
      });
    } catch (cause) {
      const why = cause instanceof Lost ? cause.message : String(cause instanceof Error ? cause.stack : cause);
      throw new Lost(`${scenario.name} × ${fault.name} (${notes.join("; ")}): ${why}\n  kept: ${folder}`, { cause });
    }
  }

  /** After the fault the log is whole, and the work repeated comes to what it would have come to. */
  async #conclude(scenario: Scenario, place: Place, seen: Set<string>, [resultOf, expected]: Expected): Promise<void> {
    const { workspace, database } = place;
    checkLog(workspace, seen);
    const broken = scenario.between?.(place) ?? null;
    if (broken !== null) throw new Lost(broken);
    const doneCodes = [0, ...(scenario.doneCodes ?? [])];
    for (let tries = 1; ; tries++) {
      const { code, stderr } = await perform({ args: scenario.args(place), workspace, database });
      if (doneCodes.includes(code)) break;
      if (tries === TRIES) throw new Lost(`repeated, it fails: ${stderr}`);
    }
    checkLog(workspace, seen);
    const found = JSON.stringify(await resultOf(place));
    if (found !== expected) throw new Lost(`it came to ${shorten(found)} instead of ${shorten(expected)}`);
  }
}

const databaseOf = (folder: string): string => `${basename(folder).replaceAll(/[^a-z0-9]+/g, "_")}_${process.pid}`;

const SHOWN = 200;
const shorten = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** What came of some runs. */
interface Report {
  readonly failed: number;
  /** Runs of each fault. */
  readonly tally: Readonly<Record<string, number>>;
}

/** Does every run whose number leaves `part` when divided by `parts`, or the one that was asked for. */
async function runPart(part: number, parts: number): Promise<Report> {
  const folder = makeFolder();
  const stages = await makeStages(folder);
  const copied = join(folder, "finding");
  stages.copy("audited", copied);
  const databases = options.server === undefined ? null : new Databases(options.server, stages);
  const campaign = new Campaign(stages, databases, await findFinding(copied));
  const pairs = pairsOf(options.only);
  const numbers = options.run === undefined ? range(Number(options.runs)) : [Number(options.run)];
  const tally: Record<string, number> = {};
  let failed = 0;
  for (const nth of numbers.filter((number) => options.run !== undefined || number % parts === part)) {
    // In turn, so that each pair comes; with a seed of its own, so that one run can be repeated alone.
    const pair = pairs[nth % pairs.length] as Pair;
    tally[pair.fault.name] = (tally[pair.fault.name] ?? 0) + 1;
    try {
      await campaign.run(pair, nth, randomOf(`${seed}/${nth}`));
    } catch (error) {
      failed++;
      const repeat = `npm run faults -- --seed ${seed} --run ${nth}${options.only === "" ? "" : ` --only "${options.only}"`}`;
      process.stdout.write(
        `LOST in run ${nth}: ${error instanceof Error ? error.message : String(error)}\n  ${repeat}\n`,
      );
    }
  }
  await databases?.close();
  stages.outside.close();
  await stages.store.stop();
  if (failed === 0) rmSync(folder, { recursive: true });
  return { failed, tally };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

function needsPostgres(): boolean {
  const pairs = pairsOf(options.only);
  const chosen =
    options.run === undefined ? pairs.slice(0, Number(options.runs)) : [pairs[Number(options.run) % pairs.length]];
  return chosen.some((pair) => pair?.scenario.onPostgres);
}

/** One PostgreSQL server for all of it, gone with this process however it ends; gives its address. */
function startServer(): string {
  const postgres = startPostgres();
  process.once("exit", () => postgres.remove());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  return postgres.url;
}

/** As many processes as there are processors to the most; each makes its own workspaces. */
async function runAll(): Promise<Report> {
  const parts = options.run === undefined ? Math.min(PARTS_MAX, availableParallelism()) : 1;
  const args = ["--seed", seed, "--runs", options.runs, "--only", options.only];
  if (needsPostgres()) args.push("--server", startServer());
  const chosen = options.run === undefined ? args : [...args, "--run", options.run];
  const reports = range(parts).map(async (part) => {
    const child = fork(import.meta.filename, [...chosen, "--part", `${part}/${parts}`]);
    const closed = once(child, "close");
    const [report] = (await Promise.race([once(child, "message"), closed])) as [Report | number | null];
    await closed;
    if (typeof report !== "object" || report === null) throw new Error("a part of the runs ended without a report");
    return report;
  });
  const all = await Promise.all(reports);
  const tally: Record<string, number> = {};
  for (const [name, times] of all.flatMap((report) => Object.entries(report.tally)))
    tally[name] = (tally[name] ?? 0) + times;
  return { failed: all.reduce((sum, { failed }) => sum + failed, 0), tally };
}

const { seed, part } = options;
if (part !== undefined) {
  const [at = 0, parts = 1] = part.split("/").map(Number);
  // Whoever started it is gone: so is this process, and with it those that it started.
  process.once("disconnect", () => process.exit());
  const report = await runPart(at, parts);
  process.send?.(report, () => process.disconnect?.());
} else {
  const began = performance.now();
  const missing = [
    ...(canMount() ? [] : ["; disk-full is left out: nothing can be mounted"]),
    ...(HAS_POSTGRES ? [] : ["; PostgreSQL is left out: no server is installed"]),
  ];
  process.stdout.write(`faults with seed ${seed}${missing.join("")}\n`);
  const { failed, tally } = await runAll();
  const kinds = Object.entries(tally).map(([name, times]) => `${times} ${name}`);
  const runs = Object.values(tally).reduce((sum, times) => sum + times, 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${runs} runs in ${seconds} s: ${failed} failed. ${kinds.join(", ")}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
