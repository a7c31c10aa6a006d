import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { succeed } from "./product.ts";
import type { Stage, Stages } from "./stages.ts";

/** How often it is looked whether somebody is connected, in milliseconds. */
const LOOK_MS = 5;

/** The index of every run in a database of its own, in the campaign's PostgreSQL server. */
export class Databases {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #stages: Stages;
  readonly #templates = new Map<Stage, Promise<string>>();

  /** `url`: the server, reached as its superuser. */
  constructor(url: string, stages: Stages) {
    this.#url = url;
    this.#pool = new pg.Pool({ connectionString: url, application_name: "faults", max: 1 });
    this.#stages = stages;
  }

  /** Makes the database of a run, with the index of a stage; gives its address. */
  async make(name: string, stage: Stage): Promise<string> {
    const template = this.#templates.get(stage) ?? this.#makeTemplate(stage);
    this.#templates.set(stage, template);
    await this.#ask(`create database "${name}" template "${await template}"`);
    return this.#addressOf(name);
  }

  async #makeTemplate(stage: Stage): Promise<string> {
    // Each process has stages of its own.
    const name = `${stage}_${process.pid}`;
    await this.#ask(`create database "${name}"`);
    const folder = `${this.#stages.folder}/template ${stage}`;
    // All records are imported, the index is behind.
    this.#stages.copy(stage === "imported" ? "half" : stage, folder);
    await succeed(["audit", "--workspace", folder], { database: this.#addressOf(name) });
    return name;
  }

  #addressOf(name: string): string {
    const url = new URL(this.#url);
    url.pathname = name;
    return url.href;
  }

  /** Waits until somebody is connected to a database, or `ended`. */
  async connected(address: string, ended: Promise<unknown>): Promise<void> {
    for await (const isConnected of this.#looks(address, ended)) if (isConnected) return;
  }

  /** Waits for `ended`; gives the milliseconds from the first connection to the last one. */
  async connectedMs(address: string, ended: Promise<unknown>): Promise<number> {
    let first = Infinity;
    let last = 0;
    for await (const isConnected of this.#looks(address, ended)) {
      if (!isConnected) continue;
      last = performance.now();
      first = Math.min(first, last);
    }
    return Math.max(0, last - first);
  }

  async *#looks(address: string, ended: Promise<unknown>): AsyncGenerator<boolean> {
    let isOver = false;
    const over = (): void => void (isOver = true);
    ended.then(over, over);
    while (!isOver) {
      yield (await this.#ask("select 1 from pg_stat_activity where datname = $1", [nameOf(address)])) > 0;
      await wait(LOOK_MS);
    }
  }

  /** Cuts the connections of a database whose programs' names are like `who`, a pattern of SQL; gives how many. */
  cut(address: string, who: string): Promise<number> {
    const which =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like $2";
    return this.#ask(which, [nameOf(address), who]);
  }

  /** Removes a database, whoever is connected to it. */
  async remove(address: string): Promise<void> {
    await this.#ask(`drop database if exists "${nameOf(address)}" with (force)`);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** Runs one statement; gives how many rows it has. */
  async #ask(text: string, values: readonly string[] = []): Promise<number> {
    return (await this.#pool.query(text, [...values])).rowCount ?? 0;
  }
}

const nameOf = (address: string): string => new URL(address).pathname.slice(1);
