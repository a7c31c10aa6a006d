/** Days in UTC as numbers, for methods that count in years or days. */

const DAY_MS = 86_400_000;
export const DAYS_A_YEAR = 365.25;

/** Days since 1970-01-01. `day`: a day or a time in UTC that begins with one, `2024-01-10`. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}

/** The day of a number of days since 1970-01-01. */
export function dayOfNumber(days: number): string {
  return new Date(Math.floor(days) * DAY_MS).toISOString().slice(0, 10);
}

/** Years since 1970-01-01, with their fraction. */
export function yearNumber(day: string): number {
  return dayNumber(day) / DAYS_A_YEAR;
}

/** Years from one day to another; negative where the second comes first. */
export function yearsBetween(from: string, to: string): number {
  return (dayNumber(to) - dayNumber(from)) / DAYS_A_YEAR;
}
