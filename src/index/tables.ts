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

export interface Tables {
  documents: DocumentRow;
  versions: VersionRow;
  changes: ChangeRow;
  change_bodies: ChangeBodyRow;
  clauses: ClauseRow & { readonly row: number };
  findings: FindingRow;
  measures: MeasureRow;
  assessments: AssessmentRow;
  comparisons: ComparisonRow;
  meta: MetaRow;
}

/** Raised whenever a table changes. The index is derived, so nothing migrates: another version is built anew. */
export const SCHEMA_VERSION = 5;

export const SCHEMA = `
create table meta (name text primary key, value text not null) without rowid;

create table documents (
  id text primary key, lab text not null, lab_name text not null, service text not null, terms text not null,
  versions integer not null, first_version text not null, last_version text not null,
  first_date text not null, last_date text not null
) without rowid;

create table versions (
  id text primary key, document text not null, log_index integer not null, step integer not null, date text not null, cause text not null,
  blob text not null, size integer not null, service text not null, terms text not null,
  repository text not null, commit_id text not null, path text not null,
  base text, noise text, note text, note_in text
);
create index versions_by_document on versions (document, step);
create index versions_by_blob on versions (blob);

create table changes (
  id text not null, lab text not null, document text not null, date text not null,
  old_version text not null, new_version text not null, log_index integer not null, step integer not null, position integer not null,
  kind text not null, direction text not null, subject text not null, severity integer not null,
  confidence real not null, disclosed text not null, suppressed text
);
create index changes_by_document on changes (document, step, position);
create index changes_by_id on changes (id);
create index changes_by_date on changes (date) where suppressed is null;

create table change_bodies (document text not null, id text not null, body text not null, primary key (document, id));

create table clauses (
  row integer primary key, lab text not null, document text not null, text text not null, path text not null,
  bearer text not null, modality text not null, norm text not null, first_version text not null, last_version text not null,
  first_step integer not null, position integer not null, since text not null, until text
);
create index clauses_by_document on clauses (document, first_step, position);

create table findings (
  id text primary key, lab text not null, eval text not null, date text not null, bearing text not null,
  severity integer not null, state text not null, seed integer not null, body text not null
) without rowid;
create index findings_by_lab on findings (lab, eval);
create table measures (
  id text primary key, lab text not null, eval text not null, position integer not null, body text not null
) without rowid;
create table assessments (lab text not null, eval text not null, body text not null, primary key (lab, eval));
create table comparisons (
  eval text not null, lab text not null, other text not null, body text not null, primary key (eval, lab, other)
);

create virtual table clauses_text using fts5 (
  text, content = 'clauses', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
);
`;
