import type { EvalName } from "./evals.ts";

/** A quantity that the data can carry. */
export interface Established {
  readonly established: true;
  readonly value: number;
  /**
   * Ends of the interval, `low <= value <= high`: 90 % unless the method's page says otherwise. An end that the data
   * leave open is -Infinity or Infinity.
   */
  readonly low: number;
  readonly high: number;
  /** How many observations it rests on. */
  readonly n: number;
  /** Identifier of the method, for example `rate/jeffreys`. */
  readonly method: string;
}

/** What is said in place of a number where data are missing: never zero. */
export interface NotEstablished {
  readonly established: false;
  /** One clause for the reader, without a final stop. */
  readonly reason: string;
  readonly n: number;
  readonly method: string;
}

/** What a method says of a quantity. */
export type Estimate = Established | NotEstablished;

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
