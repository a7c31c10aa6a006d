import fc from "fast-check";
import { expect, test } from "vitest";
import { gapWeeks, weeksOf } from "./calendar.ts";

const capture = (date: string, changes = 0, isNoise = false) => ({ date: `${date}T06:00:00Z`, changes, isNoise });

test("a week is Monday to Sunday; noise brings no change", () => {
  const weeks = weeksOf(
    [capture("2024-01-08", 2), capture("2024-01-14", 3), capture("2024-01-15", 9, true)],
    "2024-01-20",
  );
  expect(weeks).toEqual([
    { monday: "2024-01-08", captures: 2, noise: 0, changes: 5, isMissed: false },
    { monday: "2024-01-15", captures: 1, noise: 1, changes: 0, isMissed: false },
  ]);
});

test("a silence far over the document's rhythm is a gap, from where it is over on", () => {
  const weeks = weeksOf([capture("2024-01-01"), capture("2024-01-08")], "2024-05-01");
  expect(weeks.findIndex(({ isMissed }) => isMissed)).toBe(14);
  expect(gapWeeks([])).toBe(12);
});

test("every capture is in one week, and weeks follow each other", () => {
  const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2026-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 30 }), (dates) => {
      const captures = dates.map((date) => ({ date: date.toISOString(), changes: 1, isNoise: false }));
      const weeks = weeksOf(captures, "2026-12-31");
      expect(weeks.reduce((sum, week) => sum + week.captures, 0)).toBe(captures.length);
      weeks
        .slice(1)
        .forEach((week, at) =>
          expect(Date.parse(week.monday) - Date.parse(weeks[at]?.monday ?? "")).toBe(7 * 24 * 3600 * 1000),
        );
      expect(new Set(weeks.map(({ monday }) => new Date(monday).getUTCDay()))).toEqual(new Set([1]));
    }),
  );
});
