import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Change, Comparison, Disclosure, NoiseKind, VersionCause } from "../model/index.ts";
import { compareDocuments } from "./compare.ts";
import { countFailed } from "./noise.ts";

/** One recorded version of a document, in log order. */
export interface HistoryVersion {
  /** SHA-256 of the text, in hexadecimal. */
  readonly blob: string;
  readonly cause: VersionCause;
  /** Date of record in UTC, "2024-01-10T18:00:00Z". Dates may run backwards; the order of the log decides. */
  readonly date: string;
}

/** What one version changed, read with the whole history in view. */
export interface HistoryStep {
  /** Position of the version in the history. */
  readonly version: number;
  /** Position of the version that it is compared with: the last that shows the same page; null for the first. */
  readonly base: number | null;
  /** Where set, `changes` are suppressed: they are no changes by the lab. */
  readonly noise: NoiseKind | null;
  readonly disclosure: Disclosure;
  readonly changes: readonly Change[];
}

/** A document that is back in an earlier state after at most this many days was a passing state, in days. */
const EXCURSION_DAYS_MAX = 7;
/** A state is far nearer than another where it differs in at most this share of the clauses. */
const FAR_NEARER = 0.5;
/** Different pages remembered for one document (itself, an error page, a locale …), newest first. */
const PAGES_MAX = 6;

const ACCIDENTS: ReadonlySet<NoiseKind | null> = new Set(["error-page", "wrong-page", "locale"]);
const NO_DISCLOSURE: Disclosure = { note: null, where: null };

/** One page that the document's address has shown: the document itself, or an error page, another locale … */
interface Page {
  /** Position of the version that showed it last. */
  last: number;
  /** Why it is not the document; null for the document itself. */
  accident: NoiseKind | null;
}

/**
 * Reads one document's whole history. Each version is compared with the last one that showed the same page, so that
 * an error page between two versions neither removes nor restores a rule. Pure: `read` gives the parsed text of a
 * blob, and equal histories give equal steps.
 */
export function auditHistory(
  versions: readonly HistoryVersion[],
  read: (blob: string) => ParsedDocument,
): HistoryStep[] {
  const compare = memoCompare(read);
  const blobOf = (position: number): string => (versions[position] as HistoryVersion).blob;
  const pages: Page[] = [];
  const states = new StateHistory(versions, read);
  const steps: HistoryStep[] = [];
  versions.forEach((version, at) => {
    const found = findPage(versions, at, pages, { compare, read });
    if (!found) {
      pages.push({ last: at, accident: null });
      steps.push({ version: at, base: null, noise: null, disclosure: NO_DISCLOSURE, changes: [] });
      states.enter(at, null, null);
      return;
    }
    const { page } = found;
    if (found.onlyFailedBefore) steps.forEach((step, before) => (steps[before] = { ...step, noise: "error-page" }));
    const state = page.accident === null ? states.passedFrom(at, found.base) : null;
    const base = state?.last ?? found.base;
    const comparison = base === found.base ? found.comparison : compare(blobOf(base), version.blob);
    const noise = judgeStep({ version, at, page, base, comparison });
    steps.push({ version: at, base, noise, disclosure: comparison.disclosure, changes: comparison.changes });
    if (page.accident === null) {
      // Of a page that failed nothing follows for the state that the document is in.
      const told = ACCIDENTS.has(comparison.noise) ? null : comparison;
      markFlapping(steps, states.enter(at, told, state));
    }
    if (base !== found.base) markFlapping(steps, [found.base]);
  });
  return steps;
}

type Compare = (old: string, neu: string) => Comparison;

function memoCompare(read: (blob: string) => ParsedDocument): Compare {
  const known = new Map<string, Comparison>();
  return (old, neu) => {
    const key = `${old} ${neu}`;
    let comparison = known.get(key);
    if (!comparison) {
      comparison =
        old === neu
          ? { noise: "formatting", disclosure: NO_DISCLOSURE, changes: [] }
          : compareDocuments(read(old), read(neu), { oldBlob: old, newBlob: neu });
      known.set(key, comparison);
    }
    return comparison;
  };
}

interface Found {
  readonly page: Page;
  readonly base: number;
  readonly comparison: Comparison;
  /** Whether all versions until now showed an error page, or one that failed in part, in the document's place. */
  readonly onlyFailedBefore: boolean;
}

/** The page that a version shows, and how it differs from the last time; null for the first version. */
function findPage(
  versions: readonly HistoryVersion[],
  at: number,
  pages: Page[],
  { compare, read }: { readonly compare: Compare; readonly read: (blob: string) => ParsedDocument },
): Found | null {
  const blob = (position: number): string => (versions[position] as HistoryVersion).blob;
  const itself = pages.find((page) => page.accident === null);
  if (!itself) return null;
  const toItself = compare(blob(itself.last), blob(at));
  for (const page of [itself, ...pages.filter((other) => other !== itself)]) {
    const comparison = page === itself ? toItself : compare(blob(page.last), blob(at));
    if (ACCIDENTS.has(comparison.noise)) continue;
    const base = page.last;
    // Another page that stays (a new locale, a rewrite under a new title) is the document from its second version on.
    if (page.accident !== null && page.accident !== "error-page" && base === at - 1 && blob(base) !== blob(at)) {
      itself.accident = page.accident;
      page.accident = null;
    }
    page.last = at;
    return { page, base, comparison, onlyFailedBefore: false };
  }
  const onlyFailedBefore =
    toItself.noise === "error-page" && countFailed(read(blob(itself.last))) > countFailed(read(blob(at)));
  if (onlyFailedBefore) itself.accident = "error-page";
  const page: Page = { last: at, accident: onlyFailedBefore ? null : toItself.noise };
  if (pages.length >= PAGES_MAX)
    pages.splice(
      pages.findIndex((other) => other !== itself),
      1,
    );
  pages.push(page);
  return { page, base: itself.last, comparison: toItself, onlyFailedBefore };
}

interface Step extends Pick<Found, "page" | "base" | "comparison"> {
  readonly version: HistoryVersion;
  readonly at: number;
}

function judgeStep({ version, at, page, base, comparison }: Step): NoiseKind | null {
  if (page.accident !== null) return page.accident;
  const nothing = comparison.noise !== null || comparison.changes.length === 0;
  if ((base < at - 1 && nothing) || ACCIDENTS.has(comparison.noise)) return "return";
  if (version.cause === "technical-upgrade") return "technical-upgrade";
  return comparison.noise;
}

/**
 * Marks the steps between two visits of the same state, unless they have a name of their own or tell of another state's
 * change.
 */
function markFlapping(steps: HistoryStep[], passing: readonly number[]): void {
  for (const at of passing) {
    const step = steps[at] as HistoryStep;
    const isOfLast = step.base === at - 1 || step.base === lastShown(steps, at);
    if (step.noise === null && isOfLast) steps[at] = { ...step, noise: "flapping" };
  }
}

/** The last version before a step that showed the document itself. */
function lastShown(steps: readonly HistoryStep[], at: number): number | null {
  for (let before = at - 1; before >= 0; before--)
    if (!ACCIDENTS.has((steps[before] as HistoryStep).noise)) return before;
  return null;
}

/** A state that a document has been in: a set of rules. Positions are those of versions. */
interface State {
  /** Where it was entered first, and where it was shown last. */
  readonly first: number;
  last: number;
  /** The version after it, where it was left last; null while it lasts. */
  left: number | null;
  visits: number;
}

/** The states that a document has been in, to see when it comes back to one. */
class StateHistory {
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
    if (current) current.left = at;
    const left = known?.left ?? null;
    if (known) {
      known.visits++;
      known.last = at;
      this.#current = known;
    } else {
      this.#current = { first: at, last: at, left: null, visits: 1 };
      this.#states.set(signature as string, this.#current);
    }
    if (!known || left === null) return [];
    const passing = known.visits > 2 || this.#days(left, at) <= EXCURSION_DAYS_MAX;
    return passing ? [left, at] : [];
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
