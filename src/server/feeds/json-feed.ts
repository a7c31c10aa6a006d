import { feedAddress } from "../components/feed-links.tsx";
import type { PageRequest } from "../page.ts";
import { withQuery } from "../query.ts";
import type { Site } from "../site.ts";
import { showInvisible } from "../text.ts";
import { absoluteMarkup, type Feed, type FeedEntry, FEED_SIZE, instantOf, tagOf } from "./feed.ts";

/** A feed as JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/; facts for programs stand under `_corrigible`. */
export function renderJsonFeed(site: Site, { base, query }: PageRequest, path: string, feed: Feed): string {
  const own = feedAddress({ path, query }, ".feed.json");
  const [bare = "", search] = own.split("?", 2);
  const filters = new URLSearchParams(search);
  const at = (page: number): string => base + withQuery(bare, filters, { page: page === 1 ? null : String(page) });
  const document = {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    description: feed.subtitle,
    home_page_url: base + withQuery(path, filters, {}),
    feed_url: at(feed.page),
    ...(!site.isCopy && feed.page * FEED_SIZE < feed.total ? { next_url: at(feed.page + 1) } : {}),
    language: "en",
    authors: [{ name: "Corrigible", url: base }],
    items: feed.entries.map((entry) => toItem(site, base, entry)),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function toItem(site: Site, base: string, entry: FeedEntry): object {
  return {
    id: tagOf(site, entry.name),
    url: base + entry.link,
    title: showInvisible(entry.title),
    content_html: showInvisible(absoluteMarkup(entry.content, base)),
    date_published: instantOf(entry.published),
    date_modified: instantOf(entry.updated),
    tags: entry.tags,
    _corrigible: { ...(site.isCopy ? {} : { about: `${base}/api` }), ...entry.facts },
  };
}
