import { type CasebookRecord, casebookRecordSchema, type CasebookType, fieldsOf } from "../../src/model/index.ts";

/** Values for the fields that types ask for. */
const FIELDS: Readonly<Record<string, unknown>> = {
  document: "Usage policy",
  effect: "weakened",
  disclosed: "no",
  overseer: "Board",
  target: "Chief executive",
  attempt: "removal",
  outcome: "reversed",
  claim_paraphrase: "It is safe.",
  evidence_for: "A report.",
  evidence_against: "Another report.",
  verdict: "unresolved",
  promise: "A yearly report",
  due_date: "2026",
  status: "pending",
  status_date: "2025-06",
  explained: "partly",
  explanation_date: null,
  period: "2024",
  controller: "Microsoft",
  controlled: "OpenAI",
  means: "contract",
  share_percent: null,
  start: "2020-09",
  end: "2026-04",
};

/** A record of this type as a file would hold it, with what the test is about. */
export function rawRecord(
  type: CasebookType,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: "openai-2024-01-event",
    lab: "openai",
    type,
    date: "2024-01-10",
    date_precision: "day",
    title: "Something happened: a test",
    summary: "It happened.",
    dimensions: ["deception", "power-seeking"],
    direction: "concerning",
    severity: 2,
    fields: Object.fromEntries(fieldsOf(type).map((field) => [field, FIELDS[field]])),
    counter: "It may not have.",
    sources: [{ url: "https://example.org/a", title: "A page", verified: true, supports: "All of it" }],
    ...changes,
  };
}

/** The same, read. Fields given are added to those that the type asks for. */
export function makeRecord(
  type: CasebookType,
  { fields, ...changes }: Readonly<Record<string, unknown>> = {},
): CasebookRecord {
  const raw = rawRecord(type, changes);
  return casebookRecordSchema.parse({ ...raw, fields: { ...(raw["fields"] as object), ...(fields as object) } });
}
