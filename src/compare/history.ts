import type { ParsedDocument } from "../clauses/index.ts";
import type { Change, Comparison, Disclosure, NoiseKind } from "../model/index.ts";
import { compareDocuments } from "./compare.ts";
import { statesOtherDay } from "./own-date.ts";
import { ACCIDENTS, findPage, type Found, type Page } from "./pages.ts";
import { type HistoryVersion, StateHistory } from "./states.ts";

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

const NO_DISCLOSURE: Disclosure = { note: null, where: null };

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
    const redated = version.cause === "technical-upgrade" && statesOtherDay(read(blobOf(base)), read(version.blob));
    const noise = judgeStep({ version, at, page, base, comparison, redated });
    steps.push({ version: at, base, noise, disclosure: comparison.disclosure, changes: comparison.changes });
    if (page.accident === null) {
      // Of a page that failed nothing follows for the state that the document is in.
      const told = ACCIDENTS.has(comparison.noise) ? null : comparison;
      markFlapping(steps, states.enter(at, told, state));
    }
    if (base !== found.base) markFlapping(steps, [found.base]);
  });
  for (const first of states.settled()) unmarkFlapping(steps, first);
  return steps;
}

function memoCompare(read: (blob: string) => ParsedDocument): (old: string, neu: string) => Comparison {
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

interface Step extends Pick<Found, "page" | "base" | "comparison"> {
  readonly version: HistoryVersion;
  readonly at: number;
  /** Whether the two texts state different days of their last change. */
  readonly redated: boolean;
}

function judgeStep({ version, at, page, base, comparison, redated }: Step): NoiseKind | null {
  if (page.accident !== null) return page.accident;
  const nothing = comparison.noise !== null || comparison.changes.length === 0;
  if ((base < at - 1 && nothing) || ACCIDENTS.has(comparison.noise)) return "return";
  // The document's own date tells that it was changed besides.
  if (version.cause === "technical-upgrade" && !redated) return "technical-upgrade";
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

function unmarkFlapping(steps: HistoryStep[], at: number): void {
  const step = steps[at] as HistoryStep;
  if (step.noise === "flapping") steps[at] = { ...step, noise: null };
}

/** The last version before a step that showed the document itself. */
function lastShown(steps: readonly HistoryStep[], at: number): number | null {
  for (let before = at - 1; before >= 0; before--)
    if (!ACCIDENTS.has((steps[before] as HistoryStep).noise)) return before;
  return null;
}
