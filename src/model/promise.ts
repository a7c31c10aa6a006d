import type { Dated } from "./dated.ts";

export const PROMISE_STATES = [
  "kept",
  "partly-kept",
  "broken",
  "overdue",
  "pending",
  "no-evidence",
  "unratable",
  "contested",
] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** A public promise of a lab, and what became of it. */
export interface LabPromise {
  readonly lab: string;
  readonly made: Dated;
  readonly promise: string;
  /** `2025-02-10`, or `2026` where only the year was named; null for a promise without a date. */
  readonly due: Dated | null;
  readonly state: PromiseState;
  readonly stateDate: string | null;
  readonly evidence: string;
}
