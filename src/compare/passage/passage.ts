import { normalKey, parseDocument, visibleText } from "../../clauses/index.ts";
import type { Quantity } from "../../model/index.ts";
import { type Duty, splitDuties } from "./duties.ts";
import { matters } from "./synonyms.ts";

/** Longest passage that is read, in UTF-16 units: a longer text is a document. */
export const PASSAGE_LENGTH_MAX = 20_000;

/** A passage as read: its heading apart, then the sentences. */
export interface Passage {
  /** Headings and numbers that stand before the first sentence; "" where there are none. */
  readonly label: string;
  /** The words as a reader sees them, one sentence a line, without the label. */
  readonly visible: string;
  /** Normal form without the label: equal keys say the same. */
  readonly key: string;
  readonly sentences: readonly string[];
  readonly duties: readonly Duty[];
  readonly quantities: readonly Quantity[];
  /** What it speaks of, synonyms as one. */
  readonly matters: ReadonlySet<string>;
}

/** A longer run of characters without a space is no word; the rest of it is left out. */
const LONG_WORD = /(\S{40})\S+/g;
/** Duties that are compared, each with each; more are no passage. */
const DUTIES_MAX = 200;
/** A line of at most this many characters, without a stop at its end, reads as a heading if sentences follow. */
const HEADING_LENGTH_MAX = 90;
const ENDS_SENTENCE = /[.:;,!?)\]”"]\s*$/;
const NUMBER =
  /^[\s*_#]*(?:(?:section|article|part|appendix|annex|§)\s*)?\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxlc]{1,5}|[a-z])[.):]\s+|^[\s*_#]*\d{1,3}(?:\.\d{1,3}){1,4}\s+|^[\s*_#]*(?:section|article|part|appendix|annex|§)\s*\d{1,3}(?:\.\d{1,3}){0,4}\s*[:.–—-]?\s+/i;
/** Headings before the first sentence that are set apart. */
const HEADINGS_MAX = 5;

/** Reads one passage, a text of at most `PASSAGE_LENGTH_MAX`; what is longer is left out. Never throws on content. */
export function readPassage(text: string): Passage {
  const { label, body } = splitLabel(text.slice(0, PASSAGE_LENGTH_MAX).replaceAll(LONG_WORD, "$1"));
  const clauses = parseDocument(body).clauses;
  const sentences = clauses.map(({ visible }) => plainText(visible));
  const key = clauses.map((clause) => clause.key).join(" ");
  return {
    label,
    visible: sentences.join("\n"),
    key,
    sentences,
    duties: sentences.flatMap((sentence) => splitDuties(sentence)).slice(0, DUTIES_MAX),
    quantities: clauses.flatMap((clause) => clause.quantities),
    matters: matters(key),
  };
}

/** Straight apostrophes, and "U.S." as "US": a stop ends a sentence. */
const plainText = (visible: string): string =>
  visible.replaceAll("’", "'").replaceAll(/\b(?:[A-Za-z]\.){2,6}/g, (letters) => letters.replaceAll(".", ""));

function splitLabel(text: string): { label: string; body: string } {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const labels: string[] = [];
  while (labels.length < HEADINGS_MAX) {
    const [line = ""] = lines;
    if (line.trim() !== "" && !isHeading(line, lines)) break;
    if (lines.shift() === undefined) break;
    if (line.trim() !== "") labels.push(line);
  }
  const number = NUMBER.exec(lines[0] ?? "")?.[0] ?? "";
  if (number !== "") lines[0] = (lines[0] as string).slice(number.length);
  const label = visibleText([...labels, number].join(" ")).replace(/^#+\s*/, "");
  return { label: label.toLowerCase(), body: lines.join("\n") };
}

function isHeading(line: string, lines: readonly string[]): boolean {
  if (/^\s{0,3}#{1,6}\s/.test(line)) return true;
  const next = lines[1] ?? "";
  const follows = lines.slice(1).some((other) => other.trim() !== "");
  // A short line before an empty one, or before a line that starts anew: no broken line of a paragraph.
  const apart = next.trim() === "" || /^\s*(?:[A-Z*•–-]|\d)/.test(next);
  return follows && apart && line.trim().length <= HEADING_LENGTH_MAX && !ENDS_SENTENCE.test(line) && !isNorm(line);
}

const isNorm = (line: string): boolean =>
  /\b(?:will|must|shall|may|should|we|is|are)\b/i.test(line) || normalKey(line) === "";
