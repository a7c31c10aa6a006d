import type { Severity } from "./change.ts";
import type { Dated } from "./dated.ts";

export const EFFECTS = ["removed", "weakened", "added", "strengthened"] as const;

/** A change of a lab's rules as people coded it, where no archive holds both texts for the detectors. */
export interface CodedChange {
  readonly lab: string;
  readonly when: Dated;
  /** The document or practice, as people call it. */
  readonly document: string;
  /** What happened to the constraint: it went or became weaker, or it came or became stronger. */
  readonly effect: (typeof EFFECTS)[number];
  /** Whether the lab told of it. */
  readonly disclosed: "yes" | "partly" | "no" | "unknown";
  readonly severity: Severity;
  readonly evidence: string;
}
