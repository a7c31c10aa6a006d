import { Lost } from "./check.ts";
import type { Command } from "./command.ts";
import { type Operating, type Operated, start } from "./operator.ts";
import type { Random } from "./random.ts";

/** Processes of `corrigible worker`. One that ends is followed by another, as a service manager sees to it. */
export class Workers {
  readonly #command: Command;
  readonly #running = new Set<Operating>();
  readonly #over: Promise<void>[] = [];
  #problem: string | null = null;
  #isClosed = false;

  constructor(around: Omit<Command, "args">, count: number) {
    this.#command = { ...around, args: ["worker"] };
    for (let nth = 0; nth < count; nth++) this.#start();
  }

  #start(): void {
    const one = start(this.#command);
    this.#running.add(one);
    const goOn = (problem: string | null): void => {
      this.#running.delete(one);
      this.#problem ??= problem;
      if (!this.#isClosed && problem === null) this.#start();
    };
    this.#over.push(
      one.ended.then(
        (operated) => goOn(problemOf(operated)),
        (error: unknown) => goOn(String(error)),
      ),
    );
  }

  /** SIGKILL for one of them. */
  killOne(random: Random): void {
    if (this.#running.size > 0) random.pick([...this.#running]).kill();
  }

  /** Ends all of them. Throws {@link Lost} where one ended as none may. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const one of this.#running) one.kill();
    while (this.#over.length > 0) await this.#over.pop();
    if (this.#problem !== null) throw new Lost(`a worker: ${this.#problem}`);
  }
}

/** A worker goes on until it is killed, or says in one line that the database fails it. */
function problemOf({ ended }: Operated): string | null {
  const OUTSIDE = 3;
  if (ended === null) return null;
  return ended.code === OUTSIDE && !ended.stderr.includes("a defect of Corrigible")
    ? null
    : `${ended.code}, ${ended.stderr}`;
}
