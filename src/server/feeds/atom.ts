import { feedAddress } from "../components/feed-links.tsx";
import type { PageRequest } from "../page.ts";
import { withQuery } from "../query.ts";
import type { Site } from "../site.ts";
import { absoluteMarkup, type Feed, type FeedEntry, FEED_SIZE, instantOf, tagOf, updatedOf } from "./feed.ts";
import { element, type Xml, xmlDocument } from "./xml.ts";

/** A feed as Atom (RFC 4287), its older entries on pages of their own (RFC 5005, section 3). */
export function renderAtom(site: Site, request: PageRequest, path: string, feed: Feed): string {
  const { base, query } = request;
  const place = { path, query };
  return xmlDocument(
    element(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": "en" },
      element("id", {}, tagOf(site, feedAddress(place, ".atom").slice(1))),
      element("title", {}, feed.title),
      element("subtitle", {}, feed.subtitle),
      element("updated", {}, updatedOf(feed, site)),
      element("author", {}, element("name", {}, "Corrigible")),
      element("generator", { uri: base }, "Corrigible"),
      ...pagesOf(request, path, site.isCopy ? { ...feed, total: 0 } : feed).map(({ rel, address, type }) =>
        element("link", { rel, type, href: address }),
      ),
      ...feed.entries.map((entry) => renderEntry(site, base, entry)),
    ),
  );
}

function renderEntry(site: Site, base: string, entry: FeedEntry): Xml {
  return element(
    "entry",
    {},
    element("id", {}, tagOf(site, entry.name)),
    element("title", {}, entry.title),
    element("published", {}, instantOf(entry.published)),
    element("updated", {}, instantOf(entry.updated)),
    element("link", { rel: "alternate", type: "text/html", href: base + entry.link }),
    ...entry.tags.map((term) => element("category", { term })),
    element("content", { type: "html" }, absoluteMarkup(entry.content, base)),
  );
}

/** The list's page, the feed itself, and its pages before and after. */
function pagesOf(
  { base, query }: PageRequest,
  path: string,
  { page, total }: Feed,
): readonly { readonly rel: string; readonly address: string; readonly type: string }[] {
  const list = feedAddress({ path, query }, ".atom");
  const at = (number: number): string => {
    const [own = "", search] = list.split("?", 2);
    return base + withQuery(own, new URLSearchParams(search), { page: number === 1 ? null : String(number) });
  };
  const type = "application/atom+xml";
  const last = Math.max(1, Math.ceil(total / FEED_SIZE));
  return [
    { rel: "alternate", address: base + list.replace(".atom", ""), type: "text/html" },
    { rel: "self", address: at(page), type },
    ...(last > 1 ? [{ rel: "first", address: at(1), type }] : []),
    ...(page > 1 ? [{ rel: "previous", address: at(page - 1), type }] : []),
    ...(page < last ? [{ rel: "next", address: at(page + 1), type }] : []),
  ];
}
