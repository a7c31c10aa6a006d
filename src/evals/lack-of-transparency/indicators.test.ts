import { expect, test } from "vitest";
import type { IndicatorResult } from "../../model/index.ts";
import { inputOf } from "../input-of.ts";
import { roundMeasures } from "./indicators.ts";
import { matchedMeasures } from "./matched-indicators.ts";

/** One round of a lab: indicators with their points. */
function round(when: string, points: Readonly<Record<string, number | null>>, lab = "openai"): IndicatorResult[] {
  return Object.entries(points).map(([indicator, point]) => ({
    lab,
    rubric: "fmti",
    round: when,
    indicator,
    domain: "Model / Risks",
    points: point,
    evidence: `${lab}-${when}-${indicator}`,
  }));
}

test("points of a round are counted, and an indicator without points was not asked", () => {
  const indicators = round("2024-05", { a: 1, b: 1, c: 0, d: 0, e: null });
  const measures = roundMeasures(inputOf({ indicators }));
  // 2 of the 4 that were asked; a count, so the interval is the figure.
  expect(measures.find(({ id }) => id === "lack-of-transparency/openai/indicators-fmti-2024-05")).toMatchObject({
    estimate: { value: 0.5, low: 0.5, high: 0.5, n: 4 },
    numerator: 2,
    denominator: 4,
    caution: expect.stringContaining("2 of 4 have none"),
    detail: { rows: [["Model / Risks", 2, 4]] },
  });
});

test("a round of a later month is not there yet", () => {
  const indicators = round("2025-12", { a: 1, b: 0, c: 0 });
  expect(roundMeasures(inputOf({ indicators, asOf: "2025-11-30" }))).toEqual([]);
  expect(roundMeasures(inputOf({ indicators, asOf: "2025-12-09" }))).toHaveLength(2);
});

test("between rounds only indicators that both ask are set side by side", () => {
  // Matched: a kept, b lost, c gained, d gained, "Third-party risks" missing still; "new" and "old" stand alone.
  const indicators = [
    ...round("2023-10", { a: 1, b: 1, c: 0, "Model asset license": 0, "Third-party risks": 0, old: 1 }),
    ...round("2024-05", { a: 1, b: 0, c: 1, License: 1, "Third party risks ": 0, new: 1 }),
    ...round("2024-05", { a: 1 }, "google"),
  ];
  const measures = matchedMeasures(inputOf({ indicators }));
  const of = (lab: string, move: string) =>
    measures.find(({ id }) => id === `lack-of-transparency/${lab}/matched-fmti-2023-10-to-2024-05-${move}`);
  expect(of("openai", "gained")).toMatchObject({
    estimate: { value: 0.4, low: 0.4, high: 0.4, n: 5 },
    numerator: 2,
    denominator: 5,
    caution: expect.stringContaining("5 of the 6 indicators of the later round"),
  });
  expect(of("openai", "lost")).toMatchObject({ numerator: 1, denominator: 5 });
  expect(of("openai", "lost")?.detail?.rows.map((row) => row.at(-1))).toEqual([
    "kept",
    "lost",
    "gained",
    "gained",
    "missing still",
  ]);
  expect(of("industry", "gained")).toMatchObject({ numerator: 2, denominator: 5 });
  expect(of("google", "gained")).toBeUndefined();
});

test("rounds without an indicator in common say so, and that is not zero", () => {
  const indicators = [...round("2024-05", { a: 1 }), ...round("2025-12", { b: 1 })];
  expect(matchedMeasures(inputOf({ indicators }))[0]?.estimate).toMatchObject({
    established: false,
    reason: "the two rounds have no indicator in common",
  });
});
