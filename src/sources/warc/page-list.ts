import { ArchiveBytes, ArchiveError, type ArchiveSlice } from "./archive-bytes.ts";
import { fieldOf, parseHeaders } from "./headers.ts";
import { pageKey } from "./page-key.ts";
import { HTTP_HEADER_BYTES_MAX, type ListedRecord, readRecords, type RecordPlace } from "./read-records.ts";

/** One answer of a server that an archive holds: where it stands, and what leads to it. */
export interface ListedPage {
  readonly slice: ArchiveSlice;
  readonly place: RecordPlace;
  /** The record that says who made the archive, if one stands before it. */
  readonly info: RecordPlace | null;
  /** A `revisit` has no body of its own: it was the same as that of an earlier answer. */
  readonly kind: "response" | "revisit";
  readonly url: string;
  /** {@link pageKey} of the url. */
  readonly key: string;
  /** When it was captured, in milliseconds since 1970. */
  readonly at: number;
  /** 0 where a revisit does not say. */
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | null;
  readonly digest: string | null;
  /** What a revisit is the same as. */
  readonly refersTo: { readonly key: string | null; readonly at: number } | null;
}

/** What stands in a web archive that may be a page. */
export interface PageList {
  /** By {@link pageKey}, each by time. */
  readonly byKey: ReadonlyMap<string, readonly ListedPage[]>;
  /** Records read, of any kind. */
  readonly records: number;
  /** Where a file could not be read on; what stands before is listed. */
  readonly damages: readonly { readonly shown: string; readonly offset: number; readonly message: string }[];
}

/** Pages held in a list, at most: some 400 bytes each. */
const PAGES_MAX = 1_000_000;
const URL_LENGTH_MAX = 4_000;
/** No page is older. */
const FIRST_WEB = Date.parse("1990-01-01T00:00:00Z");
const PAGE_TYPES = /^(?:text\/(?:html|plain|markdown|xml)|application\/(?:xhtml\+xml|xml|pdf))\b/i;

export interface ListOptions {
  /** Every answer of these pages is listed, errors too; of others what may be a document and what leads to one. */
  readonly wanted: ReadonlySet<string>;
  /** A capture after this time is none. */
  readonly now: Date;
  readonly onRecord: (shown: string, records: number) => void;
}

/** Lists the pages of archives in one pass. Throws an ArchiveError for more pages than a list holds, or where a file is no archive at all. */
export async function listPages(slices: readonly ArchiveSlice[], options: ListOptions): Promise<PageList> {
  const byKey = new Map<string, ListedPage[]>();
  const damages: PageList["damages"][number][] = [];
  let [records, pages] = [0, 0];
  for (const slice of slices) {
    const bytes = await ArchiveBytes.open(slice);
    let info: RecordPlace | null = null;
    try {
      for await (const record of readRecords(bytes)) {
        options.onRecord(slice.shown, ++records);
        if (fieldOf(record.header, "warc-type") === "warcinfo") info = record.place;
        const page = toPage(record, { slice, info }, options);
        if (!page) continue;
        if (++pages > PAGES_MAX) throw new ArchiveError(`more than ${PAGES_MAX} pages; split it`, record.place.offset);
        const others = byKey.get(page.key);
        if (others) others.push(page);
        else byKey.set(page.key, [page]);
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      damages.push({ shown: slice.shown, offset: error.offset, message: error.message });
    } finally {
      await bytes.close();
    }
  }
  for (const list of byKey.values()) list.sort((a, b) => a.at - b.at || a.place.offset - b.place.offset);
  return { byKey, records, damages };
}

/** Addresses stand between angle brackets in files of old writers. */
const readUri = (text: string | undefined): string => (text ?? "").replace(/^<|>$/g, "");

/** A WARC-Date in milliseconds; NaN for what is none. */
export function readWarcDate(text: string | undefined): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text ?? "") ? Date.parse(text as string) : Number.NaN;
}

function toPage(
  { header, begin, place }: ListedRecord,
  { slice, info }: Pick<ListedPage, "slice" | "info">,
  { wanted, now }: ListOptions,
): ListedPage | null {
  const kind = fieldOf(header, "warc-type");
  if (kind !== "response" && kind !== "revisit") return null;
  const url = readUri(fieldOf(header, "warc-target-uri"));
  const key = url.length > URL_LENGTH_MAX ? null : pageKey(url);
  const at = readWarcDate(fieldOf(header, "warc-date"));
  if (key === null || !(at >= FIRST_WEB && at <= now.getTime())) return null;
  const http = parseHeaders(begin, "latin1", HTTP_HEADER_BYTES_MAX);
  const status = http ? statusOf(http.first) : 0;
  if (status === 0 && kind === "response") return null;
  const location = status >= 300 && status < 400 && http ? (fieldOf(http, "location") ?? null) : null;
  const mayBePage = status === 0 || (status === 200 && PAGE_TYPES.test(fieldOf(http ?? header, "content-type") ?? ""));
  if (!wanted.has(key) && location === null && !mayBePage) return null;
  const refersAt = readWarcDate(fieldOf(header, "warc-refers-to-date"));
  return {
    slice,
    place,
    info,
    kind,
    url,
    key,
    at,
    status,
    location: location === null ? null : absolute(location, url),
    digest: fieldOf(header, "warc-payload-digest") ?? null,
    refersTo:
      kind === "response"
        ? null
        : { key: pageKey(readUri(fieldOf(header, "warc-refers-to-target-uri")) || url), at: refersAt },
  };
}

/** The status of an HTTP answer's first line; 0 where it is none. */
export function statusOf(line: string): number {
  return Number(/^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(line)?.[1] ?? 0);
}

const absolute = (location: string, base: string): string | null =>
  location.length <= URL_LENGTH_MAX && URL.canParse(location, base) ? new URL(location, base).href : null;
