import { pagesAt, type Tracked, type TrackedPage } from "../sources/index.ts";

/** How far apart in time the pages of one document may have been captured, in milliseconds. */
const PAGES_WINDOW_MS = 24 * 3_600_000;

/** A capture of one page: when, in milliseconds since 1970. */
interface Timed {
  readonly at: number;
}

interface Moments<T> {
  /** One capture a page, by time. */
  readonly moments: readonly (readonly T[])[];
  /** Captures of one page that have none of another near enough. */
  readonly incomplete: number;
}

/**
 * Puts the captures of a document's pages together: to each capture of a page those of the other pages that are nearest
 * to it in time, no further than {@link PAGES_WINDOW_MS}. `pages`: those of each, by time.
 */
function pairPages<T extends Timed>(pages: readonly (readonly T[])[]): Moments<T> {
  const moments = new Map<string, readonly T[]>();
  let incomplete = 0;
  const all = pages.flatMap((answers, page) => answers.map(({ at }, place) => ({ at, page, place })));
  for (const { at, page, place } of all) {
    const places = pages.map((answers, other) => (other === page ? place : nearestTo(answers, at)));
    if (places.includes(null)) incomplete++;
    else
      moments.set(
        places.join(" "),
        places.map((near, other) => pages[other]?.[near as number] as T),
      );
  }
  const ends = (answers: readonly T[]): number => Math.max(...answers.map(({ at }) => at));
  return { moments: [...moments.values()].toSorted((a, b) => ends(a) - ends(b)), incomplete };
}

/** Place of the capture nearest in time, the earlier of two; null where all are too far. */
function nearestTo(answers: readonly Timed[], at: number): number | null {
  let [low, high] = [0, answers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((answers[middle] as Timed).at < at) low = middle + 1;
    else high = middle;
  }
  const distance = (place: number): number => Math.abs((answers[place]?.at ?? Number.POSITIVE_INFINITY) - at);
  const place = distance(low - 1) <= distance(low) ? low - 1 : low;
  return distance(place) <= PAGES_WINDOW_MS ? place : null;
}

/** A document at one time: its pages as they were declared then, and a capture of each. */
export interface DeclaredMoment<T> {
  readonly pages: readonly TrackedPage[];
  readonly captures: readonly T[];
  /** When the last of them was captured, in milliseconds since 1970. */
  readonly at: number;
}

/** Addresses of all pages that a document has, and had. */
export function declaredUrls({ pages, earlier }: Tracked): string[] {
  return [...new Set([pages, ...earlier.map((one) => one.pages)].flat().map(({ url }) => url))];
}

/** The moments of a document, by time, each with the pages that were declared for its time. `capturesOf`: of a page, by time. */
export function pairDeclared<T extends Timed>(
  tracked: Tracked,
  capturesOf: (url: string) => readonly T[],
): { readonly moments: readonly DeclaredMoment<T>[]; readonly incomplete: number } {
  const paired = [tracked.pages, ...tracked.earlier.map((one) => one.pages)].map((pages) => {
    const { moments, incomplete } = pairPages(pages.map(({ url }) => capturesOf(url)));
    const own = moments.map((captures) => ({ pages, captures, at: Math.max(...captures.map(({ at }) => at)) }));
    return { incomplete, moments: own.filter(({ at }) => pagesAt(tracked, new Date(at)) === pages) };
  });
  return {
    moments: paired.flatMap(({ moments }) => moments).toSorted((a, b) => a.at - b.at),
    incomplete: paired[0]?.incomplete ?? 0,
  };
}
