import { type ListedChange, listChanges, tallyChanges } from "../../../index/index.ts";
import { ALARM_CONFIDENCE, type Direction } from "../../../model/index.ts";
import type { Site } from "../../site.ts";

/** Steps of a document shown, and changes shown of each: a rewrite is one event, not thirty. */
const STEPS_SHOWN = 10;
const CHANGES_OF_STEP = 2;
/** Newest changes looked at for these steps. */
const CHANGES_READ = 400;
/** What counts as lately, in days before the site's day. */
export const LATELY_DAYS = 90;

/** What one new version of a document changed that matters. */
export interface Step {
  readonly shown: readonly ListedChange[];
  /** Further changes of the same version that matter. */
  readonly more: number;
}

/** The newest versions with changes that loosen or tighten and that a watchdog would mention. */
export async function recentSteps({ index }: Site): Promise<Step[]> {
  const filter = { directions: ["loosens", "tightens"], severity: 2, minConfidence: ALARM_CONFIDENCE } as const;
  const changes = await listChanges(index, filter, CHANGES_READ);
  return groupSteps(changes).slice(0, STEPS_SHOWN);
}

/** Changes of the same version together, in the order in which the versions come; the gravest of each first. */
export function groupSteps(changes: readonly ListedChange[]): Step[] {
  return [...Map.groupBy(changes, ({ change }) => change.newVersion).values()].map((step) => {
    const gravest = step.toSorted((a, b) => b.change.severity - a.change.severity);
    return { shown: gravest.slice(0, CHANGES_OF_STEP), more: Math.max(0, step.length - CHANGES_OF_STEP) };
  });
}

export interface LatelyCount {
  readonly direction: Exclude<Direction, "neutral">;
  readonly count: number;
  /** Of these, those of which the document's own note says nothing, or that has no note. */
  readonly undisclosed: number;
}

/** Alarms of the last {@link LATELY_DAYS} days. */
export async function countLately({
  index,
  frame,
}: Site): Promise<{ readonly since: string; readonly counts: LatelyCount[] }> {
  const since = daysBefore(frame.asOf, LATELY_DAYS);
  const tally = await tallyChanges(index, { since, minConfidence: ALARM_CONFIDENCE });
  const counts = (["loosens", "tightens"] as const).map((direction) => {
    const own = tally.filter((row) => row.direction === direction);
    const sum = (rows: typeof own): number => rows.reduce((total, { count }) => total + count, 0);
    const undisclosed = own.filter(({ disclosed }) => disclosed === "no" || disclosed === "no-note");
    return { direction, count: sum(own), undisclosed: sum(undisclosed) };
  });
  return { since, counts };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day so many days before another, both as 2024-01-10. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, "2024-01-10".length);
}
