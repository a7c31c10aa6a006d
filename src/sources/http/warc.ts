import { WARCRecord, WARCSerializer } from "warcio";
import type { Capture, Hop } from "./exchange.ts";
import { reasonOf } from "./fetcher.ts";

/** Headers of the coding between two machines, which the body as kept no longer has. */
const TRANSFER_HEADERS: ReadonlySet<string> = new Set(["transfer-encoding", "connection", "keep-alive"]);

/** What a capture leaves behind. */
export type Exchanges = Pick<Capture, "url" | "hops" | "rendered">;

/**
 * The exchanges of captures as WARC 1.1 records (ISO 28500), each gzipped by itself: a `request` and a `response` for
 * every hop, the bodies as they were sent, and a `conversion` for a page as its scripts made it. Names of headers that no
 * longer hold for the body begin with "X-Archive-Orig-".
 */
export async function formatWarc(captures: readonly Exchanges[], software: string): Promise<Buffer> {
  const info = WARCRecord.createWARCInfo(
    { filename: "capture.warc.gz", warcVersion: "WARC/1.1" },
    { software, format: "WARC File Format 1.1" },
  );
  const parts = [await serialize(info)];
  for (const capture of captures) for (const record of recordsOf(capture)) parts.push(await serialize(record));
  return Buffer.concat(parts);
}

function* recordsOf({ url, hops, rendered }: Exchanges): Generator<WARCRecord> {
  const ids = new Map<string, string>();
  for (const hop of [...hops, ...(rendered?.hops ?? [])]) {
    const [request, response] = exchangeOf(hop);
    ids.set(hop.url, ids.get(hop.url) ?? response.warcHeader("WARC-Record-ID") ?? "");
    yield request;
    yield response;
  }
  if (rendered) yield conversionOf(url, rendered, ids.get(url) ?? "");
}

function conversionOf(url: string, { html, at }: NonNullable<Capture["rendered"]>, refersTo: string): WARCRecord {
  const warcHeaders = { "Content-Type": "text/html; charset=utf-8", "WARC-Refers-To": refersTo };
  return WARCRecord.create(
    { type: "conversion", url, date: at, warcVersion: "WARC/1.1", warcHeaders },
    chunks(Buffer.from(html)),
  );
}

const serialize = (record: WARCRecord): Promise<Uint8Array> => WARCSerializer.serialize(record, { gzip: true });

function exchangeOf({ url, at, status, headers, requestHeaders, body }: Hop): [WARCRecord, WARCRecord] {
  const { pathname, search, host } = new URL(url);
  const common = { url, date: at, warcVersion: "WARC/1.1" } as const;
  const response = WARCRecord.create(
    {
      ...common,
      type: "response",
      httpHeaders: headers.map(([name, value]) => [kept(name), value]) as [string, string][],
      statusline: `HTTP/1.1 ${status} ${reasonOf(status)}`.trim(),
      keepHeadersCase: true,
    },
    chunks(body),
  );
  const request = WARCRecord.create(
    {
      ...common,
      type: "request",
      httpHeaders: [["host", host], ...requestHeaders] as [string, string][],
      statusline: `GET ${pathname}${search} HTTP/1.1`,
      warcHeaders: { "WARC-Concurrent-To": response.warcHeader("WARC-Record-ID") ?? "" },
      keepHeadersCase: true,
    },
    chunks(new Uint8Array()),
  );
  return [request, response];
}

const kept = (name: string): string => (TRANSFER_HEADERS.has(name.toLowerCase()) ? `X-Archive-Orig-${name}` : name);

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
