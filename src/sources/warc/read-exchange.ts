import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { AsyncIterReader } from "warcio";
import type { Hop } from "../http/exchange.ts";
import { ArchiveBytes, ArchiveError } from "./archive-bytes.ts";
import type { FoundAnswer } from "./find-answers.ts";
import { fieldOf, type HeaderBlock, parseHeaders } from "./headers.ts";
import { type ListedPage, readWarcDate, statusOf } from "./page-list.ts";
import { HTTP_HEADER_BYTES_MAX, type RecordPlace, WARC_HEADER_BYTES_MAX } from "./read-records.ts";

/** Bytes of a record that is used, packed or not, at most. */
const RECORD_BYTES_MAX = 20_000_000;
const DAMAGED = `a record is damaged, or longer than ${RECORD_BYTES_MAX} bytes`;

/** The exchanges of an answer, and their records. */
export interface ReadAnswer {
  readonly hops: readonly Hop[];
  /** The records by themselves, as they stood in the file, each gzipped: put together they are a WARC file. */
  readonly records: readonly Buffer[];
}

/** Reads what {@link FoundAnswer} points at. Throws an ArchiveError where a record is longer than is read, or not whole. */
export async function readAnswer({ steps }: FoundAnswer): Promise<ReadAnswer> {
  const records: Buffer[] = [];
  const hops: Hop[] = [];
  for (const { page, original } of steps) {
    if (page.info && hops.length === 0) records.push((await readRecord(page, page.info)).packed);
    const own = await readRecord(page, page.place);
    const body = original ? await readRecord(original, original.place) : own;
    records.push(own.packed);
    if (original) records.push(body.packed);
    hops.push(await toHop(page, own, body));
  }
  return { hops, records };
}

interface ReadRecord {
  /** As a gzip member. */
  readonly packed: Buffer;
  readonly header: HeaderBlock;
  readonly block: Buffer;
}

async function readRecord({ slice }: ListedPage, { offset, length, gzipped }: RecordPlace): Promise<ReadRecord> {
  const refuse = (message: string): never => {
    throw new ArchiveError(message, offset, slice.shown);
  };
  if (length > RECORD_BYTES_MAX) return refuse(`a record is longer than ${RECORD_BYTES_MAX} bytes`);
  const bytes = await ArchiveBytes.open(slice);
  try {
    const raw = await bytes.read(offset, length);
    const whole = gzipped ? await unpack(raw).catch(() => refuse(DAMAGED)) : raw;
    const header = parseHeaders(whole, "utf8", WARC_HEADER_BYTES_MAX);
    if (!header) return refuse("a record's header has no end");
    const size = Number(fieldOf(header, "content-length"));
    const block = whole.subarray(header.length, header.length + size);
    if (isAltered(block, fieldOf(header, "warc-block-digest"))) {
      return refuse("a record is not what its WARC-Block-Digest says");
    }
    return { packed: gzipped ? raw : await promisify(gzip)(raw), header, block };
  } finally {
    await bytes.close();
  }
}

const unpack = (raw: Buffer): Promise<Buffer> => promisify(gunzip)(raw, { maxOutputLength: RECORD_BYTES_MAX });

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Whether bytes are other than a digest says, in one of the ways that archives write it. */
function isAltered(bytes: Buffer, digest: string | undefined): boolean {
  const [, name = "", value = ""] = /^(sha-?1|sha-?256):([A-Za-z0-9+/=_-]{1,100})$/i.exec(digest ?? "") ?? [];
  if (name === "") return false;
  const made = createHash(name.replace("-", "").toLowerCase()).update(bytes).digest();
  const written = value.toLowerCase().replaceAll("=", "");
  return made.toString("hex") !== written && toBase32(made).toLowerCase() !== written;
}

function toBase32(bytes: Buffer): string {
  let [text, bits, held] = ["", 0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

async function toHop(page: ListedPage, own: ReadRecord, original: ReadRecord): Promise<Hop> {
  const first = parseHeaders(original.block, "latin1", HTTP_HEADER_BYTES_MAX);
  const http = parseHeaders(own.block, "latin1", HTTP_HEADER_BYTES_MAX) ?? first;
  if (!http || !first) throw new ArchiveError("a record holds no HTTP answer", page.place.offset, page.slice.shown);
  const sent = original.block.subarray(first.length);
  const isChunked = /\bchunked\b/i.test(fieldOf(first, "transfer-encoding") ?? "");
  const body = isChunked ? await joinChunks(sent) : sent;
  return {
    url: page.url,
    requestHeaders: [],
    // A revisit that says "not modified" stands for the answer that it repeats.
    status: page.status === 0 || page.status === 304 ? statusOf(first.first) : page.status,
    headers: (own === original ? http : mergeHeaders(first, http)).fields.filter((field) => isTrue(field, body)),
    body,
    at: new Date(readWarcDate(fieldOf(own.header, "warc-date"))).toISOString(),
  };
}

/** Fields of the answer that is repeated, which a revisit's own replace. */
function mergeHeaders(original: HeaderBlock, own: HeaderBlock): Pick<HeaderBlock, "fields"> {
  const names = new Set(own.fields.map(([name]) => name.toLowerCase()));
  return { fields: [...original.fields.filter(([name]) => !names.has(name.toLowerCase())), ...own.fields] };
}

const MAGIC: Readonly<Record<string, string>> = { gzip: "1f8b", "x-gzip": "1f8b", zstd: "28b52ffd" };

/** Archives made by browsers keep bodies unpacked under headers that say they are packed. */
function isTrue([name, value]: readonly [string, string], body: Uint8Array): boolean {
  if (name.toLowerCase() !== "content-encoding") return true;
  const magic = MAGIC[value.trim().toLowerCase()];
  return magic === undefined || Buffer.from(body.subarray(0, magic.length / 2)).toString("hex") === magic;
}

/** Undoes chunked transfer coding; bytes that are not coded so, though they are said to be, stay as they are. */
async function joinChunks(sent: Buffer): Promise<Buffer> {
  return Buffer.from(await new AsyncIterReader([sent], null, true).readFully());
}
