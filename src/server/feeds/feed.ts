import type { JSX } from "hono/jsx/jsx-runtime";
import type { PageRequest } from "../page.ts";
import type { Site } from "../site.ts";
import { toMarkup } from "../text.ts";

/** Entries of one document of a feed; older ones are on its next pages. */
export const FEED_SIZE = 50;

/** What a feed says of a list, before it is written in a format. */
export interface Feed {
  readonly title: string;
  readonly subtitle: string;
  /** Page that was asked for, from 1, and how many entries there are on all pages. */
  readonly page: number;
  readonly total: number;
  /** Newest first, at most {@link FEED_SIZE}. */
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** Names the entry in this log for good: "changes/73470949a6a39299@20". */
  readonly name: string;
  readonly title: string;
  /** Days or instants of the record, UTC: when it came about, and when it last changed. */
  readonly published: string;
  readonly updated: string;
  /** Path of its page on the site. */
  readonly link: string;
  /** For people. */
  readonly content: JSX.Element;
  readonly tags: readonly string[];
  /** For programs: what the entry says, field by field. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A list that has a feed. */
export interface FeedList {
  /** Path of the list's page. */
  readonly path: string;
  /** Reads by the filters of the list's page. Throws BadRequest or NotFound as the page does. */
  readonly read: (site: Site, request: PageRequest) => Promise<Feed>;
}

/**
 * A name that stays through moves of the site, as a tag URI (RFC 4151): the log's own name is its authority where it
 * begins with a host's name, as C2SP asks.
 */
export function tagOf({ evidence: { origin } }: Site, name: string): string {
  const [host = "", ...rest] = origin.split("/");
  const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host);
  const [authority, path] = isHost ? [host, rest] : ["corrigible.invalid", origin.split("/")];
  return `tag:${authority},${TAG_YEAR}:${[...path, ...name.split("/")].map(encodePart).join("/")}`;
}

/** From when on names are given under a log's name. */
const TAG_YEAR = 2026;

/** Leaves what RFC 4151 allows in the specific part. */
const encodePart = (part: string): string => encodeURIComponent(part).replaceAll("%40", "@");

/** Markup whose links to the site are absolute: many readers know no base. Text has no bare quotation mark. */
export const absoluteMarkup = (content: JSX.Element, base: string): string =>
  toMarkup(content).replaceAll(' href="/', ` href="${base}/`);

/** A day or an instant as RFC 3339 has it. */
export const instantOf = (when: string): string => (when.includes("T") ? when : `${when}T00:00:00Z`);

/** When a feed last changed: its newest entry; the day of the report where it has none. Never the clock. */
export function updatedOf({ entries }: Feed, { frame }: Site): string {
  const instants = entries.map(({ updated }) => instantOf(updated)).toSorted();
  return instants.at(-1) ?? instantOf(frame.asOf);
}
