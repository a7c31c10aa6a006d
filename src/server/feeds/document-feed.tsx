import type { DocumentRow } from "../../index/index.ts";
import { DOCUMENTS_FILTERS, selectDocuments } from "../pages/documents/select.ts";
import { pageNumber, readQuery } from "../query.ts";
import { count, formatDay } from "../report/words.ts";
import { FEED_SIZE, type FeedEntry, type FeedList } from "./feed.ts";

/** Tracked documents, the last recorded first: an entry is updated when a version of its document is recorded. */
export const documentFeed: FeedList = {
  path: "/documents",
  async read(site, { query }) {
    const { page, ...chosen } = readQuery(query, { ...DOCUMENTS_FILTERS, page: pageNumber });
    const documents = await selectDocuments(site, chosen);
    const newest = documents.toSorted((a, b) => (a.last_date < b.last_date ? 1 : a.last_date > b.last_date ? -1 : 0));
    return {
      title: chosen.lab === undefined ? "Documents" : `Documents: ${site.frame.labs[chosen.lab]}`,
      subtitle: "Documents of AI labs, the last recorded first.",
      page,
      total: documents.length,
      entries: newest.slice((page - 1) * FEED_SIZE, page * FEED_SIZE).map(documentEntry),
    };
  },
};

function documentEntry(row: DocumentRow): FeedEntry {
  const { id, lab, lab_name: labName, service, terms, versions, first_date: first, last_date: last } = row;
  return {
    name: `documents/${id}`,
    title: `${labName}: ${service} ${terms}, ${count(versions, "version")}`,
    published: first,
    updated: last,
    link: `/documents/${id}`,
    content: (
      <p>
        {count(versions, "version")} from {formatDay(first)} to {formatDay(last)}. The newest:{" "}
        <a href={`/evidence/${row.last_version}`}>{row.last_version}</a>.{" "}
        <a href={`/changes?document=${encodeURIComponent(id)}`}>Changes that matter</a>
      </p>
    ),
    tags: [lab],
    facts: { document: id, lab, service, terms, versions, lastVersion: row.last_version },
  };
}
