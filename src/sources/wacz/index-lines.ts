import { hash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { getSurt } from "warcio/utils";
import { fieldOf, parseHeaders } from "../warc/headers.ts";
import { readWarcDate, statusOf } from "../warc/page-list.ts";
import { HTTP_HEADER_BYTES_MAX, type ListedRecord, WARC_HEADER_BYTES_MAX } from "../warc/read-records.ts";

/** One record of a WARC file, as CDXJ (0.1.0) leads to it. */
export interface IndexedRecord {
  /** The line, without its end. */
  readonly line: string;
  readonly url: string;
  /** WARC-Date, to the second: "2024-01-10T18:00:00Z". */
  readonly ts: string;
  /** Whether it is a page as one reads it, not a redirect, an error or a part of one. */
  readonly isPage: boolean;
}

const PAGE_TYPES = /^(?:text\/(?:html|plain)|application\/(?:xhtml\+xml|pdf))$/;

/**
 * The line of a record; null for one that no address leads to. `packed`: the record as it stands in the file, at `offset`.
 */
export function indexRecord(record: ListedRecord, packed: Buffer, offset: number): IndexedRecord | null {
  const type = fieldOf(record.header, "warc-type");
  const url = fieldOf(record.header, "warc-target-uri") ?? "";
  const date = readWarcDate(fieldOf(record.header, "warc-date"));
  if ((type !== "response" && type !== "revisit") || url === "" || Number.isNaN(date)) return null;
  const http = parseHeaders(record.begin, "latin1", HTTP_HEADER_BYTES_MAX);
  const status = http ? statusOf(http.first) : 0;
  const contentType = (fieldOf(http ?? { fields: [] }, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const ts = `${new Date(date).toISOString().slice(0, "2024-01-10T18:00:00".length)}Z`;
  const block = {
    url,
    mime: type === "revisit" ? "warc/revisit" : contentType,
    status: String(status),
    digest: fieldOf(record.header, "warc-payload-digest") ?? payloadDigest(packed),
    length: String(packed.length),
    offset: String(offset),
    filename: WARC_FILE,
    recordDigest: `sha256:${hash("sha256", packed)}`,
  };
  const key = getSurt(url).replaceAll(/\s/g, "");
  const line = `${key} ${ts.replaceAll(/\D/g, "")} ${JSON.stringify(block)}`;
  return { line, url, ts, isPage: status === 200 && PAGE_TYPES.test(contentType) };
}

/** Name of the WARC file in the folder archive. */
export const WARC_FILE = "data.warc.gz";

function payloadDigest(packed: Buffer): string {
  const whole = gunzipSync(packed);
  const header = parseHeaders(whole, "utf8", WARC_HEADER_BYTES_MAX);
  const length = Number(fieldOf(header ?? { fields: [] }, "content-length"));
  const block = whole.subarray(header?.length ?? 0, (header?.length ?? 0) + length);
  const http = parseHeaders(block, "latin1", HTTP_HEADER_BYTES_MAX);
  return `sha256:${hash("sha256", block.subarray(http?.length ?? 0))}`;
}

/** Lines in one gzip member of the index: what a reader loads to find an address. */
const LINES_A_BLOCK = 1_024;

/** A sorted index in gzip members, and the file that says at which address each begins ("cdxj-gzip-1.0"). */
export function packIndex(lines: readonly string[]): { readonly cdx: Buffer; readonly idx: Buffer } {
  const sorted = lines.map((line) => Buffer.from(`${line}\n`)).toSorted((a, b) => Buffer.compare(a, b));
  const blocks: Buffer[] = [];
  const places = [`!meta 0 ${JSON.stringify({ format: "cdxj-gzip-1.0", filename: "index.cdx.gz" })}`];
  let offset = 0;
  for (let from = 0; from < sorted.length; from += LINES_A_BLOCK) {
    const block = gzipSync(Buffer.concat(sorted.slice(from, from + LINES_A_BLOCK)));
    const first = (sorted[from] as Buffer).toString();
    const place = { offset, length: block.length, digest: `sha256:${hash("sha256", block)}` };
    places.push(`${first.slice(0, first.indexOf("{")).trim()} ${JSON.stringify(place)}`);
    blocks.push(block);
    offset += block.length;
  }
  return { cdx: Buffer.concat(blocks), idx: Buffer.from(`${places.join("\n")}\n`) };
}
