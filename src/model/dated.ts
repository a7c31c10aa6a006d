import * as z from "zod";

/**
 * A date as far as it is known. The first day stands for the whole: `2024-05-01` with precision `month` is some day
 * of May 2024. An unknown day is never made up by rounding to the middle.
 */
export const PRECISIONS = ["day", "month", "year"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** A day in UTC, `2024-01-10`, that exists in the calendar. */
export const daySchema = z.iso.date();

export interface Dated {
  /** The first day it can be, `2024-01-10`. */
  readonly date: string;
  readonly precision: Precision;
}

/** The last day that a date of this precision can be. */
export function lastDayOf({ date, precision }: Dated): string {
  if (precision === "day") return date;
  // Not Date.UTC, which reads the years 0 to 99 as those of the last century.
  const next = new Date(precision === "month" ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-12-01`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return new Date(next.getTime() - 86_400_000).toISOString().slice(0, 10);
}

/** `2024`, `2024-01` or `2024-01-10` as a date with its precision; null for anything else. */
export function parseDated(text: string): Dated | null {
  const padded = /^\d{4}$/.test(text) ? `${text}-01-01` : /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
  if (!daySchema.safeParse(padded).success) return null;
  const precision = text.length === 4 ? "year" : text.length === 7 ? "month" : "day";
  return { date: padded, precision };
}
