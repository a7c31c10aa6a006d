import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";
import type { Asset } from "./assets.ts";
import { renderFrame } from "./frame.tsx";
import type { Download, PageContent, PageRequest } from "./page.ts";
import type { Answer } from "./page-cache.ts";
import type { Site } from "./site.ts";

const ETAG_LENGTH = 22;
/** Shorter answers gain nothing by compression, in bytes. */
const GZIP_BYTES_MIN = 1_000;

/** A page in its frame, or a download, as it goes out. `status`: where the content names none. */
export function toAnswer(site: Site, request: PageRequest, status: number, content: PageContent | Download): Answer {
  const { type, bytes, filename, headers }: Omit<Download, "type"> & { readonly type: string } =
    "body" in content
      ? { type: "text/html; charset=utf-8", bytes: renderFrame(site, request, content), ...headersOf(content) }
      : content;
  const buffer = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  const etag = `"${createHash("sha256").update(buffer).digest("base64url").slice(0, ETAG_LENGTH)}"`;
  return { status: content.status ?? status, type, bytes: buffer, etag, filename, headers };
}

const headersOf = ({ headers }: PageContent): Pick<PageContent, "headers"> =>
  headers === undefined ? {} : { headers };

/** Sends what anybody may see: a browser keeps it, and asks whether it is still so. */
export function sendPublic(context: Context, answer: Answer): Response {
  const { status, etag } = answer;
  const headers = { ...headersFor(answer, []), "cache-control": "no-cache", etag };
  if (status === 200 && holdsEtag(context.req.header("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  return sendBytes(context, answer, headers);
}

/** Sends what is for one person: nothing keeps it. */
export function sendPrivate(context: Context, answer: Answer): Response {
  return sendBytes(context, answer, {
    ...headersFor(answer, ["cookie", "authorization"]),
    "cache-control": "no-store",
  });
}

function headersFor({ type, filename, headers: own }: Answer, varies: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {
    ...own,
    "content-type": type,
    vary: [own?.["vary"] ?? [], varies, "accept-encoding"].flat().join(", "),
  };
  if (filename !== undefined) headers["content-disposition"] = `attachment; filename="${filename}"`;
  return headers;
}

function sendBytes(context: Context, answer: Answer, headers: Record<string, string>): Response {
  const { status, bytes } = answer;
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

/** Sends a file whose name carries its hash. */
export function sendAsset(context: Context, { type, text }: Asset): Response {
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
