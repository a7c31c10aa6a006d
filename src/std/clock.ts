import { UserError } from "./errors.ts";

/** Tells the time. An argument wherever time is needed, so that equal clocks give equal results. */
export type Clock = () => Date;

/** The computer's own clock. Only the composition of the program hands it out. */
export const systemClock: Clock = () => new Date();

/** A clock that stands still at an ISO 8601 time with zone, as `2026-08-01T00:00:00Z`. Throws a UserError for any other text. */
export function fixedClock(time: string): Clock {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(time)
    ? Date.parse(time)
    : NaN;
  if (Number.isNaN(instant)) {
    throw new UserError(`"${time}" is not a time; write it as 2026-08-01T00:00:00Z`);
  }
  return () => new Date(instant);
}

/** A time in UTC to the second, rounded down: `2024-01-10T18:00:00Z`, the form every log entry uses. */
export function formatInstant(time: Date): string {
  return `${time.toISOString().slice(0, "2024-01-10T18:00:00".length)}Z`;
}
