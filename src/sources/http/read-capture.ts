import { BodyError, decode } from "./body.ts";
import { classifyPage, readSigns } from "./classify.ts";
import { decodeText } from "./decode-text.ts";
import { type Capture, headerOf, type Hop } from "./exchange.ts";

export const DETAIL_LENGTH_MAX = 300;
const TEXT_TYPES = /^(?:text\/(?:html|plain|markdown|xml)|application\/(?:xhtml\+xml|xml))$/;

/**
 * What an answer is, with the exchanges that led to it. Throws a BodyError for a body that is not what its headers say, or
 * more than is read.
 */
export async function readCapture(requested: string, last: Hop, hops: readonly Hop[]): Promise<Capture> {
  const contentType = headerOf(last.headers, "content-type");
  const base = { requested, url: last.url, hops };
  if (last.status === 304) {
    if (isForWhole(last)) throw new BodyError("status 304 to a request for the whole page");
    return { ...base, outcome: "unchanged", detail: "", mediaType: null, text: null, charset: null, body: null };
  }
  const body = await decode(last.body, headerOf(last.headers, "content-encoding"));
  const mediaType = (contentType?.split(";")[0] ?? "").trim().toLowerCase() || guessType(body);
  const whole = { ...base, mediaType, body };
  if (mediaType === "application/pdf") {
    const real = Buffer.from(body.subarray(0, 1024)).includes("%PDF-");
    const outcome = last.status >= 400 ? "error-page" : real ? "document" : "not-text";
    const detail = last.status >= 400 ? `status ${last.status}` : real ? "" : "no PDF, though it says so";
    return { ...whole, outcome, detail, text: null, charset: null };
  }
  if (!TEXT_TYPES.test(mediaType)) {
    const outcome = last.status >= 400 ? "error-page" : "not-text";
    const detail = last.status >= 400 ? `status ${last.status}` : mediaType;
    return { ...whole, outcome, detail, text: null, charset: null };
  }
  const { text, charset } = decodeText(body, contentType);
  const signs = readSigns(mediaType === "text/plain" || mediaType === "text/markdown" ? escapeMarkup(text) : text);
  const [outcome, detail] = classifyPage({ status: last.status, url: last.url, requested, signs });
  return { ...whole, outcome, detail: detail.slice(0, DETAIL_LENGTH_MAX), text, charset };
}

/** Whether the request is known, and was for the page whether or not it changed. */
const isForWhole = ({ requestHeaders }: Hop): boolean =>
  requestHeaders.length > 0 && !requestHeaders.some(([name]) => /^if-(?:none-match|modified-since)$/i.test(name));

const escapeMarkup = (text: string): string => text.replaceAll("<", "&lt;");

/** A page without a Content-Type: what its first bytes say. */
function guessType(body: Uint8Array): string {
  const start = Buffer.from(body.subarray(0, 512)).toString("latin1").trimStart();
  if (start.startsWith("%PDF-")) return "application/pdf";
  return /^(?:<!doctype html|<html|<head|<body)/i.test(start) ? "text/html" : "application/octet-stream";
}

/** As {@link readCapture}, of exchanges that an archive kept, at least one: a body that cannot be read has failed. */
export async function readHops(requested: string, hops: readonly Hop[]): Promise<Capture> {
  const last = hops.at(-1) as Hop;
  try {
    return await readCapture(requested, last, hops);
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    const nothing = { mediaType: null, text: null, charset: null, body: null };
    return { ...nothing, requested, url: last.url, hops, outcome: "failed", detail: error.message };
  }
}
