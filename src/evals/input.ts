import type {
  CasebookRecord,
  Change,
  Clause,
  ControlRelation,
  DocumentCapture,
  EvalName,
  Finding,
  Incident,
  IndicatorResult,
  LabEvent,
  Measure,
  NoiseKind,
  NormType,
  SeriesPoint,
} from "../model/index.ts";

/** A recorded text of a document and what the audit says of the step to it. */
export interface EvalVersion {
  readonly id: string;
  readonly date: string;
  /** SHA-256 of the text; the same text may be recorded many times. */
  readonly blob: string;
  readonly noise: NoiseKind | null;
}

/** One clause and one interval in which it was in force. */
export interface EvalClause extends Pick<Clause, "bearer" | "modality"> {
  /** As a reader sees it. */
  readonly text: string;
  readonly path: readonly string[];
  readonly norm: NormType;
  readonly firstVersion: string;
  readonly lastVersion: string;
  /** Times in UTC of the first version that has it, and of the first that no longer has it; null while in force. */
  readonly since: string;
  readonly until: string | null;
}

/** A change by the lab: those that noise suppresses are left out; neutral ones and those of low confidence are in. */
export interface EvalChange extends Change {
  /** Time of the new version, UTC. */
  readonly date: string;
  readonly oldVersion: string;
  readonly newVersion: string;
}

/** One tracked document with its whole history. */
export interface EvalDocument {
  /** `lab/slug` */
  readonly id: string;
  readonly lab: string;
  readonly labName: string;
  readonly service: string;
  readonly terms: string;
  /** As they followed each other in time. */
  readonly versions: readonly EvalVersion[];
  readonly clauses: readonly EvalClause[];
  readonly changes: readonly EvalChange[];
}

/** All that the evals look at. Every list may be empty: then what rests on it is not established. */
export interface EvalInput {
  /** Id → name of every lab that anything is known of, by id. */
  readonly labs: ReadonlyMap<string, string>;
  readonly records: readonly CasebookRecord[];
  readonly documents: readonly EvalDocument[];
  readonly indicators: readonly IndicatorResult[];
  readonly incidents: readonly Incident[];
  readonly series: readonly SeriesPoint[];
  readonly events: readonly LabEvent[];
  readonly control: readonly ControlRelation[];
  /** What captures of watched documents showed, by those that were kept: when a text is new, or what is shown changes or lasts. */
  readonly captures: readonly DocumentCapture[];
  /** Reads the sentences of a text, as a reader sees them, by its SHA-256. */
  readonly readSentences: (blob: string) => readonly string[];
  /** The day that counts as today: what is overdue, how long something has lived. By default the newest in the evidence. */
  readonly asOf: string;
  /** Seed of every random draw: equal seeds, equal numbers. */
  readonly seed: number;
}

/** What an eval says of the labs. */
export interface EvalResult {
  readonly eval: EvalName;
  /** Per lab and over all (`industry`), in an order that depends on the input alone. */
  readonly measures: readonly Measure[];
  /** Beside those that the casebook gives: what the eval itself proposes from the archive and the tables. */
  readonly findings: readonly Finding[];
  /** What the eval looked for, per lab: id → parts. */
  readonly coverage: ReadonlyMap<string, readonly { readonly what: string; readonly found: number }[]>;
}

/** One of the six evals. Pure: equal inputs give equal results. */
export type Evaluate = (input: EvalInput) => EvalResult;
