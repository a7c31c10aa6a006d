import { expect, test } from "vitest";
import { makeChange, makeClause, makeDocument } from "../../test/helpers/eval-document.ts";
import { cutDocument, daysOf, type Facts, knownBy } from "./known-by.ts";

const NONE: Facts = {
  records: [],
  indicators: [],
  incidents: [],
  series: [],
  events: [],
  control: [],
  captures: [],
  reviews: [],
};
const when = (date: string) => ({ date, precision: "day" as const });
const indicator = (round: string) => ({
  lab: "acme",
  rubric: "fmti",
  round,
  indicator: "Data sources",
  domain: null,
  points: 1,
  evidence: "e",
});
const event = (date: string) => ({
  lab: "acme",
  kind: "release" as const,
  when: when(date),
  title: "A",
  evidence: "e",
});

test("of all that is dated, nothing that is dated after the day", () => {
  const facts: Facts = {
    ...NONE,
    indicators: [indicator("2023-10"), indicator("2024-05")],
    events: [event("2024-03-31"), event("2024-04-01")],
  };
  const known = knownBy(facts, "2024-03-31");
  expect(known.indicators.map(({ round }) => round)).toEqual(["2023-10"]);
  expect(known.events).toEqual([event("2024-03-31")]);
});

test("a document stands as it was recorded by then: a clause that went later is still in force", () => {
  const document = makeDocument(["2024-01-01", "2024-06-01"], {
    clauses: [makeClause("went", "2024-01-01", "2024-06-01"), makeClause("came", "2024-06-01", null)],
    changes: [makeChange({ date: "2024-06-01T00:00:00Z" })],
  });
  expect(cutDocument(document, "2024-05-31")).toMatchObject({
    versions: [{ id: "acme/terms@1" }],
    changes: [],
    clauses: [{ text: "went", until: null, lastVersion: "acme/terms@1" }],
  });
  expect(cutDocument(document, "2023-12-31")).toBeNull();
  expect(cutDocument(document, "2024-06-01")).toBe(document);
});

test("the first and the newest day, of tables too; of nothing there is none", () => {
  const tables = { ...NONE, indicators: [indicator("2023-10")], events: [event("2022-02-02")] };
  expect(daysOf(tables, null)).toEqual({ first: "2022-02-02", newest: "2023-10-01" });
  const documents = { first: "2023-01-01T10:00:00Z", newest: "2024-01-10T23:59:59Z" };
  expect(daysOf(tables, documents)).toEqual({ first: "2022-02-02", newest: "2024-01-10" });
  expect(daysOf(NONE, null)).toBeNull();
});
