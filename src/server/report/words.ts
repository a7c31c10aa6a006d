import type { ChangeKind, Direction, Disclosed, NoiseKind, Severity, Subject } from "../../model/index.ts";

/** Our words for the vocabulary of the model: one place, so that a page never says the same in two ways. */

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  removed: "clause removed",
  added: "clause added",
  weakened: "clause weakened",
  strengthened: "clause strengthened",
  reworded: "clause reworded",
  moved: "clause moved",
};

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  loosens: "loosens",
  tightens: "tightens",
  neutral: "neutral",
};

export const SUBJECT_WORDS: Readonly<Record<Subject, string>> = {
  use: "what the systems may be used for",
  lab: "the lab’s own conduct",
  user: "rights and duties of users",
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { 1: "minor", 2: "notable", 3: "major" };

export const DISCLOSED_WORDS: Readonly<Record<Disclosed, string>> = {
  yes: "disclosed",
  partly: "partly disclosed",
  no: "not disclosed",
  "no-note": "not disclosed: no note",
  unknown: "unknown",
};

/** What stands behind the word, in a sentence. */
export const DISCLOSED_SENTENCES: Readonly<Record<Disclosed, string>> = {
  yes: "The document’s own note tells of this change.",
  partly: "The document’s own note tells of a part of this change.",
  no: "The document’s own note does not tell of this change.",
  "no-note": "We found no note in either version.",
  unknown: "The document’s note could not be read.",
};

export const NOISE_WORDS: Readonly<Record<NoiseKind, string>> = {
  formatting: "Only marks, spacing or invisible characters differ.",
  links: "Only addresses of links differ, such as tracking parameters.",
  furniture: "Navigation, banners, footers or dates around the document differ.",
  locale: "The page in another language was recorded.",
  "error-page": "An error page was recorded in place of the document.",
  "wrong-page": "Another page was recorded in place of the document.",
  order: "The same clauses stand in another order.",
  flapping: "The document went back and forth between states it had before.",
  return: "The document came back after another page had been recorded.",
  "technical-upgrade": "The archive changed how it reads the page.",
};

const MONTHS =
  "January February March April May June July August September October November December".split(" ");

/** "2024-01-10T18:00:00Z" as "10 January 2024", in UTC. */
export function formatDay(instant: string): string {
  const [year, month, day] = instant.slice(0, 10).split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** "1 change", "2,000 changes". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? one : many}`;
}

export const formatNumber = (amount: number): string => amount.toLocaleString("en-US");

/** Shortens at a space; what is left out shows as " …". */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.lastIndexOf(" ", length);
  return `${text.slice(0, cut > length / 2 ? cut : length).trimEnd()} …`;
}
