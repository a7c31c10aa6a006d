import { WARCRecord, WARCSerializer } from "warcio";
import type { Capture, Hop } from "./exchange.ts";
import { reasonOf } from "./fetcher.ts";

/** Headers of the coding between two machines, which the body as kept no longer has. */
const TRANSFER_HEADERS: ReadonlySet<string> = new Set(["transfer-encoding", "connection", "keep-alive"]);

/**
 * The exchanges of a capture as WARC 1.1 records (ISO 28500), each gzipped by itself: a `request` and a `response` for
 * every hop, the bodies as they were sent. Names of headers that no longer hold for the body begin with "X-Archive-Orig-".
 */
export async function formatWarc({ hops }: Pick<Capture, "hops">, software: string): Promise<Buffer> {
  const info = WARCRecord.createWARCInfo(
    { filename: "capture.warc.gz", warcVersion: "WARC/1.1" },
    { software, format: "WARC File Format 1.1" },
  );
  const parts = [await serialize(info)];
  for (const hop of hops) for (const record of recordsOf(hop)) parts.push(await serialize(record));
  return Buffer.concat(parts);
}

const serialize = (record: WARCRecord): Promise<Uint8Array> => WARCSerializer.serialize(record, { gzip: true });

function recordsOf({ url, at, status, headers, requestHeaders, body }: Hop): WARCRecord[] {
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
