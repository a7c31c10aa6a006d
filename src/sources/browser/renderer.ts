import { setTimeout as wait } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium, type Page, type Route } from "playwright-core";
import { BODY_BYTES_MAX } from "../http/body.ts";
import { classifyPage, readSigns } from "../http/classify.ts";
import { type Capture, headerOf, type Hop } from "../http/exchange.ts";
import type { Fetcher } from "../http/index.ts";

/** What a page made by scripts is rendered with. */
export interface RendererOptions {
  /** Path of the Chromium. */
  readonly executable: string;
  /** Asks for all that the page asks for: the browser itself has no network. */
  readonly fetcher: Fetcher;
  /** Without Chromium's own sandbox: root cannot have it. */
  readonly noSandbox: boolean;
  /** For one page, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Requests of one page, and what they may bring, in bytes. */
const REQUESTS_MAX = 300;
const PAGE_BYTES_MAX = 60_000_000;
/** For one page, in milliseconds; after half of it, what stands there is taken. */
const TIMEOUT_MS = 40_000;
/** A page is whole when nothing is asked for and its text stands still for so long, in milliseconds. */
const STILL_MS = 700;
const CLOSE_MAX_MS = 5_000;
const AT_ONCE = 2;
/** Memory of a page's scripts, in megabytes. */
const HEAP_MB_MAX = 512;
/** Kinds of resources that make text; images, films and fonts are never asked for. */
const ASKED: ReadonlySet<string> = new Set(["script", "stylesheet", "xhr", "fetch"]);
/** Headers that hold for the body as it was sent, which the browser gets decoded, or that would set the page's state. */
const DROPPED = /^(?:content-encoding|content-length|transfer-encoding|connection|set-cookie|content-disposition)$/i;

/**
 * Makes the pages that scripts make, in an installed Chromium without network: each request is answered by the fetcher,
 * with its guard of addresses and its limits. A fresh profile for each page: no cookies, no permissions, no downloads, no workers.
 */
export class Renderer {
  readonly #options: RendererOptions;
  readonly #timeoutMs: number;
  #browser: Promise<Browser> | null = null;
  #free = AT_ONCE;
  readonly #waiting: (() => void)[] = [];

  constructor(options: RendererOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /**
   * The capture with the text that its scripts made. What stays without a document keeps its outcome, and the detail says
   * why. Never throws for what the page does.
   */
  async render(capture: Capture): Promise<Capture> {
    await this.#turn();
    try {
      return await this.#try(capture);
    } catch (error) {
      await this.close();
      const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown failure";
      return { ...capture, outcome: "script-only", detail: `not rendered: ${why}` };
    } finally {
      this.#free++;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    await Promise.race([browser?.then((one) => one.close()).catch(() => undefined), wait(CLOSE_MAX_MS)]);
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free--;
  }

  async #try(capture: Capture): Promise<Capture> {
    const context = await (
      await this.#launch()
    ).newContext({
      acceptDownloads: false,
      serviceWorkers: "block",
      locale: "en",
      viewport: { width: 1280, height: 2_000 },
    });
    try {
      return await inTime(this.#renderIn(context, capture), this.#timeoutMs);
    } finally {
      await Promise.race([context.close().catch(() => undefined), wait(CLOSE_MAX_MS)]);
    }
  }

  async #renderIn(context: BrowserContext, capture: Capture): Promise<Capture> {
    const settleMs = this.#timeoutMs / 2;
    const page = await context.newPage();
    const answers = new Answers(capture, this.#options.fetcher);
    context.on("page", (one) => void (one === page ? undefined : one.close().catch(() => undefined)));
    await context.routeWebSocket(/./, (socket) => socket.close());
    await context.route(/./, (route) => answers.answer(route));
    await page.goto(capture.url, { waitUntil: "domcontentloaded", timeout: settleMs });
    await settle(page, answers, settleMs);
    const html = await page.content();
    if (html.length > BODY_BYTES_MAX) throw new Error(`the page is longer than ${BODY_BYTES_MAX} bytes`);
    const { requested, url } = capture;
    const [outcome, detail] = classifyPage({ status: 200, url, requested, signs: readSigns(html) });
    const rendered = { html, at: new Date().toISOString(), hops: answers.hops };
    const body = Buffer.from(html);
    return { ...capture, outcome, detail, text: html, body, rendered };
  }

  #launch(): Promise<Browser> {
    const { executable, noSandbox } = this.#options;
    this.#browser ??= chromium.launch({
      executablePath: executable,
      chromiumSandbox: !noSandbox,
      args: [
        // Whatever escapes the answering of requests (sockets, prefetches) finds no host.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-features=WebTransport",
        `--js-flags=--max-old-space-size=${HEAP_MB_MAX}`,
        "--disable-dev-shm-usage",
      ],
    });
    return this.#browser;
  }
}

/** Waits until nothing is asked for and the text stands still, or for the longest time. */
async function settle(page: Page, answers: Answers, longestMs: number): Promise<void> {
  const end = Date.now() + longestMs;
  let [length, since] = [-1, Date.now()];
  while (Date.now() < end) {
    const now = await page
      .locator("body")
      .innerText({ timeout: STILL_MS })
      .then(
        (text) => text.length,
        () => -1,
      );
    if (now !== length || answers.underWay > 0) [length, since] = [now, Date.now()];
    else if (Date.now() - since >= STILL_MS) return;
    await wait(STILL_MS / 7);
  }
}

/** Answers what one page asks for. */
class Answers {
  /** The exchanges that were made for it, in order. */
  readonly hops: Hop[] = [];
  underWay = 0;
  readonly #capture: Capture;
  readonly #fetcher: Fetcher;
  #requests = 0;
  #bytes = 0;
  #isFirst = true;

  constructor(capture: Capture, fetcher: Fetcher) {
    this.#capture = capture;
    this.#fetcher = fetcher;
  }

  async answer(route: Route): Promise<void> {
    const request = route.request();
    try {
      if (request.isNavigationRequest()) return await this.#navigate(route);
      const isRefused = request.method() !== "GET" || !ASKED.has(request.resourceType());
      if (isRefused || ++this.#requests > REQUESTS_MAX || this.#bytes > PAGE_BYTES_MAX) return await route.abort();
      this.underWay++;
      try {
        const { hops, body } = await this.#fetcher.resource(request.url());
        this.hops.push(...hops);
        this.#bytes += body.byteLength;
        const last = hops.at(-1);
        const headers = last ? { ...headersFor(last), ...readableBy(request.headers()["origin"]) } : {};
        if (last) await route.fulfill({ status: last.status, headers, body: Buffer.from(body) });
      } finally {
        this.underWay--;
      }
    } catch {
      await route.abort().catch(() => undefined);
    }
  }

  /** Gives the page that was captured; to any other, of a script or a frame, "no content", at which a browser stays where it is. */
  async #navigate(route: Route): Promise<void> {
    const { hops, body } = this.#capture;
    const last = hops.at(-1);
    const isCaptured = this.#isFirst && last !== undefined && body !== null;
    this.#isFirst = false;
    if (!isCaptured) return route.fulfill({ status: 204 });
    await route.fulfill({ status: last.status, headers: headersFor(last), body: Buffer.from(body) });
  }
}

function headersFor({ headers }: Hop): Record<string, string> {
  const names = new Set(headers.map(([name]) => name.toLowerCase()).filter((name) => !DROPPED.test(name)));
  return Object.fromEntries([...names].map((name) => [name, headerOf(headers, name) ?? ""]));
}

/** The fetcher sends no origin, so no answer names it. A profile without cookies has nothing that another site may not read. */
const readableBy = (origin: string | undefined): Record<string, string> =>
  origin === undefined ? {} : { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };

async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController();
  const late = wait(timeoutMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not done in ${timeoutMs / 1_000} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
