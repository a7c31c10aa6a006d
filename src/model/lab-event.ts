import type { Dated } from "./dated.ts";

export const LAB_EVENTS = ["release", "acquisition", "secrecy", "market-action", "people", "disclosure"] as const;
export type LabEventKind = (typeof LAB_EVENTS)[number];

/** Something that a lab did on a day: what the race coupling and the series of events count. */
export interface LabEvent {
  readonly lab: string;
  readonly kind: LabEventKind;
  readonly when: Dated;
  readonly title: string;
  readonly evidence: string;
}
