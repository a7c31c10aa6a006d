import { createHash } from "node:crypto";
import type { Dated } from "./dated.ts";
import type { EvalName } from "./evals.ts";
import type { Severity } from "./change.ts";
import type { SourceWeight } from "./source.ts";

export const REVIEW_STATES = [
  "proposed",
  "coded",
  "reconciled",
  "noticed",
  "accepted",
  "disputed",
  "rejected",
  "corrected",
  "withdrawn",
] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** As evidence on its eval: `mixed` speaks both ways. */
export const BEARINGS = ["concerning", "reassuring", "mixed"] as const;
export type Bearing = (typeof BEARINGS)[number];

/** Evidence bearing on one eval of one lab, with a review state. */
export interface Finding {
  readonly id: string;
  readonly eval: EvalName;
  readonly lab: string;
  /** What proposed it: `casebook`, `archive-change`, … */
  readonly rule: string;
  readonly when: Dated;
  readonly title: string;
  readonly summary: string;
  readonly bearing: Bearing;
  readonly severity: Severity;
  readonly state: ReviewState;
  readonly sourceWeight: SourceWeight;
  /** The best evidence or reading against it, or "none found, looked at …". Never empty. */
  readonly counter: string;
  /** What the lab says of it, verbatim; null where it has said nothing. */
  readonly reply: string | null;
  /**
   * What makes it one of a kind with another lab's finding: the same promise, indicator, or kind of rule at the same
   * time. Labs are compared on findings with equal keys alone; null: with nobody's.
   */
  readonly match: string | null;
  /** What `corrigible prove` takes, for each input. */
  readonly evidence: readonly string[];
  /** Whether the founding essay cites it. */
  readonly seed: boolean;
}

/** Whether it still says something of the lab: people have neither rejected nor withdrawn it. */
export const isStanding = ({ state }: Pick<Finding, "state">): boolean => state !== "rejected" && state !== "withdrawn";

/** Id of a finding: hash of eval, rule and evidence ids, 16 hexadecimal digits. */
export function findingId(finding: Pick<Finding, "eval" | "rule" | "evidence">): string {
  const parts = [finding.eval, finding.rule, ...finding.evidence];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}
