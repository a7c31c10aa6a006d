import type { Change, Finding, Measure, PromiseState } from "../model/index.ts";

/** A change with what an alert says of it. */
export interface ChangeFact extends Change {
  readonly lab: string;
  readonly labName: string;
  readonly document: string;
  /** Service and kind of terms, as people write them: "ChatGPT Usage Policies". */
  readonly documentName: string;
  /** Date of the new version, UTC. */
  readonly date: string;
  readonly oldVersion: string;
  readonly newVersion: string;
  /** The document's own note about its change. */
  readonly note: string | null;
  /** The clause in the words that a reader sees, on one line. */
  readonly clause: string;
  /** Why it is read so, and what speaks against that, in words. */
  readonly because: readonly string[];
  readonly against: readonly string[];
}

export interface FindingFact extends Finding {
  readonly labName: string;
}

/** A promise on the day that counts as today. */
export interface PromiseFact {
  /** Id of the record that tells of it. */
  readonly id: string;
  readonly lab: string;
  readonly labName: string;
  readonly promise: string;
  /** Day on which it was made, as far as it is known: `2024-01`. */
  readonly made: string;
  /** The last day on which it could be kept in time; null where none was named. */
  readonly dueDay: string | null;
  readonly state: PromiseState;
  /** Since when it is in this state, as far as that is known. */
  readonly stateDate: string | null;
  /** How many days it is overdue; null where it is not. */
  readonly daysOverdue: number | null;
  readonly counter: string;
  /** What `corrigible prove` takes. */
  readonly evidence: readonly string[];
}

export interface MeasureFact extends Measure {
  readonly labName: string;
}

/** All that tripwires look at. */
export interface Facts {
  /** The day that counts as today. */
  readonly asOf: string;
  readonly findings: readonly FindingFact[];
  readonly promises: readonly PromiseFact[];
  readonly measures: readonly MeasureFact[];
}
