import type { Dated } from "./dated.ts";

/** Something went wrong, and whether the lab said why. `unknown`: the source does not tell. */
export interface Incident {
  readonly lab: string;
  readonly when: Dated;
  readonly title: string;
  readonly explained: "yes" | "partly" | "no" | "unknown";
  /** Day of the (first partial) explanation; null where there was none, or none is known. */
  readonly explanationDate: string | null;
  readonly evidence: string;
}
