import { expect, test } from "vitest";
import type { LabEvent } from "../../model/index.ts";
import { inputOf, recordOf } from "../input-of.ts";
import { conductMeasures } from "./conduct.ts";

const event = (kind: LabEvent["kind"], date: string, evidence = date): LabEvent => ({
  lab: "openai",
  kind,
  when: { date, precision: "day" },
  title: "x",
  evidence,
});

test("acts a year with exact limits, and the mirror beside", () => {
  // Watch from 2024-01-01 to 2026-01-01, 731 days, 2.00 years: 2 acts of secrecy, 1 a year; 1 disclosure.
  // Garwood at 90 % for 2: 0.3554 to 6.2958.
  const events = [
    event("secrecy", "2024-03-01"),
    event("disclosure", "2024-05-01"),
    event("disclosure", "2025-04-14", "openai-2025-04-no-card"),
  ];
  const withheld = recordOf({
    id: "openai-2025-04-no-card",
    lab: "openai",
    type: "disclosure",
    date: "2025-04-14",
    direction: "concerning",
  });
  const found = conductMeasures(inputOf({ events, records: [withheld], asOf: "2026-01-01" }));
  expect(found.find(({ id }) => id === "power-seeking/openai/secrecy-rate")).toMatchObject({
    estimate: { value: 1, low: expect.closeTo(0.1777, 4), high: expect.closeTo(3.1479, 4), n: 2 },
    numerator: 2,
    denominator: 2,
    caution: expect.stringContaining("Its mirror, disclosure: 1 in the same time"),
  });
  expect(found.find(({ id }) => id === "power-seeking/openai/disclosure-rate")?.numerator).toBe(1);
});

test("a lab of which no such act is known has no rate", () => {
  expect(conductMeasures(inputOf({ events: [event("release", "2024-03-01")] }))).toEqual([]);
});
