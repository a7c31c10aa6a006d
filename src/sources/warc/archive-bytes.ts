import { type FileHandle, open } from "node:fs/promises";

/** A run of bytes of a file that holds WARC records: the whole file, or one stored entry of a ZIP. */
export interface ArchiveSlice {
  readonly path: string;
  /** How messages name it. */
  readonly shown: string;
  /** Where it begins in the file, and where it ends, in bytes. */
  readonly start: number;
  readonly end: number;
}

/** What cannot be read on: at which byte of the slice, and why. */
export class ArchiveError extends Error {
  readonly offset: number;
  /** Name of the slice, where the one who reads it does not know. */
  readonly shown: string;

  constructor(message: string, offset: number, shown = "") {
    super(message);
    this.offset = offset;
    this.shown = shown;
  }
}

/** Bytes read from the disk at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Reads a slice from its beginning on. Holds one chunk, or what a caller peeks at. */
export class ArchiveBytes {
  readonly #handle: FileHandle;
  readonly #start: number;
  readonly length: number;
  /** Where the buffer begins in the slice. */
  #at = 0;
  #buffer: Buffer = Buffer.alloc(0);

  private constructor(handle: FileHandle, { start, end }: ArchiveSlice) {
    this.#handle = handle;
    this.#start = start;
    this.length = end - start;
  }

  static async open(slice: ArchiveSlice): Promise<ArchiveBytes> {
    return new ArchiveBytes(await open(slice.path, "r"), slice);
  }

  /** The place of the next byte in the slice. */
  get offset(): number {
    return this.#at;
  }

  /** The next bytes, at least `count` of them unless the slice ends; they stay to be read. */
  async peek(count: number): Promise<Buffer> {
    while (this.#buffer.length < count && (await this.#fill()));
    return this.#buffer;
  }

  /** Passes over bytes, on the disk too. */
  skip(count: number): void {
    this.#at += count;
    this.#buffer = this.#buffer.subarray(Math.min(count, this.#buffer.length));
  }

  /** Any `count` bytes of the slice; fewer where it ends. */
  async read(offset: number, count: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(count, this.length - offset));
    const bytes = Buffer.alloc(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await this.#handle.read(bytes, done, wanted - done, this.#start + offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #fill(): Promise<boolean> {
    const more = await this.read(this.#at + this.#buffer.length, CHUNK_BYTES);
    this.#buffer = this.#buffer.length === 0 ? more : Buffer.concat([this.#buffer, more]);
    return more.length > 0;
  }
}
