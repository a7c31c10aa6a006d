import type { Journal, Settled } from "./journal.ts";

interface Waiting {
  readonly settled: Settled;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes down what became of attempts: all that arrived together in one commit, since each commit waits for the disk, and
 * at once, since a receiver that acknowledged while we are killed before the commit is told again.
 */
export class SettleQueue {
  readonly #journal: Journal;
  #waiting: Waiting[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Comes back when it is on the disk. */
  add(settled: Settled): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ settled, done, failed });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const all = this.#waiting;
    this.#waiting = [];
    try {
      this.#journal.settle(all.map(({ settled }) => settled));
      for (const { done } of all) done();
    } catch (error) {
      for (const { failed } of all) failed(error);
    }
  }
}
