import { normalKey, visibleText } from "../clauses/index.ts";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Clause, NoiseKind } from "../model/index.ts";
import type { Alignment } from "./align.ts";
import { FURNITURE } from "./lexicon.ts";

/** Share of a document's clauses that must survive for it to count as the same page; 0..1. */
const SAME_PAGE_SHARE_MIN = 0.12;
/** Documents of fewer clauses are judged by their words alone. */
const PAGE_CLAUSES_MIN = 8;
/** An error page is short: at most this many clauses. */
const ERROR_PAGE_CLAUSES_MAX = 25;
/** Characters at a page's beginning in which its error stands. */
const ERROR_PAGE_LENGTH = 4000;

/** A key this short is a number or a mark, the same in every language. */
const BARE_KEY_LENGTH_MAX = 3;

const ERROR_PAGE =
  /\b(?:page (?:isn['’]?t|is not|not|cannot be) (?:available|found)|404|403|access denied|forbidden|not available in your (?:country|region)|something went wrong|server error|temporarily unavailable|verify (?:that )?you are (?:a )?human|checking your browser|enable javascript|are you a robot|captcha|unusual traffic|rate limited|too many requests|service unavailable|bad gateway|we(?:'|’)re sorry|page you (?:requested|are looking for)|isn['’]t available right now|unsupported browser|log in to continue)/i;

/** Commonest short words of languages that policies come in; the language with most hits wins. */
const LANGUAGES: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set("the of and to in you we our your is for that with or this".split(" ")),
  fr: new Set("le la les des de et vous nous votre nos pour dans est une que aux".split(" ")),
  de: new Set("der die das und sie wir ihre ist für mit den von nicht auf ein zu".split(" ")),
  es: new Set("el la los las de y que usted para en con una su nuestro sus del".split(" ")),
  it: new Set("il la le gli di e che per con una nostro suo sono della dei non".split(" ")),
  pt: new Set("o a os as de e que você para com uma nosso seu dos não em".split(" ")),
  sv: new Set("och att vi du din för som är på med det en av den till om".split(" ")),
  nl: new Set("de het een en van wij u uw voor met dat op is niet zijn te".split(" ")),
  pl: new Set("i w z na do nie się jest oraz lub są przez dla że użytkownik".split(" ")),
};
/** Words read to tell the language. */
const LANGUAGE_WORDS_MAX = 3000;

/** The language that a text's commonest short words speak, or the script it is written in. */
export function guessLanguage(text: string): string {
  const sample = visibleText(text.slice(0, LANGUAGE_WORDS_MAX * 8)).toLowerCase();
  if ((sample.match(/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/g) ?? []).length > sample.length / 10) return "cjk";
  const words = (sample.match(/\p{L}+/gu) ?? []).slice(0, LANGUAGE_WORDS_MAX);
  let best = { language: "unknown", hits: words.length / 20 };
  for (const [language, common] of Object.entries(LANGUAGES)) {
    const hits = words.filter((word) => common.has(word)).length;
    if (hits > best.hits) best = { language, hits };
  }
  return best.language;
}

/**
 * Why the pair shows no real change, from the pair alone; null where a rule may have changed. Each cause has its
 * own test, whole-page accidents first.
 */
export function judgeNoise(old: ParsedDocument, neu: ParsedDocument, alignment: Alignment): NoiseKind | null {
  const accident = wholePageAccident(old, neu, alignment);
  if (accident) return accident;
  const differing = [
    ...alignment.removed,
    ...alignment.added,
    ...alignment.edited.flatMap((pair) => [pair.old, pair.new]),
  ];
  if (differing.length === 0) return judgeEqualWords(old, neu, alignment);
  if (differing.every(isFurniture)) return "furniture";
  return null;
}

/** The heading or the one sentence of a page that failed, in the place of a part of a document made of several pages. */
const PART_FAILED =
  /^\W*(?:(?:sorry, )?(?:this |the )?page (?:isn['’]?t|is not|could not be|cannot be) (?:available|found|loaded)|page not found|404\b|an unexpected error (?:has )?occurred|access denied|something went wrong)/i;
/** Clauses that go with a part that failed, at least. */
const PART_CLAUSES_MIN = 10;

/** One of the pages that a document is made of failed, or is back. */
function partFailed({ removed, added }: Alignment): boolean {
  const failed = (came: readonly Clause[], gone: readonly Clause[]): boolean =>
    gone.length >= PART_CLAUSES_MIN && came.some(({ visible }) => PART_FAILED.test(visible));
  return failed(added, removed) || failed(removed, added);
}

/** How much of a text is the message of a page that failed: the more, the less it is the document. */
export function countFailed({ clauses, text }: ParsedDocument): number {
  const parts = clauses.filter(({ visible }) => PART_FAILED.test(visible)).length;
  const whole = clauses.length <= ERROR_PAGE_CLAUSES_MAX && ERROR_PAGE.test(text.slice(0, ERROR_PAGE_LENGTH));
  return parts + (whole ? 1 : 0);
}

function wholePageAccident(old: ParsedDocument, neu: ParsedDocument, alignment: Alignment): NoiseKind | null {
  if (partFailed(alignment)) return "error-page";
  const [oldCount, newCount] = [old.clauses.length, neu.clauses.length];
  const kept =
    alignment.same.filter(({ old: { key } }) => key.length > BARE_KEY_LENGTH_MAX).length + alignment.edited.length;
  if (
    kept >= SAME_PAGE_SHARE_MIN * Math.min(oldCount, newCount) &&
    kept >= SAME_PAGE_SHARE_MIN * 0.5 * Math.max(oldCount, newCount)
  )
    return null;
  const [oldLanguage, newLanguage] = [guessLanguage(old.text), guessLanguage(neu.text)];
  if (oldLanguage !== newLanguage && oldLanguage !== "unknown" && newLanguage !== "unknown") return "locale";
  for (const page of [neu, old]) {
    if (page.clauses.length <= ERROR_PAGE_CLAUSES_MAX && ERROR_PAGE.test(page.text.slice(0, ERROR_PAGE_LENGTH)))
      return "error-page";
  }
  if (newCount === 0 || oldCount === 0) return "error-page";
  if (Math.max(oldCount, newCount) < PAGE_CLAUSES_MIN) return null;
  return title(old) === title(neu) ? null : "wrong-page";
}

const title = (document: ParsedDocument): string =>
  normalKey((document.clauses.find((clause) => clause.heading) ?? document.clauses[0])?.text ?? "");

/** The address of a link, or one that stands in the text. */
const ADDRESS = /\]\((?:[^()]|\([^()]{0,500}\)){0,2000}\)|https?:\/\/\S+/g;

/** No clause differs: the difference is in links, order, or form. */
function judgeEqualWords(old: ParsedDocument, neu: ParsedDocument, alignment: Alignment): NoiseKind {
  const links = (text: string): string => (text.match(ADDRESS) ?? []).join("\n");
  const without = (text: string): string => text.replace(ADDRESS, "");
  const sameLinks = links(old.text) === links(neu.text);
  if (!sameLinks && without(old.text) === without(neu.text)) return "links";
  const order = alignment.same.toSorted((a, b) => a.old.start - b.old.start);
  if (order.some((pair, at) => at > 0 && pair.new.start < (order[at - 1] as (typeof order)[number]).new.start))
    return "order";
  return sameLinks ? "formatting" : "links";
}

/** A row of links with nothing between them: "[Products](…) [Careers](…)". */
const LINKS_ONLY = /^[^\p{L}\p{N}[]*(?:\[[^\]]*\]\([^)]*\)[^\p{L}\p{N}[]*)+$/u;
const LINKS_WORDS_MAX = 8;
const LINKS_LENGTH_MAX = 1000;
const COOKIE_BANNER =
  /^(?:we|this (?:web)?site|our (?:web)?site) uses? (?:essential )?cookies(?: and similar technologies)?\W*$/i;

/** Navigation, dates and other page furniture: short, or all link, and binding nobody. */
export function isFurniture(clause: Clause): boolean {
  const visible = clause.visible;
  if (FURNITURE.test(visible)) return true;
  if (COOKIE_BANNER.test(visible)) return true;
  const words = clause.key.split(" ").length;
  if (words <= LINKS_WORDS_MAX && clause.text.length <= LINKS_LENGTH_MAX && LINKS_ONLY.test(clause.text)) return true;
  if (clause.modality !== "statement" || words > DATE_WORDS_MAX) return false;
  return visible.includes("©") || isDate(clause.key);
}

const DATE_WORDS_MAX = 6;

/** "14 March 2024": a year at the end, and before it figures with at most one other word. */
function isDate(key: string): boolean {
  const words = key.split(" ");
  return /^\d{4}$/.test(words.at(-1) ?? "") && words.filter((word) => !/^\d+$/.test(word)).length <= 1;
}
