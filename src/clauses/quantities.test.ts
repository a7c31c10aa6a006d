import { expect, test } from "vitest";
import { findQuantities } from "./quantities.ts";

test.each([
  ["within 30 days", [{ value: 30, unit: "day" }]],
  ["within thirty (30) business days", [{ value: 30, unit: "day" }]],
  ["every six months", [{ value: 6, unit: "month" }]],
  [
    "a fee of $1,500.50 or 3 %",
    [
      { value: 1500.5, unit: "usd" },
      { value: 3, unit: "percent" },
    ],
  ],
  ["anyone under 13", [{ value: 13, unit: "" }]],
  ["under 18 years of age", [{ value: 18, unit: "year" }]],
  ["a 90-day period", [{ value: 90, unit: "day" }]],
  ["in Section 7 of 2024", []],
])("%s", (text, expected) => expect(findQuantities(text)).toEqual(expected));

test("a table of numbers is no norm: only the first forty are read", () => {
  expect(findQuantities("1 day, ".repeat(100))).toHaveLength(40);
});
