import type { ListedPage, PageList } from "./page-list.ts";
import { pageKey } from "./page-key.ts";

/** What a page's address led to: the answers on the way, redirects first. Of a revisit the answer that it repeats too. */
export interface FoundAnswer {
  /** When the last of them was captured, in milliseconds. */
  readonly at: number;
  readonly steps: readonly { readonly page: ListedPage; readonly original: ListedPage | null }[];
}

/** How far apart in time a redirect and what it leads to may be, in milliseconds. */
const REDIRECT_WINDOW_MS = 24 * 3_600_000;
const REDIRECTS_MAX = 8;

export interface Answers {
  readonly found: readonly FoundAnswer[];
  /** Captures whose redirect leads out of the archive, or that repeat an answer which is not in it. */
  readonly unresolved: number;
}

/** All captures of a page in an archive, by time. */
export function findAnswers(list: PageList, key: string): Answers {
  const found: FoundAnswer[] = [];
  let unresolved = 0;
  for (const page of list.byKey.get(key) ?? []) {
    // One that leads to the same page, with another scheme or a slash, is told by the answer there.
    if (page.location !== null && pageKey(page.location) === key) continue;
    const steps = follow(list, page);
    if (steps) found.push({ at: Math.max(...steps.map(({ page: { at } }) => at)), steps });
    else unresolved++;
  }
  return { found: found.toSorted((a, b) => a.at - b.at), unresolved };
}

function follow(list: PageList, first: ListedPage): FoundAnswer["steps"] | null {
  const steps: FoundAnswer["steps"][number][] = [];
  let page: ListedPage | undefined = first;
  while (page && steps.length <= REDIRECTS_MAX) {
    const original = page.kind === "revisit" ? findOriginal(list, page) : null;
    if (page.kind === "revisit" && !original) return null;
    steps.push({ page, original });
    const location = page.location ?? original?.location ?? null;
    if (location === null) return steps;
    page = nearest(list, location, page.at);
  }
  return null;
}

function nearest(list: PageList, address: string, at: number): ListedPage | undefined {
  const key = pageKey(address);
  const near = (key === null ? [] : (list.byKey.get(key) ?? [])).filter(
    (page) => Math.abs(page.at - at) <= REDIRECT_WINDOW_MS,
  );
  const leads = ({ location }: ListedPage): number => (location !== null && pageKey(location) === key ? 1 : 0);
  return near.toSorted((a, b) => leads(a) - leads(b) || Math.abs(a.at - at) - Math.abs(b.at - at))[0];
}

/** The answer whose body a revisit repeats: the one it names by address and date, else one of the same body before it. */
function findOriginal(list: PageList, { refersTo, digest, at, key }: ListedPage): ListedPage | null {
  const same = (page: ListedPage): boolean =>
    page.kind === "response" && (digest === null || page.digest === null || page.digest === digest);
  const named = (list.byKey.get(refersTo?.key ?? key) ?? []).filter(same);
  const exact = named.find((page) => page.at === refersTo?.at);
  const known = exact ?? named.findLast((page) => digest !== null && page.digest === digest && page.at <= at);
  return known ?? null;
}
