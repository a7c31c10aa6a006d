/** A finished answer, as it goes out. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Strong validator (RFC 9110, section 8.8.3), with its quotes. */
  readonly etag: string;
  readonly filename?: string | undefined;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The bytes as gzip, made when a visitor first takes them; the cache counts as if they were there. */
  gzip?: Uint8Array;
}

/** Pages kept: those of one state of the site, the longest unused goes first. */
export class PageCache {
  readonly #bytesMax: number;
  readonly #answers = new Map<string, Answer>();
  #bytes = 0;
  #version = "";

  /** Keeps at most `bytesMax` bytes: of addresses, and of pages twice, since their gzip is no longer than they are. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The page at an absolute address, if it is kept and was made from the site of this version. */
  get(version: string, address: string): Answer | undefined {
    if (version !== this.#version) this.#forget(version);
    const answer = this.#answers.get(address);
    if (!answer) return undefined;
    this.#answers.delete(address);
    this.#answers.set(address, answer);
    return answer;
  }

  put(version: string, address: string, answer: Answer): void {
    if (version !== this.#version || sizeOf(address, answer) > this.#bytesMax || this.#answers.has(address)) return;
    this.#answers.set(address, answer);
    this.#bytes += sizeOf(address, answer);
    for (const [oldest, one] of this.#answers) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#answers.delete(oldest);
      this.#bytes -= sizeOf(oldest, one);
    }
  }

  #forget(version: string): void {
    this.#answers.clear();
    this.#bytes = 0;
    this.#version = version;
  }
}

/** Characters of an address take up to two bytes each. */
const sizeOf = (address: string, { bytes }: Answer): number => 2 * (address.length + bytes.length);
