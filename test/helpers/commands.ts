import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { BIN, type Ran } from "./corrigible.ts";

/** Commands and workers of one environment; those that still run are ended by {@link Commands.end}. */
export class Commands {
  readonly #env: Readonly<Record<string, string>>;
  readonly #started: Running[] = [];

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  /** Runs a command while what workers write is read. */
  async run(workspace: string, ...args: string[]): Promise<Ran> {
    const { ended, said } = this.start(workspace, ...args);
    return { code: await ended, ...said() };
  }

  start(workspace: string, ...args: string[]): Running {
    const child = spawn(BIN, [...args, "--workspace", workspace], {
      env: { ...process.env, ...this.#env, CORRIGIBLE_NOW: "2026-08-01T00:00:00Z" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, "close").then(([code]) => code as number | null);
    const running = { child, said: () => ({ stdout, stderr }), ended };
    this.#started.push(running);
    return running;
  }

  /** Starts a worker and waits until it takes jobs. */
  async startWorker(workspace: string): Promise<Worker> {
    const worker = new Worker(this.start(workspace, "worker"));
    await worker.hasSaid(/^Waiting for documents/m);
    return worker;
  }

  /** SIGKILL for all that still run. */
  async end(): Promise<void> {
    for (const { child, ended } of this.#started.splice(0)) {
      child.kill("SIGKILL");
      await ended;
    }
  }
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has written. */
  readonly said: () => { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<number | null>;
}

/** A process of `corrigible worker`. */
export class Worker {
  readonly #running: Running;

  constructor(running: Running) {
    this.#running = running;
  }

  async hasSaid(what: RegExp): Promise<void> {
    while (!what.test(this.said())) {
      if (this.#running.child.exitCode !== null) throw new Error(`the worker ended: ${this.#running.said().stderr}`);
      await Promise.race([once(this.#running.child.stdout ?? this.#running.child, "data"), this.#running.ended]);
    }
  }

  said(): string {
    return this.#running.said().stdout;
  }

  /** Ends it with a signal; gives its exit code, null where the signal ended it at once. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.#running.child.kill(signal);
    return this.#running.ended;
  }
}
