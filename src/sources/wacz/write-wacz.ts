import { createHash, hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { ArchiveBytes } from "../warc/archive-bytes.ts";
import { readRecords } from "../warc/read-records.ts";
import { type IndexedRecord, indexRecord, packIndex, WARC_FILE } from "./index-lines.ts";

/** A gzipped WARC file, each record a member of its own, and what its pages are called. */
export interface KeptWarc {
  readonly bytes: Uint8Array;
  readonly title: string;
}

export interface WaczDescription {
  readonly title: string;
  readonly description: string;
  /** RFC 3339: when the newest of it was recorded. */
  readonly created: string;
  readonly software: string;
  /** Further members of datapackage.json. */
  readonly more: Readonly<Record<string, unknown>>;
}

export interface WrittenWacz {
  readonly records: number;
  readonly pages: number;
}

/** Every entry of the ZIP has the ZIP's first day, so that equal captures give equal bytes in every time zone. */
const ZIP_OPTIONS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644, compress: false } as const;

/**
 * Writes a WACZ 1.1.1 file (https://specs.webrecorder.net/wacz/1.1.1/): the records of all WARC files in the order given,
 * each once, with index, pages and hashes. One pass; memory holds one WARC file and the index.
 */
export async function writeWacz(
  path: string,
  warcs: Iterable<KeptWarc>,
  description: WaczDescription,
): Promise<WrittenWacz> {
  const zip = new ZipFile();
  const archive = new ArchiveWriter();
  const resources: Resource[] = [];
  const stream = Readable.from(archive.write(warcs));
  // yazl passes bytes on, not errors.
  const stop = new AbortController();
  stream.once("error", (error) => stop.abort(error));
  zip.addReadStreamLazy(`archive/${WARC_FILE}`, ZIP_OPTIONS, (done) => done(null, stream));
  const files: [string, () => Buffer][] = [
    ["indexes/index.cdx.gz", () => archive.index().cdx],
    ["indexes/index.idx", () => archive.index().idx],
    ["pages/pages.jsonl", () => formatPages(archive.pages)],
    ["datapackage.json", () => formatPackage(description, [archive.resource(), ...resources])],
    ["datapackage-digest.json", () => formatDigest(resources.at(-1) as Resource)],
  ];
  for (const [name, make] of files) {
    zip.addReadStreamLazy(name, ZIP_OPTIONS, (done) => {
      const bytes = make();
      resources.push({ name: name.split("/").at(-1) as string, path: name, hash: sha256(bytes), bytes: bytes.length });
      done(null, Readable.from([bytes]));
    });
  }
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(path, { flags: "wx" }), { signal: stop.signal });
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
  return { records: archive.records, pages: archive.pages.length };
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

interface Page extends Pick<IndexedRecord, "url" | "ts"> {
  readonly title: string;
}

const sha256 = (bytes: Buffer): string => `sha256:${hash("sha256", bytes)}`;

/** Puts WARC files together, and knows what it wrote. */
class ArchiveWriter {
  records = 0;
  readonly pages: Page[] = [];
  readonly #lines: string[] = [];
  readonly #seen = new Set<string>();
  readonly #hash = createHash("sha256");
  #offset = 0;
  #index: ReturnType<typeof packIndex> | null = null;

  async *write(warcs: Iterable<KeptWarc>): AsyncGenerator<Buffer> {
    for (const { bytes, title } of warcs) {
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for await (const record of readRecords(ArchiveBytes.over(whole))) {
        const { offset, length } = record.place;
        const packed = whole.subarray(offset, offset + length);
        // One that says who made an archive stands before each of its pages.
        const digest = sha256(packed);
        if (this.#seen.has(digest)) continue;
        this.#seen.add(digest);
        this.#note(indexRecord(record, packed, this.#offset), title);
        this.#hash.update(packed);
        this.#offset += packed.length;
        this.records++;
        yield packed;
      }
    }
  }

  index(): ReturnType<typeof packIndex> {
    return (this.#index ??= packIndex(this.#lines));
  }

  /** Once all is written. */
  resource(): Resource {
    const digest = `sha256:${this.#hash.digest("hex")}`;
    return { name: WARC_FILE, path: `archive/${WARC_FILE}`, hash: digest, bytes: this.#offset };
  }

  #note(indexed: IndexedRecord | null, title: string): void {
    if (!indexed) return;
    this.#lines.push(indexed.line);
    if (indexed.isPage) this.pages.push({ url: indexed.url, ts: indexed.ts, title });
  }
}

function formatPages(pages: readonly Page[]): Buffer {
  const header = { format: "json-pages-1.0", id: "pages", title: "All Pages" };
  const lines = pages.map(({ url, ts, title }) => ({
    id: hash("sha256", `${ts} ${url}`).slice(0, 16),
    url,
    ts,
    title,
  }));
  return Buffer.from([header, ...lines].map((one) => `${JSON.stringify(one)}\n`).join(""));
}

function formatPackage(
  { title, description, created, software, more }: WaczDescription,
  resources: readonly Resource[],
): Buffer {
  const data = {
    profile: "data-package",
    wacz_version: "1.1.1",
    title,
    description,
    created,
    software,
    ...more,
    resources,
  };
  return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
}

function formatDigest({ path, hash }: Resource): Buffer {
  return Buffer.from(`${JSON.stringify({ path, hash }, null, 2)}\n`);
}
