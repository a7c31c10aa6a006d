import { type Dated, lastDayOf, parseDated } from "./dated.ts";

/** The time that a flow covers: from the first day of `start` to `end`, both included. */
export interface Period {
  readonly start: Dated;
  readonly end: string;
}

/**
 * `2024`, `2024-05`, `2024-05-13`, `2024-Q2`, `2023-2025`, `2020-07 to 2021-06`; null for words that name no period,
 * as "since 2023".
 */
export function parsePeriod(text: string): Period | null {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter) return parseQuarter(quarter[1] as string, Number(quarter[2]));
  const span = /^(\d{4})-(\d{4})$/.exec(text) ?? /^(\S+) to (\S+)$/.exec(text);
  const start = parseDated(span?.[1] ?? text);
  const last = parseDated(span?.[2] ?? text);
  if (start === null || last === null || last.date < start.date) return null;
  return { start, end: lastDayOf(last) };
}

function parseQuarter(year: string, quarter: number): Period {
  const month = (of: number): Dated => ({ date: `${year}-${String(of).padStart(2, "0")}-01`, precision: "month" });
  return { start: month(quarter * 3 - 2), end: lastDayOf(month(quarter * 3)) };
}
