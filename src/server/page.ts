import type { JSX } from "hono/jsx/jsx-runtime";
import type { Site } from "./site.ts";

/** What a visitor asked for. */
export interface PageRequest {
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as a link has them: what the page is cached and cited by. */
  readonly address: string;
  /** Where the site answers, without a slash at the end: the public address, else the one that this visitor used. */
  readonly base: string;
  /** The time that a visitor asks for (RFC 7089). An answer of 200 is kept by its address: it may not depend on this. */
  readonly acceptDatetime: string | null;
}

/** A page's own part; the frame adds head, navigation and footer. */
export interface PageContent {
  /** Of the browser's tab, without the product's name. */
  readonly title: string;
  /** One sentence: what a search engine or a chat shows under the link. */
  readonly description: string;
  readonly body: JSX.Element;
  /** The feed of what the page lists. */
  readonly feed?: FeedPlace;
  /** What its headers say beside. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the page tells programs, as JSON-LD. */
  readonly data?: object;
}

/** Where the feed of a list is: the list's path and its filters. */
export interface FeedPlace {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What is no page: a text, a proof, a citation. It never renders as markup. */
export interface Download {
  /** Content type: never HTML, never SVG. */
  readonly type:
    | "text/plain; charset=utf-8"
    | "text/x-opml; charset=utf-8"
    | "application/atom+xml; charset=utf-8"
    | "application/feed+json; charset=utf-8"
    | "application/json; charset=utf-8"
    | "application/problem+json; charset=utf-8"
    | "application/link-format; charset=utf-8"
    | "text/markdown; charset=utf-8"
    | "application/octet-stream"
    | "application/x-bibtex; charset=utf-8";
  readonly bytes: string | Uint8Array;
  /** Name of the file when it is to be saved rather than shown. */
  readonly filename?: string;
  /** 200 where it is not said. */
  readonly status?: number;
  /** What its headers say beside: links, a redirect's target. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes a page from the site and the request alone. Throws NotFound or BadRequest. */
export type Page = (site: Site, request: PageRequest) => Promise<PageContent | Download> | PageContent | Download;

/** A route's pattern, as Hono reads it, and its page. */
export type Route = readonly [pattern: string, page: Page];

/** Something near what was asked for. */
export interface Nearby {
  readonly href: string;
  readonly text: string;
}

/** There is no such thing here. `message` is one sentence for the visitor. */
export class NotFound extends Error {
  readonly nearby: readonly Nearby[];
  constructor(message: string, nearby: readonly Nearby[] = []) {
    super(message);
    this.nearby = nearby;
  }
}

/** The address says something that cannot be: `message` is one sentence for the visitor, what and where. */
export class BadRequest extends Error {}
