import { crc32, createInflateRaw } from "node:zlib";
import { type ArchiveBytes, ArchiveError } from "./archive-bytes.ts";

/** Bytes of a gzip header with its optional fields, at most. */
const GZIP_HEADER_BYTES_MAX = 70_000;
const TRAILER_BYTES = 8;
/** Bytes unpacked at a time. */
const OUT_BYTES = 128 * 1024;
/** Bytes of one record once it is unpacked, at most: beyond, it is taken for a bomb. */
const UNPACKED_BYTES_MAX = 4_000_000_000;

const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

export interface GzipMember {
  /** Bytes of the member as it stands in the file. */
  readonly length: number;
  /** The first bytes that it holds. */
  readonly head: Buffer;
  /** How many it holds. */
  readonly size: number;
}

/**
 * Reads over one gzip member (RFC 1952) at the place where `bytes` stands, and keeps the first `keep` bytes that it holds.
 * Memory is bounded whatever it holds. Throws an ArchiveError where it is cut off, damaged, or too long.
 */
export async function readMember(bytes: ArchiveBytes, keep: number): Promise<GzipMember> {
  const offset = bytes.offset;
  bytes.skip(headerLength(await bytes.peek(GZIP_HEADER_BYTES_MAX), offset));
  const { head, size, crc } = await inflateMember(bytes, keep, offset);
  const trailer = await bytes.peek(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) throw new ArchiveError("the file ends within a gzip member", offset);
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 2 ** 32) {
    throw new ArchiveError("a gzip member is damaged: its checksum does not hold", offset);
  }
  bytes.skip(TRAILER_BYTES);
  return { length: bytes.offset - offset, head, size };
}

interface Inflated {
  readonly head: Buffer;
  readonly size: number;
  readonly crc: number;
}

async function inflateMember(bytes: ArchiveBytes, keep: number, offset: number): Promise<Inflated> {
  const inflate = createInflateRaw({ chunkSize: OUT_BYTES });
  const kept: Buffer[] = [];
  let [size, held, crc, ended] = [0, 0, 0, false];
  const failed = new Promise<never>((_, reject) => inflate.once("error", reject));
  failed.catch(() => {});
  inflate.on("data", (chunk: Buffer) => {
    size += chunk.length;
    crc = crc32(chunk, crc);
    if (held < keep) kept.push(chunk.subarray(0, keep - held));
    held = Math.min(keep, held + chunk.length);
    if (size > UNPACKED_BYTES_MAX) inflate.destroy(new ArchiveError("a record is longer than any we read", offset));
  });
  inflate.once("end", () => (ended = true));
  const closed = new Promise<void>((resolve) => inflate.once("end", resolve));
  try {
    while (!ended) {
      const chunk = await bytes.peek(1);
      if (chunk.length === 0) throw new ArchiveError("the file ends within a gzip member", offset);
      const before = inflate.bytesWritten;
      // A member that ends at the end of a chunk is known to have ended by the next one, of which nothing is taken.
      await Promise.race([new Promise((resolve) => inflate.write(chunk, resolve)), closed, failed]);
      bytes.skip(inflate.bytesWritten - before);
      if (inflate.bytesWritten - before < chunk.length) await Promise.race([closed, failed]);
    }
    return { head: Buffer.concat(kept), size, crc };
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError("a gzip member is damaged", offset);
  } finally {
    inflate.destroy();
  }
}

function headerLength(bytes: Buffer, offset: number): number {
  const flags = bytes[3] ?? 0;
  let length = 10;
  if (bytes[2] !== 8) throw new ArchiveError("a gzip member is damaged: its header is not one", offset);
  if (flags & FLAGS.extra) length += 2 + (bytes.length >= length + 2 ? bytes.readUInt16LE(length) : 0);
  for (const flag of [FLAGS.name, FLAGS.comment]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, length);
    if (end < 0) throw new ArchiveError("a gzip member is damaged: its header has no end", offset);
    length = end + 1;
  }
  if (flags & FLAGS.headerCrc) length += 2;
  if (length > bytes.length) throw new ArchiveError("the file ends within a gzip member", offset);
  return length;
}
