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
  ReviewAct,
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

/** What the index holds of one tracked document, its whole history: never more than one such is held in memory. */
export interface RecordedDocument {
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

/** What the evals look at of one tracked document, its clauses and changes digested: small, since all are held at once. */
export interface EvalDocument extends Omit<RecordedDocument, "clauses" | "changes"> {
  /** The changes that loosen or tighten, sure enough to count. */
  readonly alarms: readonly Alarm[];
  /** Those with an alarm or with a new note about changes. */
  readonly revisions: readonly DocumentRevision[];
  readonly lives: readonly RuleLife[];
  readonly power: PowerClauses;
  /** What its alarms propose: subverting-constraints/archive-findings.ts. */
  readonly findings: readonly Finding[];
}

/** A change that loosens or tightens, sure enough to count. */
export interface Alarm extends Pick<
  EvalChange,
  "kind" | "direction" | "subject" | "severity" | "disclosed" | "date" | "newVersion"
> {
  /** The clause as it reads now, or as it read; cut to a line. */
  readonly quote: string;
  /** The same for changes of equal words. */
  readonly words: string;
}

/** All that changed with one new version of a document. */
export interface DocumentRevision {
  readonly date: string;
  readonly oldVersion: string;
  readonly newVersion: string;
  /** Its alarms, the note's own wording left out. */
  readonly alarms: readonly Alarm[];
  /** What the document says of its own change in words that came with this version; null where it says nothing new. */
  readonly newNote: string | null;
}

/** How a rule's life came to its end, or to the last look at it. */
export const FATES = [
  /** It went, and nothing that stayed covers it: an alarm. */
  "removed",
  /** The same, but not sure enough to be an alarm. */
  "perhaps-removed",
  /** Another clause that stands covers it. */
  "covered-elsewhere",
  /** Reworded into a clause that lived already. */
  "joined",
  /** Reworded into a clause of another kind. */
  "other-kind",
  /** Its words are gone and no change tells why: noise of the archive. */
  "unexplained",
  "in-force",
] as const;
export type Fate = (typeof FATES)[number];

/** A rule through all its wordings, from the first record of it to its end. */
export interface RuleLife {
  /** The document's last version, which `corrigible prove` takes. */
  readonly evidence: string;
  readonly norm: NormType;
  readonly since: string;
  readonly until: string;
  readonly fate: Fate;
  /** It stood in the first recorded text already: its age then is not known. */
  readonly old: boolean;
}

/** A document's clauses that give or take power, in columns of equal length: an archive has a million of them. */
export interface PowerClauses {
  /** A number for each text: equal texts have equal ones. */
  readonly texts: Float64Array;
  readonly norms: readonly NormType[];
  /** Days since 1970-01-01 of the first version that has it, and of the first that no longer has it; `STANDS` while in force. */
  readonly since: Int32Array;
  readonly until: Int32Array;
}

/** A day after all days. */
export const STANDS = 0x7fffffff;

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
  /** What people did with findings, in the order of the log. */
  readonly reviews: readonly ReviewAct[];
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
