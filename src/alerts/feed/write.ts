import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, type NewFile, writeAllDurable } from "../../std/index.ts";
import { toMessage } from "../deliver.ts";
import type { Journal } from "../journal.ts";
import { formatAtom, formatJsonFeed } from "./format.ts";

/** Alerts that a feed holds, the newest. */
const ALERTS_MAX = 100;
/** What is being written lies beside the feed, so that it can take its place at once. */
const TEMPORARY = ".corrigible-feed";

/** A feed channel: two files, `<path>.atom` and `<path>.json`. */
export interface FeedFiles {
  readonly channel: string;
  /** Absolute, without the ending. */
  readonly path: string;
  readonly title: string;
  readonly id: string;
}

/** Writes the feed as the journal has it, each file in full or not at all, and only where it differs from what is there. */
export function writeFeed(journal: Journal, { channel, path, title, id }: FeedFiles, dashboard: string | null): void {
  const messages = journal.newestOf(channel, ALERTS_MAX).map(({ body, at }) => toMessage(body, at, dashboard));
  const feed = { title, id, dashboard, messages };
  const files: NewFile[] = [
    { path: `${path}.atom`, bytes: Buffer.from(formatAtom(feed)) },
    { path: `${path}.json`, bytes: Buffer.from(formatJsonFeed(feed)) },
  ].filter(({ path, bytes }) => !existsSync(path) || !bytes.equals(readFileSync(path)));
  if (files.length === 0) return;
  const temporary = join(dirname(path), TEMPORARY);
  makeFolder(temporary);
  writeAllDurable(files, temporary);
  rmSync(temporary, { recursive: true });
}
