import type { EvalName } from "./evals.ts";

/**
 * What a method says of a quantity. Too little data gives no number at all: `not established`, with the reason, never
 * a zero. `low` and `high` bound 90 % unless the method's page says otherwise.
 */
export type Estimate =
  | {
      readonly established: true;
      readonly value: number;
      readonly low: number;
      readonly high: number;
      /** How many observations it rests on. */
      readonly n: number;
      readonly method: string;
    }
  | { readonly established: false; readonly reason: string; readonly n: number; readonly method: string };

/** Rows behind a measure, shown as a table under its chart. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A number with interval, method and evidence. */
export interface Measure {
  /** Unique: `<eval>/<lab>/<name>`. */
  readonly id: string;
  readonly eval: EvalName;
  /** The lab, or `industry` for a measure over all. */
  readonly lab: string;
  /** Slug: `oversight-holds`. */
  readonly name: string;
  /** In plain words, as a page shows it: "Oversight attempts that held or partly held". */
  readonly label: string;
  /** `share`, `ratio`, `per year`, `usd`, `days`, `hhi`, `index`, … */
  readonly unit: string;
  readonly estimate: Estimate;
  /** For a rate: what was counted. */
  readonly numerator?: number;
  readonly denominator?: number;
  /** What speaks against reading much into it. */
  readonly caution: string;
  readonly detail?: DataTable;
  /** What `corrigible prove` takes, for each input. */
  readonly evidence: readonly string[];
}
