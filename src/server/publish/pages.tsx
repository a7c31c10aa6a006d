import type { Child } from "hono/jsx";
import { ALARM_CONFIDENCE } from "../../model/index.ts";
import type { Page, Route } from "../page.ts";
import { count, formatDay } from "../report/words.ts";

/** What this copy is, what it leaves out, and how to check it. */
const copyPage: Page = (site) => {
  const { evidence, frame, root } = site;
  return {
    title: "This copy",
    description: "What this copy in files has, what it leaves out, and how to check it.",
    body: (
      <>
        <h1>This copy</h1>
        <p class="lead">
          Pages in files, made from {count(evidence.size, "entry", "entries")} of the evidence log {evidence.origin}, as
          of {formatDay(frame.asOf)}. Whoever makes a copy of the same log with the same program gets the same bytes.
        </p>
        <h2 id="left-out">What it leaves out</h2>
        <LeftOut />
        <h2>How to check it</h2>
        <ul>
          <li>
            <code>checksums.txt</code> has the SHA-256 of every file: <code>sha256sum --check checksums.txt</code>.
          </li>
          <li>
            <a href="/log/checkpoint">The signed checkpoint</a> of the log, root <code>{root}</code>. The log’s tiles
            lie beside it, as C2SP tlog-tiles: anyone can be its witness, with <code>corrigible witness</code>.
          </li>
          <li>
            Every record has <a href="/evidence">its proof</a>, which your browser verifies.
          </li>
        </ul>
      </>
    ),
  };
};

function LeftOut(): Child {
  return (
    <>
      <p>Where a link led here, it asked for one of these:</p>
      <ul>
        <li>
          a list by several filters, by days or by words: here are <a href="/changes">lists</a> by one filter at a time;
        </li>
        <li>
          a change that is neutral, set aside as noise, or of a confidence below {ALARM_CONFIDENCE}: here are those that
          matter;
        </li>
        <li>the raw difference of two whole texts, and a comparison of labs by words of your own;</li>
        <li>the lives of those clauses of a document that never changed, or are more than fit on its page;</li>
        <li>the graph of control on a former day around one party.</li>
      </ul>
      <p>
        Who has the workspace sees all of that with <code>corrigible serve</code>; the tables of{" "}
        <code>corrigible export</code> have every change, clause and version.
      </p>
    </>
  );
}

/** The search over labs, documents, changes that matter, findings and methods; it runs in the visitor's browser. */
const searchPage: Page = () => ({
  title: "Search",
  description: "Labs, documents, changes, findings and methods by their words.",
  body: (
    <>
      <h1>Search</h1>
      <static-search data-shards="/search-index/">
        <p class="lead">
          In a copy in files the search runs in your browser and needs JavaScript. Without it,{" "}
          <a href="/documents">documents</a>, <a href="/labs">labs</a> and <a href="/changes">changes</a> are listed.
        </p>
      </static-search>
      <p class="small">
        Finds labs, documents, changes that matter, findings and methods that have all of the words. Clauses that nobody
        changed are <a href="/copy#left-out">not in it</a>: <code>corrigible search</code> finds those.
      </p>
    </>
  ),
});

/** What hosts show where a copy has no file: its links are whole addresses. */
export const MISSING_PATH = "/404";

const missingPage: Page = () => ({
  title: "Not found",
  description: "There is no page at this address.",
  body: (
    <>
      <h1>Not found</h1>
      <p class="lead">There is no page at this address of the copy.</p>
      <p>
        <a href="/">Overview</a> · <a href="/search">Search</a> · <a href="/copy#left-out">What this copy leaves out</a>
      </p>
    </>
  ),
});

/** Pages that only a copy has, or that it has in place of the site's. */
export const COPY_ROUTES: readonly Route[] = [
  ["/copy", copyPage],
  [MISSING_PATH, missingPage],
  ["/search", searchPage],
];
