import type { Amount } from "./amount.ts";
import type { Dated } from "./dated.ts";

/** What the power eval follows over time, one name a series. */
export const SERIES = [
  "valuation",
  "funding",
  "revenue",
  "spending",
  "lobbying",
  "training-compute",
  "chips",
  "power",
  "people",
  "users",
  "capability",
  "market-share",
] as const;
export type SeriesName = (typeof SERIES)[number];

/** One dated figure of one lab. */
export interface SeriesPoint {
  readonly lab: string;
  readonly series: SeriesName;
  readonly when: Dated;
  /** Last day of the period that a flow covers; null for a stock (valuation, people). */
  readonly end: string | null;
  readonly amount: Amount;
  /** What is counted, in a few words: "annualised revenue", "GPT-4 training run". */
  readonly label: string;
  /** What `corrigible prove` takes: a casebook id, or `file:<sha256>#<row>`. */
  readonly evidence: string;
}
