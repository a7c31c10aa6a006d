import { isUtf8 } from "node:buffer";
import { UserError } from "../../std/errors.ts";
import { type GitOptions, streamGit } from "./git.ts";
import type { PlannedVersion } from "./log.ts";

/** One distinct text of the archive. */
export interface ArchiveText {
  /** Git's id of the text. */
  readonly blobId: string;
  readonly bytes: Uint8Array;
}

/** The largest text that is taken, in bytes; the largest in the known archives has 1.2 MB. */
export const TEXT_BYTES_MAX = 16 * 1024 * 1024;
/** `<id> blob <size>` in bytes, with room. */
const HEADER_BYTES_MAX = 200;

/**
 * The texts of these versions, each distinct one once, in the order of its first version. Git waits while the
 * reader does. Throws a UserError that names commit and path of a text that is too long or not UTF-8.
 */
export async function* readTexts(
  git: GitOptions,
  planned: readonly PlannedVersion[],
): AsyncGenerator<ArchiveText, void, undefined> {
  const wanted = new Map<string, PlannedVersion>();
  for (const version of planned) if (!wanted.has(version.blobId)) wanted.set(version.blobId, version);
  const input = wanted.keys().map((blobId) => `${blobId}\n`);
  const reader = new ByteReader(streamGit(["cat-file", "--batch", "--buffer"], { ...git, input }));
  try {
    for (const [blobId, version] of wanted) {
      const size = parseSize(await reader.line(HEADER_BYTES_MAX), version);
      const bytes = await reader.take(size);
      await reader.take(1);
      if (!isUtf8(bytes)) throw new UserError(`${placeOf(version)} is not UTF-8; nothing was recorded`);
      yield { blobId, bytes };
    }
    await reader.end();
  } finally {
    await reader.close();
  }
}

function parseSize(header: string, version: PlannedVersion): number {
  const size = /^[0-9a-f]{40,64} blob (?<size>\d{1,15})$/.exec(header)?.groups?.["size"];
  if (size === undefined) throw new UserError(`${placeOf(version)} is missing; the repository is damaged`);
  if (Number(size) <= TEXT_BYTES_MAX) return Number(size);
  throw new UserError(`${placeOf(version)} has ${size} bytes; at most ${TEXT_BYTES_MAX} are taken`);
}

function placeOf({ commit, path }: PlannedVersion): string {
  return `${JSON.stringify(path)} of commit ${commit}`;
}

/** Lines and stretches of bytes out of chunks. */
class ByteReader {
  readonly #chunks: AsyncGenerator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncGenerator<Buffer>) {
    this.#chunks = chunks;
  }

  /** The next line, without its end. */
  async line(bytesMax: number): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end > bytesMax || (end < 0 && this.#rest.byteLength > bytesMax)) throw new Error("git printed a long line");
      if (end >= 0) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > this.#rest.byteLength) {
      parts.push(this.#rest);
      missing -= this.#rest.byteLength;
      this.#rest = await this.#next();
    }
    parts.push(this.#rest.subarray(0, missing));
    this.#rest = this.#rest.subarray(missing);
    return parts.length === 1 ? (parts[0] ?? this.#rest) : Buffer.concat(parts, length);
  }

  /** Waits until git has ended, and throws where it failed. */
  async end(): Promise<void> {
    for await (const chunk of this.#chunks)
      if (chunk.byteLength > 0) throw new Error("git printed more than asked for");
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new Error("git ended in the middle of a text");
    return value;
  }
}
