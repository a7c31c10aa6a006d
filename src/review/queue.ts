import type { Finding, ReviewAct, ReviewState } from "../model/index.ts";
import { type Review, reviewOf } from "./review.ts";

/** A finding and where people have brought it. */
export interface Reviewed {
  readonly finding: Finding;
  readonly review: Review;
}

export interface QueueFilter {
  /** Those in this state; by default those that wait for people. */
  readonly state?: ReviewState | undefined;
  /** Leaves out what this person has coded and another has not, and of all that waits what two others are to reconcile. */
  readonly as?: string | undefined;
}

/** The findings that wait for people, the gravest first; those of equal severity stay in their order. */
export function reviewQueue(
  findings: readonly Finding[],
  acts: Iterable<ReviewAct>,
  { state, as }: QueueFilter,
): Reviewed[] {
  const byFinding = Map.groupBy(acts, ({ finding }) => finding);
  return findings
    .map((finding): Reviewed => ({ finding, review: reviewOf(byFinding.get(finding.id) ?? [], finding) }))
    .filter(({ review }) => (state === undefined ? WAITS_FOR[review.state] !== null : review.state === state))
    .filter(({ review }) => as === undefined || !waitsForOther(review, as, state))
    .toSorted((a, b) => b.finding.severity - a.finding.severity);
}

function waitsForOther({ state, codes }: Review, by: string, asked: ReviewState | undefined): boolean {
  const hasCoded = codes.some((code) => code.by === by);
  return state === "proposed" ? hasCoded : state === "coded" && asked === undefined && !hasCoded;
}

/** What a finding in each state waits for; null: nothing more. */
const WAITS_FOR: Readonly<Record<ReviewState, string | null>> = {
  proposed: "the codes of two reviewers",
  coded: "the reviewers to reconcile it",
  reconciled: "notice to the lab",
  noticed: "the lab's answer or the deadline, then a decision",
  accepted: null,
  disputed: "a decision: accepted again, or withdrawn",
  rejected: null,
  corrected: null,
  withdrawn: null,
};

/** What a finding waits for, in words. */
export function waitsFor({ state, codes, notice, acceptedBy }: Review): string {
  if (state === "proposed" && codes.length > 0) return "the code of a second reviewer";
  if (state === "noticed" && acceptedBy.length > 0) return "a second person to accept it";
  if (state === "noticed" && notice?.act === "notice") {
    return `the lab's answer up to ${notice.deadline}, then a decision`;
  }
  return WAITS_FOR[state] ?? "nothing";
}
