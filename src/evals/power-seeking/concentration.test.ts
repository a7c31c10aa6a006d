import { expect, test } from "vitest";
import { inputOf, pointOf, recordOf } from "../input-of.ts";
import { concentrationMeasures } from "./concentration.ts";

const LABS = ["anthropic", "google", "meta", "openai"];
const labs = new Map(LABS.map((lab) => [lab, lab]));
const records = LABS.map((lab) => recordOf({ id: `${lab}-2024-01-x`, lab, type: "release", date: "2024-01-01" }));

function measure(name: string, valuations: Readonly<Record<string, number>>) {
  const series = Object.entries(valuations).map(([lab, value]) => pointOf({ lab, date: "2026-01-01", value }));
  return concentrationMeasures(inputOf({ labs, records, series })).find((one) => one.name === name);
}

test("shares of 30, 30, 20 and 20 %: HHI 2,600, the example of the US Department of Justice; CR4 is all", () => {
  const shares = { anthropic: 30, google: 30, meta: 20, openai: 20 };
  expect(measure("valuation-hhi", shares)?.estimate).toMatchObject({ value: expect.closeTo(2600, 6), n: 4 });
  expect(measure("valuation-cr4", shares)?.estimate).toMatchObject({ value: 1 });
});

test("a lab that does not disclose makes bounds, never a zero", () => {
  // Known 2, 1, 1; the fourth lies in [1, 2]. At 1: (4+1+1+1)/25 = 0.28. Least where c = (6+c²)/(4+c), c = 1.5: 8.25/30.25.
  const found = measure("valuation-hhi", { anthropic: 2, google: 1, meta: 1 });
  expect(found?.estimate).toMatchObject({ n: 3, low: expect.closeTo(2727.27, 2), high: expect.closeTo(2800, 6) });
  // OpenAI's share: 1/5 at least, 2/6 at most.
  expect(found?.detail?.rows[3]).toEqual([
    "openai",
    null,
    null,
    "undisclosed",
    expect.closeTo(0.2, 9),
    expect.closeTo(1 / 3, 9),
  ]);
});

test("two disclosing labs establish no concentration, and old figures do not count", () => {
  expect(measure("valuation-hhi", { anthropic: 2, google: 1 })?.estimate).toMatchObject({ established: false, n: 2 });
  const series = LABS.map((lab) => pointOf({ lab, date: "2023-01-01", value: 1 }));
  const [old] = concentrationMeasures(inputOf({ labs, records, series }));
  expect(old?.estimate).toMatchObject({ established: false, n: 0 });
});
