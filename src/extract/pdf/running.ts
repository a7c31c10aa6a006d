import type { Line } from "./lines.ts";

/** Lines at the top and at the bottom of a page that may be running headers and footers. */
const EDGE_LINES = 3;

/** Share of the pages on which a line comes back that makes it a running one, and how many pages at least. */
const RUNNING_SHARE = 0.5;
const RUNNING_PAGES_MIN = 3;

/** Takes out what comes back at the edges of pages, numbers apart, and page numbers. */
export function dropRunning(pages: readonly (readonly Line[])[]): Line[][] {
  const seen = new Map<string, number>();
  for (const page of pages) for (const key of new Set(edgeOf(page).map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1);
  const often = Math.max(RUNNING_PAGES_MIN, RUNNING_SHARE * pages.length);
  return pages.map((page) => {
    const edge = new Set(edgeOf(page));
    return page.filter((line) => !edge.has(line) || ((seen.get(keyOf(line)) ?? 0) < often && !isPageNumber(line)));
  });
}

function edgeOf(page: readonly Line[]): Line[] {
  const byHeight = page.toSorted((a, b) => b.y - a.y);
  return [...byHeight.slice(0, EDGE_LINES), ...byHeight.slice(-EDGE_LINES)];
}

const keyOf = ({ text, size }: Line): string => `${Math.round(size)} ${text.replaceAll(/\d+/g, "#")}`;

function isPageNumber({ text }: Line): boolean {
  return /^(?:page )?[-–|] ?\d{1,4} ?[-–|]$|^(?:page )?\d{1,4}(?: (?:of|\/) \d{1,4})?$/i.test(text);
}
