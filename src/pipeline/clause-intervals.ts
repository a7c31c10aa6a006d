import { normalKey, type ParsedDocument } from "../clauses/index.ts";
import { classify, type DocumentKind, documentKind, type HistoryStep } from "../compare/index.ts";
import type { Clause, NoiseKind, NormType } from "../model/index.ts";

interface ReadClause {
  readonly clause: Clause;
  readonly norm: NormType;
}

/** One clause and one run of versions that have it; numbers are positions in the document's history. */
export interface ClauseInterval extends ReadClause {
  readonly first: number;
  readonly last: number;
  /** The first version that no longer has it; null while in force. */
  readonly end: number | null;
  /** Place in the first version, from 0. */
  readonly position: number;
}

/** These show another page than the document: no rule starts or ends there. */
const NOT_THE_DOCUMENT: ReadonlySet<NoiseKind | null> = new Set(["error-page", "wrong-page", "locale"]);

/**
 * Collects which clauses each text of one document has, while the texts are read for comparison, so that none is
 * parsed again. Two clauses are one if words and lead-ins say the same.
 */
export class ClauseCollector {
  /** Lead-ins in normal form → words in normal form → number. */
  readonly #numbers = new Map<string, Map<string, number>>();
  readonly #clauses: ReadClause[] = [];
  /** Kind of the document, by its first text. */
  #kind: DocumentKind | undefined;
  readonly #leads = new Map<string, string>();
  readonly #texts = new Map<string, Int32Array>();

  /** Whether the text of this SHA-256 was taken. */
  has(blob: string): boolean {
    return this.#texts.has(blob);
  }

  /** Takes a text's clauses. `blob` is its SHA-256. */
  collect(blob: string, document: ParsedDocument): void {
    if (this.#texts.has(blob)) return;
    const kind = (this.#kind ??= documentKind(document.clauses));
    const numbers = new Set<number>();
    let path: readonly string[] | undefined;
    let under = new Map<string, number>();
    for (const clause of document.clauses) {
      if (clause.path !== path) {
        path = clause.path;
        under = this.#under(path);
      }
      numbers.add(this.#number(under, clause, kind));
    }
    this.#texts.set(blob, Int32Array.from(numbers));
  }

  #under(path: readonly string[]): Map<string, number> {
    const key = path.map((lead) => this.#normalLead(lead)).join("\n");
    let under = this.#numbers.get(key);
    if (!under) this.#numbers.set(key, (under = new Map()));
    return under;
  }

  #normalLead(lead: string): string {
    let key = this.#leads.get(lead);
    if (key === undefined) this.#leads.set(lead, (key = normalKey(lead)));
    return key;
  }

  #number(under: Map<string, number>, clause: Clause, kind: DocumentKind): number {
    let number = under.get(clause.key);
    if (number === undefined) {
      under.set(clause.key, (number = this.#clauses.length));
      this.#clauses.push({ clause, norm: classify(clause, kind).type });
    }
    return number;
  }

  /** The intervals of all clauses, by first version and place in it. `blobs`: the document's texts as they followed each other. */
  intervals(blobs: readonly string[], steps: readonly HistoryStep[]): ClauseInterval[] {
    const open = new OpenIntervals();
    let before: Int32Array | undefined;
    for (const [at, blob] of blobs.entries()) {
      const noise = steps[at]?.noise ?? null;
      if (NOT_THE_DOCUMENT.has(noise)) continue;
      const numbers = this.#texts.get(blob);
      if (!numbers) throw new Error(`text ${blob} was not collected`);
      if (numbers !== before) open.show(numbers, at, noise === "flapping");
      before = numbers;
      open.last = at;
    }
    return open
      .finish()
      .map(({ number, ...interval }) => ({ ...(this.#clauses[number] as ReadClause), ...interval }))
      .toSorted((a, b) => a.first - b.first || a.position - b.position || a.last - b.last);
  }
}

interface NumberedInterval extends Omit<ClauseInterval, keyof ReadClause> {
  readonly number: number;
}

/** Follows which clauses are in force from version to version. */
class OpenIntervals {
  /** The newest version that was shown. */
  last = -1;
  readonly #open = new Map<number, { readonly first: number; readonly position: number }>();
  readonly #closed: NumberedInterval[] = [];
  /** Closed while the document flapped: such a clause goes on if it is back by the end of that. */
  readonly #paused = new Map<number, NumberedInterval>();

  show(numbers: Int32Array, at: number, flapping: boolean): void {
    const present = new Set(numbers);
    for (const number of this.#open.keys()) if (!present.has(number)) this.#close(number, at, flapping);
    numbers.forEach((number, position) => {
      if (!this.#open.has(number)) this.#open.set(number, this.#resume(number) ?? { first: at, position });
    });
    if (!flapping) this.#forgetPaused();
  }

  finish(): NumberedInterval[] {
    for (const number of this.#open.keys()) this.#close(number, null, false);
    this.#forgetPaused();
    return this.#closed;
  }

  #close(number: number, end: number | null, flapping: boolean): void {
    const from = this.#open.get(number);
    if (!from) return;
    this.#open.delete(number);
    const interval = { number, first: from.first, position: from.position, last: this.last, end };
    if (flapping) this.#paused.set(number, interval);
    else this.#closed.push(interval);
  }

  #resume(number: number): { readonly first: number; readonly position: number } | undefined {
    const paused = this.#paused.get(number);
    this.#paused.delete(number);
    return paused;
  }

  #forgetPaused(): void {
    this.#closed.push(...this.#paused.values());
    this.#paused.clear();
  }
}
