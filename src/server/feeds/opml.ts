import { listDocuments } from "../../index/index.ts";
import { feedAddress, OPML_PATH } from "../components/feed-links.tsx";
import type { Download, Page } from "../page.ts";
import { LEDGERS } from "../pages/ledgers/ledgers.ts";
import { element, type Xml, xmlDocument } from "./xml.ts";

/** `/feeds.opml`: the feeds of every lab that has something to tell, as OPML 2.0 (http://opml.org/spec2.opml). */
export const opmlPage: Page = async (site, { base }): Promise<Download> => {
  const { frame, index } = site;
  const withDocuments = new Set((await listDocuments(index)).map(({ lab }) => lab));
  const ledgers = LEDGERS.map((ledger) => ({ ...ledger, labs: new Set(ledger.rows(site).map(({ lab }) => lab)) }));
  const outlines = Object.entries(frame.labs)
    .toSorted(([, a], [, b]) => a.localeCompare(b))
    .map(([lab, name]) => {
      const lists = [
        ...(withDocuments.has(lab) ? [["/changes", "changes of rules"] as const] : []),
        ["/findings", "findings"] as const,
        ...ledgers.filter(({ labs }) => labs.has(lab)).map(({ path, title }) => [path, title.toLowerCase()] as const),
      ];
      return element(
        "outline",
        { text: name },
        ...lists.map(([path, what]) => feed(base, path, `${name}: ${what}`, lab)),
      );
    });
  return {
    type: "text/x-opml; charset=utf-8",
    bytes: xmlDocument(
      element(
        "opml",
        { version: "2.0" },
        element(
          "head",
          {},
          element("title", {}, "Corrigible: feeds of every lab"),
          element("dateModified", {}, new Date(`${frame.asOf}T00:00:00Z`).toUTCString()),
          element("docs", {}, "http://opml.org/spec2.opml"),
        ),
        element("body", {}, feed(base, "/changes", "All labs: changes of rules"), ...outlines),
      ),
    ),
    filename: OPML_PATH.slice(1),
  };
};

/** One feed. OPML calls every feed "rss", Atom too. */
function feed(base: string, path: string, text: string, lab?: string): Xml {
  const query = new URLSearchParams(lab === undefined ? {} : { lab });
  const page = base + feedAddress({ path, query }, ".atom").replace(".atom", "");
  return element("outline", {
    type: "rss",
    text,
    title: text,
    xmlUrl: base + feedAddress({ path, query }, ".atom"),
    htmlUrl: page,
  });
}
