import { parseDated, parsePeriod } from "../../../src/model/index.ts";
import { readWarcDate } from "../../../src/sources/warc/page-list.ts";
import { readTimestamp } from "../../../src/sources/warc/page-key.ts";
import { fixedClock, UserError } from "../../../src/std/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Days, periods and times: null, NaN or a UserError, or one that is in the calendar. */
export const target: Target = {
  name: "dates",
  seeds: [
    "2024",
    "2024-05",
    "2024-02-29",
    "2024-Q2",
    "2023-2025",
    "2020-07 to 2021-06",
    "2026-08-01T00:00:00+02:00",
    "20240110180000",
  ],
  run(input) {
    const text = textOf(input);
    const dated = parseDated(text);
    if (dated) demand(isDay(dated.date), `${dated.date} is a day`);
    const period = parsePeriod(text);
    if (period)
      demand(
        isDay(period.start.date) && isDay(period.end) && period.start.date <= period.end,
        "a period ends after it starts",
      );
    const clock = unlessRefused(() => fixedClock(text), UserError);
    if (clock) demand(!Number.isNaN(clock().getTime()), "a clock shows a time");
    for (const time of [readWarcDate(text), readTimestamp(text)])
      demand(Number.isNaN(time) || Math.abs(time) < 3e14, "a time of four-digit years");
  },
};

const isDay = (day: string): boolean =>
  DAY.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
