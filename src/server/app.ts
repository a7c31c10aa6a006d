import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Context, Hono } from "hono";
import { UserError } from "../std/index.ts";
import { API_PATH, apiCors, isOfApi, renderApiProblem } from "./api/index.ts";
import { type Asset, ICON, SCRIPT, STYLE } from "./assets.ts";
import { renderFrame } from "./frame.tsx";
import { SECURITY_HEADERS } from "./headers.ts";
import {
  BadRequest,
  type Download,
  NotFound,
  type Page,
  type PageContent,
  type PageRequest,
  type Route,
} from "./page.ts";
import { type Answer, PageCache } from "./page-cache.ts";
import { renderProblem } from "./pages/problem.tsx";
import { ROUTES } from "./routes.ts";
import type { Site, SiteSource } from "./site.ts";

/** Finished pages kept in memory, in bytes. */
const CACHE_BYTES = 64 * 1024 * 1024;
/** Longest address that is read, in characters. */
const ADDRESS_LENGTH_MAX = 2_000;

export interface AppOptions {
  /** Names of the host that a visitor may use; null: any. Guards a site on this machine against rebound names. */
  readonly hosts: ReadonlySet<string> | null;
  /** Whether scripts of other sites may read the interface for programs. */
  readonly isPublic: boolean;
  /** Told of defects: pages that failed though the address was right. */
  readonly onDefect: (address: string, error: unknown) => void;
  /** Pages that go before the site's own. */
  readonly routes?: readonly Route[];
}

/** The dashboard as a Hono application over a workspace. */
export function makeApp(source: SiteSource, { hosts, isPublic, onDefect, routes = [] }: AppOptions): Hono {
  const app = new Hono({ strict: false });
  const cache = new PageCache(CACHE_BYTES);

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value);
    if (isPublic && isOfApi(new URL(context.req.url).pathname)) {
      context.res.headers.set("cross-origin-resource-policy", "cross-origin");
    }
  });
  app.use(async (context, next) => {
    const { hostname } = new URL(context.req.url);
    if (hosts && !hosts.has(hostname)) {
      return context.text("This site answers to its own name only.\n", 421);
    }
    return next();
  });
  if (isPublic) app.use(`${API_PATH}/*`, apiCors);
  app.use(async (context, next) => {
    if (context.req.method !== "GET" && context.req.method !== "HEAD") {
      return context.text("This site is read only.\n", 405, { allow: "GET, HEAD" });
    }
    return next();
  });
  for (const asset of [STYLE, SCRIPT, ICON]) app.get(asset.path, (context) => sendAsset(context, asset));
  for (const [pattern, page] of [...routes, ...ROUTES]) app.get(pattern, (context) => answerPage(context, page));
  app.notFound((context) => answerPage(context, missingPage));
  return app;

  async function answerPage(context: Context, page: Page): Promise<Response> {
    const site = await source.current();
    const { origin, pathname, search } = new URL(context.req.url);
    const address = `${pathname}${search}`;
    const base = site.publicUrl ?? origin;
    const known = cache.get(site.version, base + address);
    if (known) return send(context, known);
    const answer = await makeAnswer(site, page, {
      params: context.req.param() as Record<string, string>,
      query: new URLSearchParams(search),
      address,
      base,
      acceptDatetime: context.req.header("accept-datetime") ?? null,
    });
    if (answer.status === 200) cache.put(site.version, base + address, answer);
    return send(context, answer);
  }

  async function makeAnswer(site: Site, page: Page, request: PageRequest): Promise<Answer> {
    try {
      if (request.address.length > ADDRESS_LENGTH_MAX) throw new BadRequest("This address is too long.");
      return toAnswer(site, request, 200, await page(site, request));
    } catch (error) {
      const status = error instanceof NotFound ? 404 : isBadInput(error) ? 400 : 500;
      if (status === 500) onDefect(request.address, error);
      const problem = isOfApi(request.address)
        ? renderApiProblem(status, error, request.address)
        : renderProblem(status, error);
      return toAnswer(site, request, status, problem);
    }
  }
}

const isBadInput = (error: unknown): boolean => error instanceof BadRequest || error instanceof UserError;

const missingPage: Page = (_site, { address }) => {
  throw new NotFound(`There is no page at ${address}.`);
};

function toAnswer(site: Site, request: PageRequest, status: number, content: PageContent | Download): Answer {
  const { type, bytes, filename, headers }: Omit<Download, "type"> & { readonly type: string } =
    "body" in content
      ? { type: "text/html; charset=utf-8", bytes: renderFrame(site, request, content), ...headersOf(content) }
      : content;
  const buffer = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  const etag = `"${createHash("sha256").update(buffer).digest("base64url").slice(0, ETAG_LENGTH)}"`;
  const own = "status" in content ? content.status : undefined;
  return { status: own ?? status, type, bytes: buffer, etag, filename, headers };
}

const headersOf = ({ headers }: PageContent): Pick<PageContent, "headers"> =>
  headers === undefined ? {} : { headers };

const ETAG_LENGTH = 22;
/** Shorter answers gain nothing by compression, in bytes. */
const GZIP_BYTES_MIN = 1_000;

function send(context: Context, answer: Answer): Response {
  const { status, type, bytes, etag, filename } = answer;
  const headers: Record<string, string> = {
    ...answer.headers,
    "content-type": type,
    "cache-control": "no-cache",
    vary: [answer.headers?.["vary"] ?? [], "accept-encoding"].flat().join(", "),
    etag,
  };
  if (filename !== undefined) headers["content-disposition"] = `attachment; filename="${filename}"`;
  if (status === 200 && holdsEtag(context.req.header("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const body = takesGzip(context) && bytes.length >= GZIP_BYTES_MIN ? (answer.gzip ??= gzipSync(bytes)) : bytes;
  if (body !== bytes) headers["content-encoding"] = "gzip";
  headers["content-length"] = String(body.length);
  return new Response(context.req.method === "HEAD" ? null : (body as Uint8Array<ArrayBuffer>), { status, headers });
}

/** RFC 9110, section 13.1.2: weak comparison, since a proxy may have compressed the answer. */
function holdsEtag(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

const takesGzip = (context: Context): boolean => /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");

function sendAsset(context: Context, { type, text }: Asset): Response {
  const headers = {
    "content-type": type,
    "cache-control": "public, max-age=31536000, immutable",
    vary: "accept-encoding",
  };
  if (!takesGzip(context)) return new Response(text, { headers });
  return new Response(gzipSync(text) as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, "content-encoding": "gzip" },
  });
}
