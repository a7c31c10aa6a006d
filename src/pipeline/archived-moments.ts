import type { Answers, FoundAnswer } from "../sources/index.ts";

/** How far apart in time the pages of one document may have been captured, in milliseconds. */
export const PAGES_WINDOW_MS = 24 * 3_600_000;

export interface Moments {
  /** One answer a page, by time. */
  readonly moments: readonly (readonly FoundAnswer[])[];
  /** Captures of one page that have none of another near enough. */
  readonly incomplete: number;
}

/**
 * Puts the captures of a document's pages together: to each capture of a page those of the other pages that are nearest
 * to it in time, no further than {@link PAGES_WINDOW_MS}. `pages`: the answers of each, by time.
 */
export function pairPages(pages: readonly Answers["found"][]): Moments {
  const moments = new Map<string, readonly FoundAnswer[]>();
  let incomplete = 0;
  const all = pages.flatMap((answers, page) => answers.map(({ at }, place) => ({ at, page, place })));
  for (const { at, page, place } of all) {
    const places = pages.map((answers, other) => (other === page ? place : nearestTo(answers, at)));
    if (places.includes(null)) incomplete++;
    else
      moments.set(
        places.join(" "),
        places.map((near, other) => pages[other]?.[near as number] as FoundAnswer),
      );
  }
  const ends = (answers: readonly FoundAnswer[]): number => Math.max(...answers.map(({ at }) => at));
  return { moments: [...moments.values()].toSorted((a, b) => ends(a) - ends(b)), incomplete };
}

/** Place of the answer nearest in time, the earlier of two; null where all are too far. */
function nearestTo(answers: Answers["found"], at: number): number | null {
  let [low, high] = [0, answers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((answers[middle] as FoundAnswer).at < at) low = middle + 1;
    else high = middle;
  }
  const distance = (place: number): number => Math.abs((answers[place]?.at ?? Number.POSITIVE_INFINITY) - at);
  const place = distance(low - 1) <= distance(low) ? low - 1 : low;
  return distance(place) <= PAGES_WINDOW_MS ? place : null;
}
