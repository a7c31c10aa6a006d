import { type ArchiveBytes, ArchiveError } from "./archive-bytes.ts";
import { readMember } from "./gzip-member.ts";
import { fieldOf, type HeaderBlock, parseHeaders } from "./headers.ts";

/** Where a record stands in its slice. */
export interface RecordPlace {
  readonly offset: number;
  /** Bytes as they stand in the file. */
  readonly length: number;
  readonly gzipped: boolean;
}

/** A WARC record as far as a listing needs it. */
export interface ListedRecord {
  readonly place: RecordPlace;
  readonly header: HeaderBlock;
  /** The first bytes of what follows the header: enough for an HTTP header. */
  readonly begin: Buffer;
}

/** Bytes of a record's own header, and of the HTTP header in it, at most. */
export const WARC_HEADER_BYTES_MAX = 64_000;
export const HTTP_HEADER_BYTES_MAX = 64_000;
const HEAD_BYTES = WARC_HEADER_BYTES_MAX + HTTP_HEADER_BYTES_MAX;

const ZSTD_MAGIC = 0x28b52ffd;
const LINE_END = /^[\r\n]*/;
/** Line ends after a record: two by the standard. */
const LINE_ENDS_BYTES = 4;

/**
 * Reads a WARC file (ISO 28500), records gzipped each by itself or not at all, in order; of each no more than its
 * beginning is held. Throws an ArchiveError at the first byte that is none of a record.
 */
export async function* readRecords(bytes: ArchiveBytes): AsyncGenerator<ListedRecord> {
  while (bytes.offset < bytes.length) {
    const begin = await bytes.peek(4);
    if (begin[0] === 0x0d || begin[0] === 0x0a) bytes.skip(1);
    else if (begin[0] === 0x1f && begin[1] === 0x8b) yield await readGzipped(bytes);
    else yield await readPlain(bytes, begin);
  }
}

async function readGzipped(bytes: ArchiveBytes): Promise<ListedRecord> {
  const { offset } = bytes;
  const { length, head, size } = await readMember(bytes, HEAD_BYTES);
  const header = readHeader(head, offset);
  const rest = size - header.length - contentLength(header, offset);
  if (rest < 0) throw new ArchiveError("a record is shorter than its Content-Length says", offset);
  if (rest > LINE_ENDS_BYTES) {
    throw new ArchiveError(
      "more than one record stands in a gzip member; unpack the file with gunzip and import it so",
      offset,
    );
  }
  const begin = head.subarray(header.length, size - rest);
  return { place: { offset, length, gzipped: true }, header, begin };
}

async function readPlain(bytes: ArchiveBytes, start: Buffer): Promise<ListedRecord> {
  const { offset } = bytes;
  if (start.length >= 4 && start.readUInt32BE(0) === ZSTD_MAGIC) {
    throw new ArchiveError("it is packed by zstd; unpack it first", offset);
  }
  const head = await bytes.peek(HEAD_BYTES);
  const header = readHeader(head, offset);
  const length = header.length + contentLength(header, offset);
  if (offset + length > bytes.length) throw new ArchiveError("the file ends within a record", offset);
  const begin = Buffer.from(head.subarray(header.length, Math.min(length, HEAD_BYTES)));
  bytes.skip(length);
  const after = (await bytes.peek(LINE_ENDS_BYTES)).toString("latin1", 0, LINE_ENDS_BYTES);
  const ends = LINE_END.exec(after)?.[0].length ?? 0;
  bytes.skip(ends);
  return { place: { offset, length: length + ends, gzipped: false }, header, begin };
}

function readHeader(head: Buffer, offset: number): HeaderBlock {
  if (head.toString("latin1", 0, 5) !== "WARC/") throw new ArchiveError("no WARC record begins here", offset);
  const header = parseHeaders(head, "utf8", WARC_HEADER_BYTES_MAX);
  if (!header) throw new ArchiveError("a record's header has no end", offset);
  return header;
}

function contentLength(header: HeaderBlock, offset: number): number {
  const text = fieldOf(header, "content-length") ?? "";
  const length = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(length)) throw new ArchiveError("a record has no Content-Length", offset);
  return length;
}
