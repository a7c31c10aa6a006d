import robotsParser from "robots-parser";
import type { Hop } from "./exchange.ts";
import { decode } from "./body.ts";
import { headerOf } from "./exchange.ts";

export const ROBOTS_PATH = "/robots.txt";
/** Bytes of a robots.txt that are read: what RFC 9309 asks for at least. */
const ROBOTS_BYTES_MAX = 500_000;

interface Robots {
  isDisallowed(url: string, userAgent: string): boolean | undefined;
}
/** Its types name a module where it exports a function. */
const parseRobots = robotsParser as unknown as (url: string, text: string) => Robots;

type Rules = (url: URL) => string | null;

/** What sites ask of robots (RFC 9309): read once a host, kept for the life of the fetcher. */
export class RobotsRules {
  readonly #userAgent: string;
  readonly #ask: (url: URL, signal: AbortSignal) => Promise<Hop>;
  readonly #known = new Map<string, Promise<Rules>>();

  constructor(userAgent: string, ask: (url: URL, signal: AbortSignal) => Promise<Hop>) {
    this.#userAgent = userAgent;
    this.#ask = ask;
  }

  /** Why a page may not be asked for; null where it may. Throws where the site cannot be reached at all. */
  async refuses(url: URL, signal: AbortSignal): Promise<string | null> {
    let rules = this.#known.get(url.origin);
    if (!rules) {
      rules = this.#read(new URL(ROBOTS_PATH, url.origin), signal);
      this.#known.set(url.origin, rules);
      // What could not be read is asked again by the next page.
      rules.catch(() => this.#known.delete(url.origin));
    }
    return (await rules)(url);
  }

  async #read(robots: URL, signal: AbortSignal): Promise<Rules> {
    const { status, headers, body } = await this.#ask(robots, signal);
    if (status >= 500 || status === 429)
      return () => `robots.txt cannot be read (status ${status}): nothing may be asked`;
    if (status >= 400) return () => null;
    const bytes = await decode(body, headerOf(headers, "content-encoding"));
    const text = new TextDecoder().decode(bytes.subarray(0, ROBOTS_BYTES_MAX));
    const parsed = parseRobots(robots.href, text);
    return (url) => (parsed.isDisallowed(url.href, this.#userAgent) ? "robots.txt does not allow it" : null);
  }
}
