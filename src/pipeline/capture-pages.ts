import type { Capture, Fetcher, Known, Outcome, Tracked } from "../sources/index.ts";

/** How pages are asked for, and those that scripts make are made. */
export interface Capturing {
  readonly fetcher: Fetcher;
  /** Makes the page of a capture as its scripts do; where there is no browser, it says so in the detail. */
  readonly render: (capture: Capture) => Promise<Capture>;
}

/** What a page may look like before its scripts have run. */
const BEFORE_SCRIPTS: ReadonlySet<Outcome> = new Set(["document", "script-only", "empty", "login", "consent-wall"]);

/**
 * Captures all pages of a document, in order; those made by scripts are rendered, where the declaration says so or the
 * page shows it. `known`: what is known of a page from the capture before.
 */
export async function capturePages(
  { pages, render: isRendered }: Pick<Tracked, "pages" | "render">,
  { fetcher, render }: Capturing,
  known: (url: string) => Known = () => ({}),
): Promise<Capture[]> {
  const captures: Capture[] = [];
  for (const { url } of pages) {
    // What the validators vouch for is the page before its scripts ran.
    const capture = await fetcher.capture(url, isRendered ? {} : known(url));
    const isMade = capture.outcome === "script-only" || (isRendered && BEFORE_SCRIPTS.has(capture.outcome));
    captures.push(isMade && capture.mediaType?.includes("html") ? await render(capture) : capture);
  }
  return captures;
}
