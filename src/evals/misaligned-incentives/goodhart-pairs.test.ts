import { expect, test } from "vitest";
import type { IndicatorResult } from "../../model/index.ts";
import { inputOf, pointOf } from "../input-of.ts";
import { goodhart } from "./goodhart-pairs.ts";

const MONTHS = ["02", "05", "08", "11"];
const quarters = Array.from({ length: 16 }, (_, k) => `${2022 + Math.floor(k / 4)}-${MONTHS[k % 4]}`);
/** A round of twenty indicators with so many points. */
const round = (month: string, points: number): IndicatorResult[] =>
  Array.from({ length: 20 }, (_, k) => ({
    lab: "openai",
    rubric: "fmti",
    round: month,
    indicator: `i${k}`,
    domain: null,
    points: k < points ? 1 : 0,
    evidence: `fmti-${month}`,
  }));
const run = (scores: readonly number[]) =>
  goodhart(
    inputOf({
      series: scores.map((_, k) => pointOf({ date: `${quarters[k]}-01`, value: k + 1 })),
      indicators: scores.flatMap((points, k) => round(quarters[k] as string, points)),
    }),
  );

test("a valuation that rises while the index first rises and then falls is decoupled: from 1 to −1", () => {
  const { measures, findings } = run([1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, 2]);
  const [pair] = measures;
  expect(pair).toMatchObject({ name: "goodhart-valuation-transparency", estimate: { established: true, n: 16 } });
  if (!pair?.estimate.established) throw new Error("established");
  expect(pair.estimate.value).toBeLessThan(-1);
  expect(pair.detail?.rows[0]).toEqual(["2022-Q1", 1, 0.05]);
  expect(findings).toMatchObject([{ bearing: "concerning", state: "proposed" }]);
});

test("three rounds of an index establish nothing, and the number of quarters is told", () => {
  expect(run([4, 5, 6]).measures[0]?.estimate).toMatchObject({
    established: false,
    n: 3,
    reason: "fewer than 8 points (3 quarters have both)",
  });
});

test("a lab without one of the two series has no pair", () => {
  expect(goodhart(inputOf({ series: [pointOf({ date: "2024-01-01", value: 1 })] })).measures).toEqual([]);
});

test("the best score holds until it is passed; a quarter without a disclosure is a counted 0", () => {
  const capability = (date: string, value: number) => pointOf({ series: "capability", label: "a model", date, value });
  const disclosure = (date: string) => ({
    lab: "openai",
    kind: "disclosure" as const,
    when: { date, precision: "day" as const },
    title: "x",
    evidence: date,
  });
  const { measures } = goodhart(
    inputOf({
      series: [capability("2024-02-01", 100), capability("2024-08-01", 120)],
      events: [disclosure("2024-05-13"), disclosure("2024-11-01")],
      asOf: "2024-12-31",
    }),
  );
  expect(measures.find(({ name }) => name === "goodhart-capability-disclosures")?.detail?.rows).toEqual([
    ["2024-Q2", 100, 1],
    ["2024-Q3", 120, 0],
    ["2024-Q4", 120, 1],
  ]);
});
