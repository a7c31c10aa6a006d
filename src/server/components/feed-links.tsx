import type { Child } from "hono/jsx";
import type { FeedPlace } from "../page.ts";
import { withQuery } from "../query.ts";
import type { Site } from "../site.ts";

/** The formats of every feed: the suffix of the list's path, and what a reader knows it by. */
export const FEED_FORMATS = [
  { suffix: ".atom", type: "application/atom+xml", name: "Atom" },
  { suffix: ".feed.json", type: "application/feed+json", name: "JSON Feed" },
] as const;

export type FeedSuffix = (typeof FEED_FORMATS)[number]["suffix"];

/** Where all feeds are named, lab by lab. */
export const OPML_PATH = "/feeds.opml";

/** Where the feed of a list is: the list's address with a suffix, and the same filters. */
export function feedAddress({ path, query }: FeedPlace, suffix: FeedSuffix): string {
  const filters = new URLSearchParams([...query].filter(([, value]) => value !== ""));
  return withQuery(`${path}${suffix}`, filters, { page: null });
}

/** Whether a list has a feed: a copy has those of whole lists, where it knows the address that its readers come to. */
export function hasFeed({ isCopy, publicUrl }: Site, { query }: FeedPlace): boolean {
  return !isCopy || (publicUrl !== null && [...query].every(([name, value]) => value === "" || name === "page"));
}

/** The way to the feed of what a page lists. */
export function FeedLinks({ site, ...place }: FeedPlace & { readonly site: Site }): Child {
  if (!hasFeed(site, place)) return null;
  return (
    <p class="small no-print">
      {site.isCopy ? "Feed of this list: " : "Feed of this list with its filters: "}
      {FEED_FORMATS.map(({ suffix, type, name }, at) => (
        <>
          {at === 0 ? null : ", "}
          <a href={feedAddress(place, suffix)} type={type}>
            {name}
          </a>
        </>
      ))}
      . {site.isCopy ? null : <a href={OPML_PATH}>Feeds of every lab</a>}
    </p>
  );
}
