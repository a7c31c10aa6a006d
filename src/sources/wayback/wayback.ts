import * as z from "zod";
import { UserError } from "../../std/index.ts";
import type { Capture, Hop } from "../http/exchange.ts";
import { readReplay, readTimestamp } from "../warc/page-key.ts";

/** Where captures of pages are asked for: what lists them (CDX), and what gives them back as they were sent. */
export const WAYBACK_DEFAULT = "https://web.archive.org";

/** One capture that an archive lists. */
export interface WaybackCapture {
  /** 14 digits: "20240110180000". */
  readonly timestamp: string;
  /** The page's own address, as it was captured. */
  readonly original: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** Captures that one page may have in a list, at most. */
const ROWS_MAX = 50_000;
const FIRST_WEB = Date.parse("1990-01-01T00:00:00Z");
const FIELDS = ["timestamp", "original", "statuscode", "mimetype", "digest"] as const;
/** What may be a document; archives write "-" and "warc/revisit" for an answer that was the same as one before. */
const PAGE_TYPES = /^(?:text\/(?:html|plain|markdown|xml)|application\/(?:xhtml\+xml|xml|pdf)|warc\/revisit|unk|-)$/i;

const list = z.array(z.array(z.string().max(10_000)).length(FIELDS.length)).max(ROWS_MAX + 1);

/** Reads an endpoint's address. Throws a UserError for what is none. */
export function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw new UserError(`"${text}" is no endpoint; write it as ${WAYBACK_DEFAULT}`);
  }
  return url.href.replace(/\/$/, "");
}

export interface WaybackQuery {
  readonly url: string;
  /** Days in UTC, "2024-01-10", both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The address that lists a page's captures, answers that follow each other unchanged as one. */
export function listAddress(endpoint: string, { url, since, until }: WaybackQuery): string {
  const query = new URLSearchParams({ url, output: "json", fl: FIELDS.join(","), collapse: "digest" });
  if (since !== undefined) query.set("from", since.replaceAll("-", ""));
  if (until !== undefined) query.set("to", until.replaceAll("-", ""));
  return `${endpoint}/cdx/search/cdx?${query.toString()}`;
}

/** The address that gives a capture back as it was sent. */
export const replayAddress = (endpoint: string, { timestamp, original }: WaybackCapture): string =>
  `${endpoint}/web/${timestamp}id_/${original}`;

/**
 * Reads a list of captures: those that may be documents, by time. Throws a UserError of one line where it is none.
 * `shown`: the endpoint, for messages.
 */
export function parseList(body: Uint8Array, { since, until }: WaybackQuery, shown: string): WaybackCapture[] {
  const text = new TextDecoder().decode(body).trim();
  const [header, ...rows] = text === "" ? [] : parseRows(text, shown);
  if (header && header.join(" ") !== FIELDS.join(" "))
    throw new UserError(`${shown}: its list has other fields than were asked for`);
  const captures: WaybackCapture[] = [];
  for (const [timestamp = "", original = "", status = "", mediaType = ""] of rows) {
    const at = readTimestamp(timestamp);
    const day = new Date(Number.isNaN(at) ? 0 : at).toISOString().slice(0, "2024-01-10".length);
    const isAsked = at >= FIRST_WEB && day >= (since ?? "") && (until === undefined || day <= until);
    const isPage = (status === "200" || status === "-") && PAGE_TYPES.test(mediaType);
    if (isAsked && isPage && /^https?:\/\//i.test(original) && URL.canParse(original))
      captures.push({ timestamp, original, at });
  }
  return captures.toSorted((a, b) => a.at - b.at);
}

function parseRows(text: string, shown: string): string[][] {
  try {
    return list.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`${shown}: its list of captures cannot be read, or has more than ${ROWS_MAX}`, undefined, {
      cause,
    });
  }
}

/**
 * The last exchange of a replay as the one that the archive had with the page: at its address, and dated by it. null where
 * the archive led away from its captures, or gave back one that is more than a day from what was asked for.
 */
export function asOriginal(endpoint: string, wanted: WaybackCapture, { hops }: Pick<Capture, "hops">): Hop | null {
  const last = hops.at(-1);
  const given = last?.url.startsWith(`${endpoint}/`) ? readReplay(last.url) : null;
  if (!last || !given || Math.abs(given.at - wanted.at) > GIVEN_WINDOW_MS) return null;
  return { ...last, url: given.url, at: new Date(given.at).toISOString() };
}

/** How far from what was asked for the capture may be that an archive gives back, in milliseconds. */
const GIVEN_WINDOW_MS = 24 * 3_600_000;
