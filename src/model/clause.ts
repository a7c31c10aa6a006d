/** How binding a clause is: what it does to its bearer. */
export type Modality =
  /** "You may not …", items under "Do not use our services for:". */
  | "prohibition"
  /** "must", "will", "shall", "agree to". */
  | "obligation"
  /** "may", "can", "has the right to". */
  | "permission"
  /** States a fact or practice: "We collect …", "X means …". */
  | "statement";

/** Whom a clause binds or empowers. */
export type Bearer = "lab" | "user" | "unknown";

/** A number with its unit, as in "within 30 days". */
export interface Quantity {
  readonly value: number;
  /** Singular, lower case: "day", "year", "usd", "percent", "" for a bare number. */
  readonly unit: string;
}

/**
 * One norm or statement of a document with the chain of headings and lead-ins it stands under.
 * `source.slice(start, end) === text` in the document's text, in UTF-16 units.
 */
export interface Clause {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The words as a reader sees them: links by their text, no marks, no invisible characters. */
  readonly visible: string;
  /** Headings and lead-ins from the outermost in, as they read; a list item means nothing without them. */
  readonly path: readonly string[];
  /** Names a section; it binds only where it reads as a norm itself. */
  readonly heading: boolean;
  /** Normal form: what remains when links, marks, case, dashes and spacing are set aside. Equal keys say the same. */
  readonly key: string;
  readonly bearer: Bearer;
  readonly modality: Modality;
  /** Exceptions and conditions as they read: "unless …", "except …", "without …". */
  readonly exceptions: readonly string[];
  readonly quantities: readonly Quantity[];
}
