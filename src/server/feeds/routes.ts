import { type FeedSuffix, OPML_PATH } from "../components/feed-links.tsx";
import type { Download, Page, Route } from "../page.ts";
import { LEDGERS } from "../pages/ledgers/ledgers.ts";
import { renderAtom } from "./atom.ts";
import { changeFeed, suppressedFeed } from "./change-feed.tsx";
import { documentFeed } from "./document-feed.tsx";
import type { FeedList } from "./feed.ts";
import { renderJsonFeed } from "./json-feed.ts";
import { opmlPage } from "./opml.ts";
import { findingFeed, ledgerFeed } from "./record-feeds.tsx";

const LISTS: readonly FeedList[] = [
  changeFeed,
  suppressedFeed,
  documentFeed,
  findingFeed,
  ...LEDGERS.map((ledger) => ledgerFeed(ledger)),
];

/** The feeds of every list that has filters, and the list of them all. */
export const FEED_ROUTES: readonly Route[] = [
  ...LISTS.flatMap((list): Route[] => [
    [`${list.path}${".atom" satisfies FeedSuffix}`, atomPage(list)],
    [`${list.path}${".feed.json" satisfies FeedSuffix}`, jsonFeedPage(list)],
  ]),
  [OPML_PATH, opmlPage],
];

function atomPage({ path, read }: FeedList): Page {
  return async (site, request): Promise<Download> => ({
    type: "application/atom+xml; charset=utf-8",
    bytes: renderAtom(site, request, path, await read(site, request)),
  });
}

function jsonFeedPage({ path, read }: FeedList): Page {
  return async (site, request): Promise<Download> => ({
    type: "application/feed+json; charset=utf-8",
    bytes: renderJsonFeed(site, request, path, await read(site, request)),
  });
}
