import { expect, test } from "vitest";
import type { ControlRelation } from "../../model/index.ts";
import { inputOf, pointOf, recordOf } from "../input-of.ts";
import { accountabilityMeasures } from "./accountability.ts";
import { partyKind } from "./party-kind.ts";

const relation = (given: Partial<ControlRelation>): ControlRelation => ({
  controller: "google",
  controllerName: "Google",
  controlled: "anthropic",
  controlledName: "Anthropic",
  means: "funding",
  sharePercent: null,
  start: "2023-02-03",
  end: null,
  basis: "investment",
  tested: "untested",
  evidence: "google-2025-03-anthropic",
  ...given,
});
const trust = relation({
  controller: "anthropic-long-term-benefit-trust",
  controllerName: "Anthropic Long-Term Benefit Trust",
  means: "appointment",
  evidence: "anthropic-2026-04-trust",
});
const raised = (year: number, value: number) =>
  pointOf({ lab: "anthropic", series: "funding", label: "money raised", date: `${year}-03-03`, value });
const revenue = pointOf({
  lab: "anthropic",
  series: "revenue",
  label: "annualised revenue",
  date: "2026-05-01",
  end: "2026-05-31",
  value: 60,
});
const code = recordOf({
  id: "anthropic-2025-08-code",
  lab: "anthropic",
  type: "oversight-event",
  date: "2025-08-01",
  fields: { overseer: "European Commission AI Office", target: "all", attempt: "code", outcome: "held" },
});
const labs = new Map([["anthropic", "Anthropic"]]);

test("three ways count alike: 5/12 commercial", () => {
  // Control: appointment 3 by the trust, funding 1 by Google: nonprofit 3/4, investors 1/4.
  // Money: 10 and 30 raised in the last full years, mean 20, against revenue of 60: investors 1/4, customers 3/4.
  // Oversight: one attempt, by a regulator, held: regulators 1.
  // Investors (1/4 + 1/4) / 3 = 1/6, customers 1/4, nonprofit 1/4, regulators 1/3; commercial 1/6 + 1/4 = 5/12.
  const measures = accountabilityMeasures(
    inputOf({
      labs,
      control: [trust, relation({})],
      series: [raised(2024, 10), raised(2025, 30), revenue],
      records: [code],
    }),
  );
  const value = (name: string): unknown =>
    measures.find((one) => one.name === name && one.lab === "anthropic")?.estimate;
  expect(value("accountability-commercial")).toMatchObject({ value: expect.closeTo(5 / 12, 9), n: 5 });
  expect(value("accountability-investors")).toMatchObject({ value: expect.closeTo(1 / 6, 9) });
  expect(value("accountability-public-or-nonprofit")).toMatchObject({ value: expect.closeTo(1 / 4, 9) });
  expect(value("accountability-regulators")).toMatchObject({ value: expect.closeTo(1 / 3, 9) });
  expect(value("accountability-employees")).toBeUndefined();
});

test("a relation that has ended, or is over another, does not count; nor does an attempt that came to nothing weigh", () => {
  const evaded = recordOf({
    ...code,
    id: "anthropic-2025-09-x",
    date: "2025-09-01",
    fields: { ...code.fields, outcome: "evaded" },
  });
  const control = [relation({ end: "2026-01-01" }), relation({ controlled: "openai" })];
  const [map] = accountabilityMeasures(inputOf({ labs, control, records: [evaded] }));
  expect(map?.estimate).toMatchObject({ established: false, n: 0 });
  expect(map?.detail?.rows).toEqual([
    ["European Commission AI Office", "regulators", "oversight", 0, "attempt: evaded", "anthropic-2025-09-x"],
  ]);
});

test("where only one side is on record its share is not 1 but unknown", () => {
  const owner = relation({ controllerName: "SpaceX", controller: "spacex", means: "voting-shares", sharePercent: 100 });
  const [map] = accountabilityMeasures(inputOf({ labs, control: [owner], series: [raised(2024, 10), revenue] }));
  expect(map?.estimate).toMatchObject({
    established: false,
    n: 3,
    reason: "no party with a hold that is not commercial is on record",
  });
});

test("a lab of which nothing is known has no map", () => {
  expect(accountabilityMeasures(inputOf({ labs })).map(({ lab }) => lab)).toEqual(["industry"]);
});

test.each([
  ["OpenAI nonprofit board", null, "public-or-nonprofit"],
  ["Delaware and California attorneys general", null, "regulators"],
  ["Microsoft", "contract", "investors"],
  ["Microsoft staff", "exit-threat", "employees"],
  ["Public Investment Fund", "voting-shares", "investors"],
  ["OpenAI board", null, null],
  ["Unknown Inc", "appointment", null],
] as const)("%s with a say by %s is of the kind %s", (name, means, kind) => {
  expect(partyKind(name, means)).toBe(kind);
});
