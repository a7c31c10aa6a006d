import { expect, test } from "vitest";
import { parsePeriod } from "./period.ts";

test.each<[string, string, string, string]>([
  ["2024", "2024-01-01", "year", "2024-12-31"],
  ["2024-02", "2024-02-01", "month", "2024-02-29"],
  ["2024-02-20", "2024-02-20", "day", "2024-02-20"],
  ["2025-Q2", "2025-04-01", "month", "2025-06-30"],
  ["2025-Q4", "2025-10-01", "month", "2025-12-31"],
  ["2023-2025", "2023-01-01", "year", "2025-12-31"],
  ["2020-07 to 2021-06", "2020-07-01", "month", "2021-06-30"],
])("%s", (text, date, precision, end) => {
  expect(parsePeriod(text)).toEqual({ start: { date, precision }, end });
});

test.each(["", "since 2023", "2026, guidance", "2026 primary", "2025-Q5", "2025-2023", "2024-13", "from 2026 to 2027"])(
  "%s is no period",
  (text) => expect(parsePeriod(text)).toBeNull(),
);
