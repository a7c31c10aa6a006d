import type { ParsedDocument } from "../clauses/index.ts";
import type { Comparison, NoiseKind } from "../model/index.ts";
import { countFailed, guessLanguage } from "./noise.ts";
import type { HistoryVersion } from "./states.ts";

/** Different pages remembered for one document (itself, an error page, a locale …), newest first. */
const PAGES_MAX = 6;

/** What shows another page than the document. */
export const ACCIDENTS: ReadonlySet<NoiseKind | null> = new Set(["error-page", "wrong-page", "locale"]);

type Compare = (old: string, neu: string) => Comparison;

/** One page that the document's address has shown: the document itself, or an error page, another locale … */
export interface Page {
  /** Position of the version that showed it last. */
  last: number;
  /** Why it is not the document; null for the document itself. */
  accident: NoiseKind | null;
}

export interface Found {
  readonly page: Page;
  readonly base: number;
  readonly comparison: Comparison;
  /** Whether all versions until now showed an error page, or one that failed in part, in the document's place. */
  readonly onlyFailedBefore: boolean;
}

/** The page that a version shows, and how it differs from the last time; null for the first version. */
export function findPage(
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
    const stays = base === at - 1 && blob(base) !== blob(at);
    if (page.accident !== null && takesOver(page.accident, stays, read(blob(at)))) {
      itself.accident = page.accident;
      page.accident = null;
    }
    page.last = at;
    return { page, base, comparison, onlyFailedBefore: false };
  }
  const onlyFailedBefore =
    toItself.noise === "error-page" && countFailed(read(blob(itself.last))) > countFailed(read(blob(at)));
  if (onlyFailedBefore) itself.accident = "error-page";
  const inOurs = toItself.noise === "locale" && isRead(read(blob(at)));
  if (inOurs) itself.accident = "locale";
  const page: Page = { last: at, accident: onlyFailedBefore || inOurs ? null : toItself.noise };
  if (pages.length >= PAGES_MAX)
    pages.splice(
      pages.findIndex((other) => other !== itself),
      1,
    );
  pages.push(page);
  return { page, base: itself.last, comparison: toItself, onlyFailedBefore };
}

/** The language in which rules are read. */
const isRead = (document: ParsedDocument): boolean => guessLanguage(document.text) === "en";

/**
 * Whether another page is the document from now on: a rewrite under a new title, from its second version on; the
 * language that is read at once, and another one never, since its rules are not known.
 */
function takesOver(accident: NoiseKind, stays: boolean, document: ParsedDocument): boolean {
  if (accident === "locale") return isRead(document);
  return accident !== "error-page" && stays;
}
