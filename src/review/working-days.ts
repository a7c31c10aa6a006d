/** How long a lab has for its answer, in working days. */
export const NOTICE_DAYS = 10;

/** The day so many working days (Monday to Friday) after a day, "2026-08-01". Public holidays are the reviewer's to know. */
export function addWorkingDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = count; left > 0;) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (![0, 6].includes(date.getUTCDay())) left--;
  }
  return date.toISOString().slice(0, 10);
}
