import type { Dated } from "./dated.ts";

export const OUTCOMES = ["held", "partly-held", "reversed", "evaded", "pending"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Someone with a say over a lab used it; what came of that. */
export interface OversightAttempt {
  readonly lab: string;
  readonly when: Dated;
  readonly overseer: string;
  readonly target: string;
  readonly attempt: string;
  readonly outcome: Outcome;
  readonly evidence: string;
}
