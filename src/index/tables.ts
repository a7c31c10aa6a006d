import type {
  Bearer,
  Direction,
  Disclosed,
  EvalName,
  Modality,
  NoiseKind,
  NormType,
  Subject,
  VersionCause,
} from "../model/index.ts";

/** One tracked series of versions. */
export interface DocumentRow {
  /** `lab/slug`, the same through renames of the service. */
  readonly id: string;
  readonly lab: string;
  /** Name of the lab as people write it. */
  readonly lab_name: string;
  /** Service and kind of terms as the newest version names them. */
  readonly service: string;
  readonly terms: string;
  readonly versions: number;
  readonly first_version: string;
  readonly last_version: string;
  /** Dates of the first and the last version of the history, UTC. */
  readonly first_date: string;
  readonly last_date: string;
  /** The detector that read its history. */
  readonly detector: string;
}

/** One recorded text of a document and what the audit says of the step to it. */
export interface VersionRow {
  /** `document@<log index>`. */
  readonly id: string;
  readonly document: string;
  readonly log_index: number;
  /** Place in the history of its document, from 0. */
  readonly step: number;
  readonly date: string;
  readonly cause: VersionCause;
  /** SHA-256 of the text, in hexadecimal, and its length in bytes. */
  readonly blob: string;
  readonly size: number;
  readonly service: string;
  readonly terms: string;
  readonly repository: string;
  readonly commit_id: string;
  readonly path: string;
  /** The version it is compared with; null for the first. */
  readonly base: string | null;
  /** Why the step is no change by the lab; null where it may be one. */
  readonly noise: NoiseKind | null;
  /** The document's own note about its change, and in which of the two versions it stands. */
  readonly note: string | null;
  readonly note_in: "old" | "new" | null;
}

/** One change of one step: what lists filter by. */
export interface ChangeRow {
  /** The change's id. The same two texts may follow each other twice: unique only within a version. */
  readonly id: string;
  readonly lab: string;
  readonly document: string;
  readonly date: string;
  readonly old_version: string;
  readonly new_version: string;
  readonly log_index: number;
  /** Place of the new version in the history of its document, from 0. */
  readonly step: number;
  /** Place in its step, from 0. */
  readonly position: number;
  readonly kind: string;
  readonly direction: Direction;
  readonly subject: Subject;
  readonly severity: number;
  readonly confidence: number;
  readonly disclosed: Disclosed;
  /** The step's noise: set where the change is suppressed. */
  readonly suppressed: NoiseKind | null;
}

/** A whole change, once for each document: a document that flaps shows the same change many times. */
export interface ChangeBodyRow {
  readonly document: string;
  readonly id: string;
  /** The Change as JSON. */
  readonly body: string;
}

/** One clause of a document and one interval in which it was in force. */
export interface ClauseRow {
  readonly lab: string;
  readonly document: string;
  readonly text: string;
  /** Headings and lead-ins as a JSON array, outermost first. */
  readonly path: string;
  readonly bearer: Bearer;
  readonly modality: Modality;
  /** What kind of norm it states. */
  readonly norm: NormType;
  readonly first_version: string;
  readonly last_version: string;
  /** Place of the first version in the history, and of the clause in it: the order of a document's clauses. */
  readonly first_step: number;
  readonly position: number;
  /** Date of the first version that has it, and of the first that no longer has it; null while in force. */
  readonly since: string;
  readonly until: string | null;
}

/** A clause with what a search looks at. */
export interface StoredClauseRow extends ClauseRow {
  /** The stems of its text (words.ts), and how many. */
  readonly words: string;
  readonly word_count: number;
}

/** One finding: what lists filter by, and the Finding as JSON. */
export interface FindingRow {
  readonly id: string;
  readonly lab: string;
  readonly eval: EvalName;
  readonly date: string;
  readonly bearing: string;
  readonly severity: number;
  readonly state: string;
  readonly seed: number;
  readonly body: string;
}

/** One measure as JSON. `position`: its place in the eval's own order. */
export interface MeasureRow {
  readonly id: string;
  readonly lab: string;
  readonly eval: EvalName;
  readonly position: number;
  readonly body: string;
}

/** The Assessment of one lab on one eval as JSON. */
export interface AssessmentRow {
  readonly lab: string;
  readonly eval: EvalName;
  readonly body: string;
}

/** The LabComparison of two labs on one eval as JSON. */
export interface ComparisonRow {
  readonly eval: EvalName;
  readonly lab: string;
  readonly other: string;
  readonly body: string;
}

export interface MetaRow {
  readonly name: string;
  readonly value: string;
}

/** The tables, by the rows that are put into them; shapes.ts is how a database is told of them. */
export interface Tables {
  documents: DocumentRow;
  versions: VersionRow;
  changes: ChangeRow;
  change_bodies: ChangeBodyRow;
  clauses: StoredClauseRow;
  findings: FindingRow;
  measures: MeasureRow;
  assessments: AssessmentRow;
  comparisons: ComparisonRow;
  meta: MetaRow;
}

export type TableName = keyof Tables;
