import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rawRecord } from "../../../test/helpers/casebook-record.ts";
import { type CasebookRecord, casebookRecordSchema } from "../../model/index.ts";
import { parseFile } from "./parse-file.ts";
import { formatRecord } from "./write-record.ts";

/** Text as people and machines write it, with what YAML takes for something else. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }),
    fc.lorem({ maxCount: 60 }),
    fc.constantFrom("null", "~", "true", "no", "2024", "1e3", "- a", "# a", "a: b", "'", '"', "&a", "*a", "!t", "a #b"),
    fc
      .array(fc.constantFrom("a", " ", "\n", "  ", "#", ":", "-", '"', "long words "), { minLength: 1, maxLength: 80 })
      .map((parts) => parts.join("")),
  )
  .map((value) => value.trim())
  .filter((value) => value !== "" && value.isWellFormed());
const line = text
  .map((value) => value.replaceAll(/\s+/g, " ").slice(0, 200).trim())
  .filter((value) => value !== "" && value.isWellFormed());
const date = fc.constantFrom("2024", "2024-05", "2024-05-13", null);

const record = fc
  .record({
    title: line,
    summary: text,
    counter: text,
    weak: fc.option(text),
    severity: fc.constantFrom(1, 2, 3),
    seed: fc.boolean(),
    also: fc.uniqueArray(fc.constantFrom("openai-2024-01-a", "openai-2024-01-b")),
    figures: fc.dictionary(
      fc.constantFrom("amount_usd", "flop", "days"),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    fields: fc.record(
      {
        period: fc.constantFrom("2024", "2025-Q1", "since 2023"),
        due_date: date,
        planned: fc.boolean(),
        grade: line,
        promise: text,
      },
      { requiredKeys: [] },
    ),
    sources: fc.array(
      fc.record({
        url: fc.constantFrom(null, "https://example.org/?a=b#c"),
        title: line,
        publisher: fc.option(line),
        date,
        verified: fc.boolean(),
        primary: fc.boolean(),
        supports: text,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((changes): CasebookRecord => casebookRecordSchema.parse(rawRecord("release", changes)));

describe("a record as it is written", () => {
  test("reads as it was, whatever its words", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (records) => {
        const { items, problems } = parseFile(records.map(formatRecord).join("\n"), "x.yaml");
        expect(problems).toEqual([]);
        expect(items.map((item) => item.record)).toEqual(records);
      }),
    );
  });

  test("keeps to the order and the width that people read", () => {
    const summary = "This is a longer sentence of the kind that a summary has. ".repeat(4).trim();
    const changes = { summary, figures: { amount_usd: 1.3e10 }, fields: { period: "2024", planned: true } };
    expect(formatRecord(casebookRecordSchema.parse(rawRecord("funding", changes)))).toBe(`- id: openai-2024-01-event
  lab: openai
  type: funding
  date: 2024-01-10
  date_precision: day
  title: "Something happened: a test"
  summary: >-
    This is a longer sentence of the kind that a summary has. This is a longer sentence of the kind that a summary has.
    This is a longer sentence of the kind that a summary has. This is a longer sentence of the kind that a summary has.
  dimensions: [deception, power-seeking]
  direction: concerning
  severity: 2
  figures:
    amount_usd: 13000000000
  fields:
    period: 2024
    planned: true
  counter: It may not have.
  sources:
    - url: https://example.org/a
      title: A page
      verified: true
      supports: All of it
`);
  });
});
