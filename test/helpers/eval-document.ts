import type { EvalChange, EvalClause, RecordedDocument, EvalVersion } from "../../src/evals/input.ts";

/** a change of 2024 that loosens, with what the test is about. */
export function makeChange(fields: Partial<EvalChange> = {}): EvalChange {
  return {
    id: "c1",
    kind: "removed",
    direction: "loosens",
    subject: "use",
    severity: 2,
    confidence: 0.9,
    old: null,
    new: null,
    nearest: null,
    disclosed: "no",
    reasons: [],
    date: "2024-01-10T00:00:00Z",
    oldVersion: "acme/terms@1",
    newVersion: "acme/terms@2",
    ...fields,
  };
}

/** a quote without a place. */
export function makeQuote(text: string, path: readonly string[] = []): EvalChange["old"] {
  return { text, path, start: 0, end: text.length };
}

/** a ban that stands from one day to another; null: still. */
export function makeClause(
  text: string,
  since: string,
  until: string | null,
  fields: Partial<EvalClause> = {},
): EvalClause {
  return {
    text,
    path: [],
    bearer: "user",
    modality: "prohibition",
    norm: "use-ban",
    firstVersion: "acme/terms@1",
    lastVersion: "acme/terms@2",
    since: `${since}T00:00:00Z`,
    until: until === null ? null : `${until}T00:00:00Z`,
    ...fields,
  };
}

/** a document with a version on each of these days. */
export function makeDocument(days: readonly string[], fields: Partial<RecordedDocument> = {}): RecordedDocument {
  return {
    id: "acme/terms",
    lab: "acme",
    labName: "Acme",
    service: "Acme",
    terms: "Terms",
    versions: days.map((day, at): EvalVersion => ({
      id: `acme/terms@${at + 1}`,
      date: `${day}T00:00:00Z`,
      blob: `b${at}`,
      noise: null,
    })),
    clauses: [],
    changes: [],
    ...fields,
  };
}
