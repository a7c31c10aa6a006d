import type { ListedChange } from "../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../model/index.ts";

/** What differs between two readings of one change. */
export const RATED = ["direction", "severity", "confidence", "disclosed", "suppressed", "kind", "subject"] as const;
export type Rated = (typeof RATED)[number];

/** A change of a document that two detectors judge differently; `before` null: it appears, `after` null: it vanishes. */
export interface Difference {
  readonly before: ListedChange | null;
  readonly after: ListedChange | null;
  /** What is rated otherwise; empty where the change appears or vanishes. Confidence counts in tenths. */
  readonly rated: readonly Rated[];
  /** Why, in few words: what a person who looks for the reason looks at first. */
  readonly cause: string;
}

/** The differences between two readings of one document's changes, in the order of the old ones, then of the new ones. */
export function findDifferences(before: readonly ListedChange[], after: readonly ListedChange[]): Difference[] {
  const [old, neu] = [byPlace(before), byPlace(after)];
  const bases = { before: basesOf(before), after: basesOf(after) };
  const both = [...old].map(([place, one]) => [one, neu.get(place) ?? null] as const);
  const appeared = [...neu].filter(([place]) => !old.has(place)).map(([, one]) => [null, one] as const);
  return [...both, ...appeared].flatMap(([was, is]) => {
    const rated = was && is ? RATED.filter((field) => valueOf(was, field) !== valueOf(is, field)) : [];
    if (was && is && rated.length === 0) return [];
    const version = (was ?? is)?.change.newVersion ?? "";
    const isRebased = bases.before.get(version) !== bases.after.get(version);
    return [{ before: was, after: is, rated, cause: causeOf(was, is, isRebased) }];
  });
}

/** A change by its id within a version: the same two texts may follow each other twice. */
function byPlace(changes: readonly ListedChange[]): Map<string, ListedChange> {
  return new Map(changes.map((one) => [`${one.change.newVersion} ${one.change.id}`, one]));
}

/** Version → the version that its changes are seen against. */
function basesOf(changes: readonly ListedChange[]): Map<string, string> {
  return new Map(changes.map(({ change }) => [change.newVersion, change.oldVersion]));
}

function valueOf({ change, suppressed }: ListedChange, field: Rated): string | number | null {
  if (field === "suppressed") return suppressed;
  return field === "confidence" ? Math.floor(change.confidence * 10) : change[field];
}

/** The first of these that holds: noise, another version compared with, cues, disclosure, clauses, weights. */
function causeOf(before: ListedChange | null, after: ListedChange | null, isRebased: boolean): string {
  const noise = { before: before?.suppressed ?? null, after: after?.suppressed ?? null };
  if (before && after && noise.before !== noise.after)
    return `noise: ${noise.before ?? "none"} → ${noise.after ?? "none"}`;
  if (isRebased) return "compared with another version";
  if (!before || !after) return "clauses are found or paired otherwise";
  const cues = changedCues(before.change.reasons, after.change.reasons);
  if (cues !== "") return `reasons: ${cues}`;
  const { disclosed } = before.change;
  if (disclosed !== after.change.disclosed) return `disclosure: ${disclosed} → ${after.change.disclosed}`;
  return "the same reasons weigh otherwise";
}

/** "+now-there −no-longer", by code; empty where both are the same. */
function changedCues(before: readonly string[], after: readonly string[]): string {
  const come = after.filter((code) => !before.includes(code)).toSorted();
  const gone = before.filter((code) => !after.includes(code)).toSorted();
  return [...come.map((code) => `+${code}`), ...gone.map((code) => `−${code}`)].join(" ");
}

/** Whether a reader is warned: the change loosens or tightens, surely enough, and is no noise. */
export function isAlarm(listed: ListedChange | null): boolean {
  if (listed === null || listed.suppressed !== null) return false;
  return listed.change.direction !== "neutral" && listed.change.confidence >= ALARM_CONFIDENCE;
}

/** How grave a difference is: the severity of the alarm that comes, goes or is rated otherwise; 0 where none does. */
export function gravityOf({ before, after }: Difference): number {
  return Math.max(...[before, after].map((side) => (side && isAlarm(side) ? side.change.severity : 0)));
}
