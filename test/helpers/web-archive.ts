import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { WARCRecord, WARCSerializer } from "warcio";
import { ZipFile } from "yazl";

/** An answer as a crawler of ours keeps it. */
export interface Kept {
  readonly url: string;
  readonly date: string;
  readonly body?: string | Uint8Array;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: "response" | "revisit" | "request" | "resource" | "metadata";
  readonly warcHeaders?: Readonly<Record<string, string>>;
}

/** One record after another, each as it stands in a WARC file that warcio writes. */
export async function writeRecords(kept: readonly Kept[], gzip = true): Promise<Buffer[]> {
  const info = WARCRecord.createWARCInfo(
    { filename: "crawl.warc.gz", warcVersion: "WARC/1.1" },
    { software: "crawler of a test" },
  );
  const records = [info, ...kept.map(toRecord)];
  const written: Buffer[] = [];
  for (const record of records) written.push(Buffer.from(await WARCSerializer.serialize(record, { gzip })));
  return written;
}

export async function writeWarc(kept: readonly Kept[], gzip = true): Promise<Buffer> {
  return Buffer.concat(await writeRecords(kept, gzip));
}

function toRecord({ url, date, body = "", status = 200, headers, type = "response", warcHeaders }: Kept): WARCRecord {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return WARCRecord.create(
    {
      url,
      date,
      type,
      warcVersion: "WARC/1.1",
      httpHeaders: { "Content-Type": "text/html; charset=utf-8", ...headers },
      statusline: `HTTP/1.1 ${status} Said`,
      keepHeadersCase: true,
      warcHeaders: { ...warcHeaders },
    },
    [bytes],
  );
}

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export interface WaczOptions {
  /** Members of datapackage.json that replace those that are right. */
  readonly described?: Readonly<Record<string, unknown>>;
  readonly compress?: boolean;
}

/** A WACZ around WARC files, by the specification, or with what a test makes wrong. */
export async function writeWacz(
  path: string,
  warcs: Readonly<Record<string, Uint8Array>>,
  { described, compress = false }: WaczOptions = {},
): Promise<void> {
  const zip = new ZipFile();
  const resources = Object.entries(warcs).map(([name, bytes]) => {
    zip.addBuffer(Buffer.from(bytes), `archive/${name}`, { compress });
    return { name, path: `archive/${name}`, hash: `sha256:${sha256(bytes)}`, bytes: bytes.byteLength };
  });
  const data = { profile: "data-package", wacz_version: "1.1.1", resources, ...described };
  zip.addBuffer(Buffer.from(JSON.stringify(data)), "datapackage.json");
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}
