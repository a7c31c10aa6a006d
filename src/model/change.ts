/** Why a pair of versions shows no real change of the document; `null` where it does. */
export const NOISE_KINDS = [
  "formatting",
  "links",
  "furniture",
  "locale",
  "error-page",
  "wrong-page",
  "order",
  "flapping",
  "return",
  "technical-upgrade",
] as const;
export type NoiseKind = (typeof NOISE_KINDS)[number];

export const CHANGE_KINDS = ["removed", "added", "weakened", "strengthened", "reworded", "moved"] as const;
/** What happened to the clause's text. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const DIRECTIONS = ["loosens", "tightens", "neutral"] as const;
/** `loosens`: the lab is less constrained or more powerful, or users and the public less protected. */
export type Direction = (typeof DIRECTIONS)[number];

export const SUBJECTS = ["use", "lab", "user"] as const;
/** `use`: what the systems may be used for; `lab`: the lab's own conduct; `user`: duties and rights of users toward it. */
export type Subject = (typeof SUBJECTS)[number];

/** 1 minor, 2 notable (a watchdog would mention it), 3 major (a watchdog would lead with it). */
export type Severity = 1 | 2 | 3;

export const DISCLOSED = ["yes", "partly", "no", "no-note", "unknown"] as const;
/** Whether the document's own change note tells of a change. `no-note`: it has none; `unknown`: it could not be read. */
export type Disclosed = (typeof DISCLOSED)[number];

/** A clause as quoted in a change: `file.slice(start, end) === text`, UTF-16 units. */
export interface Quote {
  readonly text: string;
  /** Headings and lead-ins the clause stands under, outermost first. */
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The surviving clause that comes nearest to a clause that went (or came), and how much of it that covers, 0..1. */
export interface Nearest {
  readonly text: string;
  readonly coverage: number;
}

export interface Change {
  /** Hash of both blobs and the positions of both quotes: a better detector may re-rate a change, never renumber it. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly direction: Direction;
  readonly subject: Subject;
  readonly severity: Severity;
  /** 0..1; an alarm is a change that loosens or tightens with at least 0.5. */
  readonly confidence: number;
  readonly old: Quote | null;
  readonly new: Quote | null;
  readonly nearest: Nearest | null;
  readonly disclosed: Disclosed;
  /** Codes of the cues that decided, so that a reader sees why. */
  readonly reasons: readonly string[];
}

export interface Disclosure {
  /** The document's own note about its change, as it reads. */
  readonly note: string | null;
  readonly where: "old" | "new" | null;
}

/** The answer of `corrigible diff`. */
export interface Comparison {
  readonly noise: NoiseKind | null;
  readonly disclosure: Disclosure;
  readonly changes: readonly Change[];
}

/** The confidence from which a change that loosens or tightens counts as an alarm. */
export const ALARM_CONFIDENCE = 0.5;
