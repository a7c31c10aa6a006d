import type { Direction, Severity } from "../../model/index.ts";
import type { Alarm, EvalDocument } from "../input.ts";

/** Every alarm of these documents, in their order. */
export function alarmsOf(documents: readonly EvalDocument[]): Alarm[] {
  return documents.flatMap(({ alarms }) => alarms);
}

export function countDirection(alarms: readonly Alarm[], direction: Direction): number {
  return alarms.filter((alarm) => alarm.direction === direction).length;
}

/** What a severity weighs: a major change counts like four minor ones. */
export const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = { 1: 1, 2: 2, 3: 4 };

const YEAR_MS = 365.25 * 86_400_000;

/** Years for which these documents were watched, added up: from the first recorded text of each to its last. */
export function documentYears(documents: readonly EvalDocument[]): number {
  return documents.reduce((years, { versions }) => {
    const [first, last] = [versions[0], versions.at(-1)];
    return first && last ? years + Math.max(0, Date.parse(last.date) - Date.parse(first.date)) / YEAR_MS : years;
  }, 0);
}

/** Ids of the versions in which the alarms came, each once: what `corrigible prove` takes. */
export function versionsOf(alarms: readonly Alarm[]): string[] {
  return [...new Set(alarms.map(({ newVersion }) => newVersion))];
}
