import type { Dated } from "./dated.ts";

export const VERDICTS = [
  "supported",
  "contradicted",
  "misleading-by-omission",
  "unresolved",
  "unratable",
  "contested",
] as const;
/** `contradicted` is a false statement, `misleading-by-omission` a true one that leaves out what matters: kept apart. */
export type Verdict = (typeof VERDICTS)[number];

/** A public claim of a lab with what speaks for and against it. */
export interface Claim {
  readonly lab: string;
  readonly made: Dated;
  /** In our words. */
  readonly claim: string;
  readonly evidenceFor: string;
  readonly evidenceAgainst: string;
  readonly verdict: Verdict;
  readonly evidence: string;
}
