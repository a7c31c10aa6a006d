import { type CasebookRecord, casebookRecordSchema, type SeriesPoint } from "../model/index.ts";
import { digestDocument } from "./digest.ts";
import type { EvalInput, RecordedDocument } from "./input.ts";

type Given = Partial<Omit<EvalInput, "documents">> & { readonly documents?: readonly RecordedDocument[] };

/** For tests: an input that holds nothing but what is given. */
export function inputOf({ documents = [], ...given }: Given = {}): EvalInput {
  return {
    labs: new Map([["openai", "OpenAI"]]),
    records: [],
    documents: documents.map(digestDocument),
    indicators: [],
    incidents: [],
    series: [],
    events: [],
    control: [],
    captures: [],
    reviews: [],
    readSentences: () => [],
    asOf: "2026-06-30",
    seed: 1,
    ...given,
  };
}

/** For tests: a record of the casebook with what is given, and a source; what it says is up to the test. */
export function recordOf(given: Record<string, unknown>): CasebookRecord {
  return casebookRecordSchema.parse({
    date_precision: "day",
    title: "A title",
    summary: "A summary.",
    dimensions: ["power-seeking"],
    direction: "mixed",
    severity: 1,
    counter: "None found.",
    sources: [{ url: null, title: "A source", verified: true, supports: "It." }],
    ...given,
  });
}

/** For tests: a disclosed figure in dollars of OpenAI. */
export function pointOf(given: Partial<SeriesPoint> & { readonly date: string; readonly value: number }): SeriesPoint {
  const { date, value, ...rest } = given;
  return {
    lab: "openai",
    series: "valuation",
    when: { date, precision: "day" },
    end: null,
    amount: { value, unit: "usd", kind: "disclosed" },
    label: "valuation",
    evidence: `openai-${date}`,
    ...rest,
  };
}
