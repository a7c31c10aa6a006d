import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Comparison, VersionCause } from "../model/index.ts";

/** One recorded version of a document. */
export interface HistoryVersion {
  /** SHA-256 of the text, in hexadecimal. */
  readonly blob: string;
  readonly cause: VersionCause;
  /** Date of record in UTC, "2024-01-10T18:00:00Z". Dates may run backwards; the order of the list decides. */
  readonly date: string;
}

/** A state that a document has been in: a set of rules. Positions are those of versions. */
export interface State {
  /** Where it was entered first and last, and where it was shown last. */
  readonly first: number;
  entered: number;
  last: number;
  /** The version after it, where it was left last; null while it lasts. */
  left: number | null;
  visits: number;
  /** Whether it lasted once, longer than a passing state does. */
  settled: boolean;
  /** The state that it is an update of, where the document had passed from that to another one meanwhile. */
  readonly updateOf: State | null;
}

/** A document that is back in an earlier state after at most this many days was in a passing state, in days. */
const EXCURSION_DAYS_MAX = 7;
/** A state is far nearer than another where it differs in at most this share of the clauses. */
const FAR_NEARER = 0.5;
/** A document that ends in a state that it entered more often than this goes to and fro; in another one it has settled. */
const SETTLING_VISITS_MAX = 2;

/** The states that a document has been in, to see when it comes back to one. */
export class StateHistory {
  readonly #versions: readonly HistoryVersion[];
  readonly #read: (blob: string) => ParsedDocument;
  readonly #states = new Map<string, State>();
  #current: State | null = null;

  constructor(versions: readonly HistoryVersion[], read: (blob: string) => ParsedDocument) {
    this.#versions = versions;
    this.#read = read;
  }

  /**
   * The state that a version is to be compared with where the version before it, `last`, only shows a passing one: that
   * from which the document passed, if it is far nearer; else null. So an update that comes to light when a variant
   * gives way is read as an update of what stood there before the variant.
   */
  passedFrom(at: number, last: number): State | null {
    const current = this.#current;
    if (!current || !this.#isPassing(current, at) || this.#states.has(this.#signature(at))) return null;
    const others = [...this.#states.values()].filter((state) => state !== current && alternate(state, current));
    const [nearest] = others
      .map((state) => ({ state, distance: this.#distance(state.last, at) }))
      .toSorted((a, b) => a.distance - b.distance);
    return nearest && nearest.distance <= FAR_NEARER * this.#distance(last, at) ? nearest.state : null;
  }

  /**
   * Takes the next version, which was compared with `from` (null: with the current state); gives the positions of steps
   * that a return to an earlier state shows to be passing.
   */
  enter(at: number, comparison: Comparison | null, from: State | null): number[] {
    const current = this.#current;
    const compared = from ?? current;
    const unchanged = compared && comparison && (comparison.noise !== null || comparison.changes.length === 0);
    const signature = unchanged ? null : this.#signature(at);
    const known = signature === null ? compared : this.#states.get(signature);
    if (known && known === current) {
      current.last = at;
      return [];
    }
    if (current) this.#leave(current, at);
    const left = known?.left ?? null;
    if (known) {
      known.visits++;
      known.entered = at;
      known.last = at;
      this.#current = known;
    } else {
      this.#current = { first: at, entered: at, last: at, left: null, visits: 1, settled: false, updateOf: from };
      this.#states.set(signature as string, this.#current);
    }
    if (!known || left === null) return [];
    const passing = known.visits > 2 || this.#days(left, at) <= EXCURSION_DAYS_MAX;
    return passing ? [left, at] : [];
  }

  /**
   * Where the states that did not pass were entered first: those that lasted, and the one in which the document is now.
   * What such a step changed stands, though the document went to and fro before it settled.
   */
  settled(): number[] {
    const current = this.#current;
    const lasting = [...this.#states.values()].filter(
      (state) => state.settled || (state === current && state.visits <= SETTLING_VISITS_MAX),
    );
    return lasting.flatMap(withOrigins).map(({ first }) => first);
  }

  #leave(state: State, at: number): void {
    state.left = at;
    if (this.#days(state.entered, at) > EXCURSION_DAYS_MAX) state.settled = true;
  }

  #isPassing({ first, visits }: State, at: number): boolean {
    return visits > 1 || this.#days(first, at) <= EXCURSION_DAYS_MAX;
  }

  #days(from: number, to: number): number {
    const time = (at: number): number => Date.parse((this.#versions[at] as HistoryVersion).date);
    return Math.abs(time(to) - time(from)) / 86_400_000;
  }

  /** How many clauses stand in one of two versions only. */
  #distance(one: number, other: number): number {
    const [a, b] = [this.#keys(one), this.#keys(other)];
    return a.size + b.size - 2 * [...a].filter((key) => b.has(key)).length;
  }

  #keys(at: number): Set<string> {
    return new Set(this.#read((this.#versions[at] as HistoryVersion).blob).clauses.map(({ key }) => key));
  }

  #signature(at: number): string {
    const hash = createHash("sha256");
    for (const clause of this.#read((this.#versions[at] as HistoryVersion).blob).clauses)
      hash.update(clause.key + "\n");
    return hash.digest("hex");
  }
}

/** Whether two states take turns: one was shown since the other began, or right before. */
const alternate = (state: State, current: State): boolean =>
  current.visits > 1 ? state.last > current.first : state.left === current.first;

/** A state and those that it is an update of: where it lasts, so does what they changed. */
function withOrigins(state: State): State[] {
  const all = [state];
  for (let origin = state.updateOf; origin; origin = origin.updateOf) all.push(origin);
  return all;
}
