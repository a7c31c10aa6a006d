import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Change, Comparison, Disclosure, NoiseKind, VersionCause } from "../model/index.ts";
import { compareDocuments } from "./compare.ts";

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
  const pages: Page[] = [];
  const states = new StateHistory(versions, read);
  const steps: HistoryStep[] = [];
  versions.forEach((version, at) => {
    const found = findPage(versions, at, pages, compare);
    if (!found) {
      pages.push({ last: at, accident: null });
      steps.push({ version: at, base: null, noise: null, disclosure: NO_DISCLOSURE, changes: [] });
      states.enter(at, null);
      return;
    }
    const { page, base, comparison } = found;
    const noise = judgeStep({ version, at, page, base, comparison });
    steps.push({ version: at, base, noise, disclosure: comparison.disclosure, changes: comparison.changes });
    if (page.accident === null) markFlapping(steps, states.enter(at, comparison));
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
}

/** The page that a version shows, and how it differs from the last time; null for the first version. */
function findPage(versions: readonly HistoryVersion[], at: number, pages: Page[], compare: Compare): Found | null {
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
    return { page, base, comparison };
  }
  const page: Page = { last: at, accident: toItself.noise };
  if (pages.length >= PAGES_MAX)
    pages.splice(
      pages.findIndex((other) => other !== itself),
      1,
    );
  pages.push(page);
  return { page, base: itself.last, comparison: toItself };
}

interface Step extends Found {
  readonly version: HistoryVersion;
  readonly at: number;
}

function judgeStep({ version, at, page, base, comparison }: Step): NoiseKind | null {
  if (page.accident !== null) return page.accident;
  const nothing = comparison.noise !== null || comparison.changes.length === 0;
  if (base < at - 1 && nothing) return "return";
  if (version.cause === "technical-upgrade") return "technical-upgrade";
  return comparison.noise;
}

/** Marks the steps between two visits of the same state, unless they have a name of their own. */
function markFlapping(steps: HistoryStep[], passing: readonly number[]): void {
  for (const at of passing) {
    const step = steps[at] as HistoryStep;
    if (step.noise === null) steps[at] = { ...step, noise: "flapping" };
  }
}

/** The states (sets of rules) that a document has been in, to see when it comes back to one. */
class StateHistory {
  readonly #versions: readonly HistoryVersion[];
  readonly #read: (blob: string) => ParsedDocument;
  /** Signature → where the state was left last (position of the version after it), and how often it was entered. */
  readonly #left = new Map<string, { at: number; visits: number }>();
  #current: { signature: string; visits: number } | null = null;

  constructor(versions: readonly HistoryVersion[], read: (blob: string) => ParsedDocument) {
    this.#versions = versions;
    this.#read = read;
  }

  /** Takes the next version; gives the positions of steps that a return to an earlier state shows to be passing. */
  enter(at: number, comparison: Comparison | null): number[] {
    const unchanged = this.#current && comparison && (comparison.noise !== null || comparison.changes.length === 0);
    if (unchanged) return [];
    const signature = this.#signature(at);
    if (this.#current?.signature === signature) return [];
    if (this.#current) this.#left.set(this.#current.signature, { at, visits: this.#current.visits });
    const before = this.#left.get(signature);
    this.#current = { signature, visits: (before?.visits ?? 0) + 1 };
    if (!before) return [];
    const passing = before.visits > 1 || this.#days(before.at, at) <= EXCURSION_DAYS_MAX;
    return passing ? [before.at, at] : [];
  }

  #days(from: number, to: number): number {
    const time = (at: number): number => Date.parse((this.#versions[at] as HistoryVersion).date);
    return Math.abs(time(to) - time(from)) / 86_400_000;
  }

  #signature(at: number): string {
    const hash = createHash("sha256");
    for (const clause of this.#read((this.#versions[at] as HistoryVersion).blob).clauses)
      hash.update(clause.key + "\n");
    return hash.digest("hex");
  }
}
