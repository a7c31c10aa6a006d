import { failed, type Outcome, type Sender } from "../channel.ts";
import type { Journal } from "../journal.ts";
import { type FeedFiles, writeFeed } from "./write.ts";

/** Delivers by writing the feed: once a run, with all that the journal holds for it. */
export class FeedSender implements Sender {
  readonly targets = [""];
  readonly #files: FeedFiles;
  #outcome: Outcome = failed("the feed is not written yet");

  constructor(files: FeedFiles) {
    this.#files = files;
  }

  /** Writes what the journal holds. What keeps it from that is told by `send`. */
  write(journal: Journal, dashboard: string | null): void {
    try {
      writeFeed(journal, this.#files, dashboard);
      this.#outcome = { is: "delivered" };
    } catch (error) {
      this.#outcome = failed(error instanceof Error ? error.message : "the feed cannot be written");
    }
  }

  send(): Promise<Outcome> {
    return Promise.resolve(this.#outcome);
  }

  close(): void {}
}
