import { describe, expect, test } from "vitest";
import { rawRecord } from "../../test/helpers/casebook-record.ts";
import { CASEBOOK_TYPES, casebookRecordSchema } from "./casebook-record.ts";

/** The places and messages of what is wrong with a record. */
function problems(record: Record<string, unknown>): string[] {
  const { error } = casebookRecordSchema.safeParse(record);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("a record of the casebook", () => {
  test("there are eighteen types, each with what it asks for", () => {
    expect(CASEBOOK_TYPES).toHaveLength(18);
    for (const type of CASEBOOK_TYPES) expect(problems(rawRecord(type))).toEqual([]);
  });

  test("what is left out is filled in", () => {
    const { fields: _, ...bare } = rawRecord("release");
    expect(casebookRecordSchema.parse(bare)).toMatchObject({
      end_date: null,
      figures: {},
      fields: {},
      seed: false,
      also: [],
      weak: null,
      sources: [{ publisher: null, date: null, primary: false }],
    });
  });

  test("a record that was read reads the same again", () => {
    const once = casebookRecordSchema.parse(rawRecord("promise"));
    expect(casebookRecordSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  test("a year alone may come as a number", () => {
    const fields = { ...(rawRecord("promise")["fields"] as object), due_date: 2026 };
    expect(casebookRecordSchema.parse(rawRecord("promise", { fields })).fields.due_date).toBe("2026");
  });

  test("a record may carry what another type asks for", () => {
    const fields = { promise: "A report", due_date: null, status: "broken", status_date: "2024-02-01" };
    expect(problems(rawRecord("disclosure", { fields }))).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no source", { sources: [] }, /^sources: must have at least one source/],
    ["an empty counter", { counter: " " }, /^counter: must not be empty/],
    ["a day that does not exist", { date: "2024-02-30" }, /^date: must be a day that exists/],
    ["another severity", { severity: 4 }, /^severity: must be 1, 2 or 3/],
    ["an unknown type", { type: "rumour" }, /^type: must be one of constraint-change, /],
    ["a figure in words", { figures: { amount_usd: "1 billion" } }, /^figures.amount_usd: must be a number/],
    ["a figure that is not known", { figures: { amount_usd: null } }, /^figures.amount_usd: must be a number/],
    ["a figure that is none", { figures: { amount_usd: Number.NaN } }, /^figures.amount_usd: must be a number/],
    ["an address that runs", { sources: [{ url: "javascript:alert(1)" }] }, /^sources.0.url: must be an address/],
    ["a field of no type", { fields: { mood: "bad" } }, /Unrecognized key/],
    ["an id of another lab", { id: "meta-2024-01-event" }, /^id: must begin with the lab, openai-/],
    ["an id of another month", { id: "openai-2023-01-event" }, /^id: must name the month of its date, 2024-01-10/],
    ["an id without a month", { id: "openai-event" }, /^id: must go on with a month, openai-2024-01-…/],
    ["an end before the start", { end_date: "2024-01-09" }, /^end_date: must not be before 2024-01-10/],
    ["a title of two lines", { title: "a\nb" }, /^title: must be one line/],
    ["prose without end", { summary: "a".repeat(2001) }, /^summary: must have at most 2000 characters/],
  ])("%s is refused", (_, change, message) => {
    expect(problems(rawRecord("release", change)).join("\n")).toMatch(new RegExp(message.source, "m"));
  });

  test("an id may name the month in which a promise fell due", () => {
    const fields = { ...(rawRecord("promise")["fields"] as object), due_date: "2025-02-10" };
    expect(problems(rawRecord("promise", { id: "openai-2025-02-event", fields }))).toEqual([]);
  });
});
