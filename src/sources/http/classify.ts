import { Parser } from "htmlparser2";
import type { Outcome } from "./exchange.ts";

/** What of a page tells whether it is the document. */
export interface PageSigns {
  readonly title: string;
  readonly headings: string;
  /** Visible text, white space collapsed, its beginning. */
  readonly text: string;
  readonly words: number;
  readonly passwords: number;
  readonly scripts: number;
  /** What it says to those without scripts. */
  readonly noscript: string;
}

/** Characters of visible text that are looked at. */
const TEXT_LENGTH_MAX = 20_000;
const HIDDEN: ReadonlySet<string> = new Set(["script", "style", "template", "svg", "head"]);
/** A page of fewer words has no document on it; one of more is not only a wall. */
const EMPTY_WORDS_MAX = 25;
const WALL_WORDS_MAX = 220;

const ERROR_TITLE =
  /\b(?:404|403|410|500|502|503|not found|page (?:isn['’]t|is not|not) (?:available|found)|access denied|forbidden|server error|bad gateway|service unavailable|something went wrong|gone)\b/i;
const BLOCKED =
  /\b(?:verify (?:that )?you(?:'|’| a)re (?:a )?human|checking your browser|just a moment|attention required|captcha|unusual traffic|are you a robot|access (?:to this page )?(?:has been |is )?denied|request (?:was )?blocked|bot detection|security check|too many requests|rate limit(?:ed)?)\b/i;
const GEO =
  /\b(?:not available in your (?:country|region|location)|unavailable in your (?:country|region)|geo-?block)/i;
const CONSENT =
  /\b(?:before you continue|(?:we|our partners) (?:value|use) (?:your privacy|cookies)|accept (?:all|cookies)|manage (?:cookie|consent)|cookie (?:consent|preferences|settings))\b/i;
const LOGIN = /\b(?:log ?in|sign ?in|sign in to continue|please log in|create an account)\b/i;
const LOGIN_PATH = /\/(?:log-?in|sign-?in|auth|sso|accounts?\/login|session\/new)\b/i;
const NEEDS_SCRIPT =
  /\b(?:enable|requires?|turn on|activate) java ?script\b|\bjava ?script (?:is )?(?:required|disabled)\b/i;

/** Reads the signs of a page. Linear in its length, without building a tree. */
export function readSigns(html: string): PageSigns {
  let [title, headings, text, noscript] = ["", "", "", ""];
  let [words, passwords, scripts, hidden] = [0, 0, 0, 0];
  const open = { title: 0, heading: 0, noscript: 0 };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (HIDDEN.has(name)) hidden++;
      if (name === "script") scripts++;
      if (name === "input" && attributes["type"]?.toLowerCase() === "password") passwords++;
      if (name === "title") open.title++;
      if (name === "h1" || name === "h2") open.heading++;
      if (name === "noscript") open.noscript++;
    },
    ontext(data) {
      if (open.title > 0) title += data;
      else if (open.noscript > 0) noscript += data;
      else if (hidden === 0) {
        words += data.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
        if (text.length < TEXT_LENGTH_MAX) text += `${data} `;
        if (open.heading > 0) headings += `${data} `;
      }
    },
    onclosetag(name) {
      if (HIDDEN.has(name)) hidden = Math.max(0, hidden - 1);
      if (name === "title") open.title = Math.max(0, open.title - 1);
      if (name === "h1" || name === "h2") open.heading = Math.max(0, open.heading - 1);
      if (name === "noscript") open.noscript = Math.max(0, open.noscript - 1);
    },
  });
  parser.write(html);
  parser.end();
  const plain = (one: string): string => one.slice(0, TEXT_LENGTH_MAX).replaceAll(/\s+/g, " ").trim();
  return {
    title: plain(title),
    headings: plain(headings),
    text: plain(text),
    words,
    passwords,
    scripts,
    noscript: plain(noscript),
  };
}

export interface Answered {
  readonly status: number;
  readonly url: string;
  readonly requested: string;
  readonly signs: PageSigns;
}

/** What an HTML answer is, and why. A long text is the document whatever stands beside it. */
export function classifyPage({ status, url, requested, signs }: Answered): readonly [Outcome, string] {
  const { title, headings, text, words, scripts, noscript } = signs;
  const short = words <= WALL_WORDS_MAX;
  const says = (pattern: RegExp): boolean => pattern.test(`${title} ${headings} ${short ? text : ""}`);
  if (status === 451 || (short && says(GEO))) return ["geo-wall", status === 451 ? "status 451" : title];
  if (status === 429 || ((status === 403 || status === 503 || short) && says(BLOCKED))) {
    return ["blocked", status === 200 ? title : `status ${status}`];
  }
  if (status === 401 || status === 407) return ["login", `status ${status}`];
  if (status >= 400) return ["error-page", `status ${status}`];
  if (ERROR_TITLE.test(`${title} ${headings}`) && short) return ["error-page", `status ${status}, titled “${title}”`];
  if (isLogin(signs, url, requested)) return ["login", title];
  if (short && says(CONSENT) && words > EMPTY_WORDS_MAX / 2) return ["consent-wall", title];
  if (words <= EMPTY_WORDS_MAX) {
    const byScript = scripts > 0 && (NEEDS_SCRIPT.test(`${noscript} ${text}`) || words <= 5);
    return byScript ? ["script-only", "the page is made by scripts"] : ["empty", `${words} words`];
  }
  if (short && NEEDS_SCRIPT.test(noscript) && scripts > 0 && words <= EMPTY_WORDS_MAX * 2) {
    return ["script-only", "the page is made by scripts"];
  }
  return ["document", ""];
}

function isLogin({ passwords, words, title, headings }: PageSigns, url: string, requested: string): boolean {
  const moved = LOGIN_PATH.test(new URL(url).pathname) && !LOGIN_PATH.test(new URL(requested).pathname);
  if (words > WALL_WORDS_MAX) return false;
  return moved || passwords > 0 || LOGIN.test(`${title} ${headings}`);
}
