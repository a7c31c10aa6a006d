import { expect, test } from "vitest";
import type { NoiseKind } from "../../model/index.ts";
import type { RecordedDocument } from "../input.ts";
import { inputOf } from "../input-of.ts";
import { lastSeen, vanishedMeasures } from "./documents.ts";

function documentOf(slug: string, ...versions: (readonly [date: string, noise?: NoiseKind])[]): RecordedDocument {
  return {
    id: `openai/${slug}`,
    lab: "openai",
    labName: "OpenAI",
    service: "ChatGPT",
    terms: slug,
    versions: versions.map(([date, noise = null], at) => ({
      id: `openai/${slug}@${at}`,
      date: `${date}T12:00:00Z`,
      blob: `${slug}${at}`,
      noise,
    })),
    clauses: [],
    changes: [],
  };
}

const input = inputOf({
  asOf: "2025-12-31",
  documents: [
    documentOf("gone", ["2024-01-01"], ["2025-06-01", "error-page"], ["2025-07-01", "error-page"]),
    documentOf("back", ["2025-10-01"], ["2025-11-01", "error-page"], ["2025-12-01", "return"]),
    documentOf("quiet", ["2025-01-01"], ["2025-03-01"]),
    documentOf("slow", ["2022-01-01"], ["2025-01-01"]),
    documentOf("once", ["2025-03-01"]),
  ],
});

test("an error page that stays is told from a document that shows nothing new", () => {
  // quiet: 305 days on 2025-12-31 after a longest gap of 59; slow: 364 days, but its gap before was 1096.
  expect(lastSeen(input).map(({ document, state, since, days }) => [document.terms, state, since, days])).toEqual([
    ["gone", "error page", "2025-06-01", 213],
    ["back", "current", "2025-12-01", 30],
    ["quiet", "quiet", "2025-03-01", 305],
    ["slow", "current", "2025-01-01", 364],
    ["once", "quiet", "2025-03-01", 305],
  ]);
});

test("shares over all documents, each with its mirror", () => {
  const measures = vanishedMeasures(input);
  const of = (name: string) => measures.find(({ id }) => id === `lack-of-transparency/openai/documents-${name}`);
  expect(of("error-page-last")).toMatchObject({
    estimate: { value: 0.2, low: 0.2, high: 0.2, n: 5 },
    numerator: 1,
    denominator: 5,
    evidence: ["openai/gone@2"],
  });
  expect(of("readable-last")).toMatchObject({ numerator: 4, denominator: 5 });
  // Both quiet ones were last recorded on the same day.
  expect(of("quiet")).toMatchObject({ numerator: 2, caution: expect.stringContaining("2 of 2 were last recorded") });
  expect(of("not-quiet")).toMatchObject({ numerator: 3, denominator: 5 });
});

test("what was recorded after the day that counts as today is not there yet", () => {
  const earlier = lastSeen({ ...input, asOf: "2025-05-01" });
  expect(earlier.map(({ document, state }) => [document.terms, state])).toEqual([
    ["gone", "quiet"],
    ["quiet", "current"],
    ["slow", "current"],
    ["once", "current"],
  ]);
});

test("without documents there is no measure", () => expect(vanishedMeasures(inputOf())).toEqual([]));
