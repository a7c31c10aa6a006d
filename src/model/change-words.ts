import type { ChangeKind, Direction, Disclosed, Severity, Subject } from "./change.ts";

/** The words of a change as people read them: one place, so that a page and an alert never say the same in two ways. */

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
