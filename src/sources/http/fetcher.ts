import { STATUS_CODES } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, errors, request } from "undici";
import { type Clock, systemClock } from "../../std/index.ts";
import {
  type AllowPrivate,
  checkUrl,
  guardedLookup,
  RefusedAddressError,
  type Resolve,
  systemResolve,
} from "./address.ts";
import { BodyError, decode, readBytes } from "./body.ts";
import { type Capture, headerOf, type Hop, type Outcome } from "./exchange.ts";
import { HostDelay } from "./host-delay.ts";
import { DETAIL_LENGTH_MAX, readCapture } from "./read-capture.ts";
import { ROBOTS_PATH, RobotsRules } from "./robots.ts";

/** How captures are made; every part has a default but the name. */
export interface FetcherOptions {
  /** Who asks, as sites see it: "Corrigible/0.1 (+https://example.org/about)". */
  readonly userAgent: string;
  /** Between two requests to one host, in milliseconds. */
  readonly delayMs?: number;
  /** For one page with its redirects, in milliseconds. */
  readonly timeoutMs?: number;
  /** Waited before the second try, in milliseconds; twice as long before each further one. */
  readonly backOffMs?: number;
  /** For tests only: loopback and private addresses are pages too. */
  readonly allowPrivate?: AllowPrivate;
  readonly resolve?: Resolve;
  /** What an exchange is dated by. */
  readonly clock?: Clock;
}

/** What is known of a page from the capture before: asks for it only if it changed (RFC 9110, 13). */
export interface Known {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

const DELAY_MS = 2_000;
const TIMEOUT_MS = 60_000;
const BACK_OFF_MS = 2_000;
const TRIES_MAX = 3;
/** Longest that a site's own Retry-After is waited for, in milliseconds; longer, it is told as blocked. */
const RETRY_AFTER_MAX_MS = 60_000;
const REDIRECTS_MAX = 8;
const HEADERS_BYTES_MAX = 64_000;
const CONNECT_MS = 15_000;
const URL_LENGTH_MAX = 4_000;
const RETRIED: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Fetches pages, politely and safely: see docs/guide/capture.md. */
export class Fetcher {
  readonly #options: Required<FetcherOptions>;
  readonly #agent: Agent;
  readonly #delay: HostDelay;
  readonly #robots: RobotsRules;

  constructor(options: FetcherOptions) {
    this.#options = {
      delayMs: DELAY_MS,
      timeoutMs: TIMEOUT_MS,
      backOffMs: BACK_OFF_MS,
      allowPrivate: false,
      resolve: systemResolve,
      clock: systemClock,
      ...options,
    };
    const { allowPrivate, resolve, delayMs } = this.#options;
    this.#agent = new Agent({
      connect: { lookup: guardedLookup(resolve, allowPrivate), timeout: CONNECT_MS },
      maxHeaderSize: HEADERS_BYTES_MAX,
      headersTimeout: this.#options.timeoutMs,
      bodyTimeout: this.#options.timeoutMs,
    });
    this.#delay = new HostDelay(delayMs);
    this.#robots = new RobotsRules(this.#options.userAgent, (url, signal) => this.#follow(url, {}, [], signal));
  }

  /** Captures a page. Never throws for what the page or the network does: the outcome says it. */
  async capture(address: string, known: Known = {}): Promise<Capture> {
    const nothing = {
      requested: address,
      url: address,
      hops: [],
      mediaType: null,
      text: null,
      charset: null,
      body: null,
    };
    if (!URL.canParse(address) || address.length > URL_LENGTH_MAX) {
      return { ...nothing, outcome: "refused", detail: "no address of a page" };
    }
    for (let attempt = 1; ; attempt++) {
      const capture = await this.#try(address, known);
      const again = attempt < TRIES_MAX ? this.#waitBefore(capture, attempt) : null;
      if (again === null) return capture;
      await wait(again);
    }
  }

  /**
   * What a page asks for while a browser renders it: one try, without the distance between pages. Throws where the address is
   * refused, or the answer is none in time or too long.
   */
  async resource(address: string): Promise<{ readonly hops: readonly Hop[]; readonly body: Uint8Array }> {
    const hops: Hop[] = [];
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    const last = await this.#follow(new URL(address), {}, hops, signal, false);
    return { hops, body: await decode(last.body, headerOf(last.headers, "content-encoding")) };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #try(address: string, known: Known): Promise<Capture> {
    const hops: Hop[] = [];
    const nothing = { requested: address, mediaType: null, text: null, charset: null, body: null };
    const failed = (outcome: Outcome, detail: string): Capture => ({
      ...nothing,
      url: hops.at(-1)?.url ?? address,
      outcome,
      detail: detail.slice(0, DETAIL_LENGTH_MAX),
      hops,
    });
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const url = new URL(address);
      checkUrl(url, this.#options.allowPrivate);
      const rule = await this.#robots.refuses(url, signal);
      if (rule !== null) return failed("refused", rule);
      const last = await this.#follow(url, known, hops, signal);
      return await readCapture(address, last, hops);
    } catch (error) {
      return failed(...explain(error));
    }
  }

  /** How long to wait before another try, in milliseconds; null where there is no use in one. */
  #waitBefore({ outcome, hops }: Capture, attempt: number): number | null {
    const last = hops.at(-1);
    const backOff = this.#options.backOffMs * 2 ** (attempt - 1);
    if (outcome === "failed") return backOff;
    if (!last || !RETRIED.has(last.status)) return null;
    const asked = headerOf(last.headers, "retry-after");
    if (asked === undefined) return backOff;
    const seconds = /^\d{1,9}$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.now();
    return Number.isFinite(seconds) && seconds <= RETRY_AFTER_MAX_MS ? Math.max(backOff, seconds) : null;
  }

  /** Follows redirects to the last answer. Each address is checked anew, and each connection's. */
  async #follow(first: URL, known: Known, hops: Hop[], signal: AbortSignal, isPage = true): Promise<Hop> {
    let url = first;
    for (let count = 0; count <= REDIRECTS_MAX; count++) {
      checkUrl(url, this.#options.allowPrivate);
      const hop = await this.#ask(url, known, signal, isPage);
      hops.push(hop);
      const location = headerOf(hop.headers, "location");
      if (hop.status < 300 || hop.status >= 400 || hop.status === 304 || location === undefined) return hop;
      if (!URL.canParse(location, url.href)) throw new BodyError("a redirect leads to no address");
      url = new URL(location, url.href);
      url.hash = "";
    }
    throw new BodyError(`more than ${REDIRECTS_MAX} redirects`);
  }

  async #ask(url: URL, { etag, lastModified }: Known, signal: AbortSignal, isPage: boolean): Promise<Hop> {
    if (isPage && url.pathname !== ROBOTS_PATH) await this.#delay.turn(url.host, signal);
    const headers: Record<string, string> = {
      "user-agent": this.#options.userAgent,
      accept: "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
      "accept-language": "en",
      "accept-encoding": "gzip, deflate, br, zstd",
      ...(etag === undefined ? {} : { "if-none-match": etag }),
      ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
    };
    const at = this.#options.clock().toISOString();
    const answer = await request(url, { dispatcher: this.#agent, headers, signal, responseHeaders: "raw" });
    const body = await readBytes(answer.body);
    return {
      url: url.href,
      requestHeaders: Object.entries(headers),
      status: answer.statusCode,
      headers: pairs(answer.headers as unknown as readonly (string | Buffer)[]),
      body,
      at,
    };
  }
}

/** Raw headers come as name, value, name, value. */
function pairs(raw: readonly (string | Buffer)[]): [string, string][] {
  const text = (one: string | Buffer | undefined): string =>
    typeof one === "string" ? one : (one?.toString("latin1") ?? "");
  return Array.from({ length: raw.length / 2 }, (_, at) => [text(raw[2 * at]), text(raw[2 * at + 1])]);
}

function explain(error: unknown): [Outcome, string] {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if (one instanceof RefusedAddressError) return ["refused", one.message];
    if (one instanceof AggregateError && one.errors[0] instanceof RefusedAddressError)
      return ["refused", one.errors[0].message];
  }
  if (error instanceof BodyError) return ["failed", error.message];
  if (error instanceof Error && error.name === "TimeoutError") return ["failed", "no whole answer in time"];
  if (error instanceof errors.UndiciError) return ["failed", error.message];
  if (error instanceof Error) return ["failed", (error as NodeJS.ErrnoException).code ?? error.message];
  return ["failed", "unknown failure"];
}

/** The reason phrase of a status, as HTTP/1.1 writes it. */
export const reasonOf = (status: number): string => STATUS_CODES[status] ?? "";
