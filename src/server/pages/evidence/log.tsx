import type { Child } from "hono/jsx";
import { z } from "zod";
import { documentOf, type Entry, INPUT_SOURCES } from "../../../model/index.ts";
import { Field, Filters, Pager } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { pageNumber, readQuery } from "../../query.ts";
import { count, formatNumber } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { readDirectory } from "./directory.ts";
import { locate } from "./locate.ts";
import { recordPage } from "./record.tsx";

/** Rows of a page; a copy has fewer and longer pages. */
const PAGE_SIZE = 50;
const PAGE_SIZE_OF_COPY = 500;

/** The log: its checkpoint, how to verify it elsewhere, and its entries, newest first. */
export const logPage: Page = async (site, request) => {
  const { id, page } = readQuery(request.query, { id: z.string().trim().optional(), page: pageNumber });
  if (id !== undefined) {
    const located = await locate(site, id);
    return recordPage(site, { ...request, params: { id: located.id } });
  }
  const { evidence, root, workspace } = site;
  return {
    title: "Evidence log",
    description: `The evidence log ${evidence.origin}: ${evidence.size} entries, append-only and signed.`,
    body: (
      <>
        <h1>Evidence log</h1>
        <p class="lead">
          {count(evidence.size, "entry", "entries")}, each in its place for good: who changes or drops one changes the
          root.
        </p>
        <Filters site={site} action="/evidence">
          <Field name="id" label="Go to an id, a number, or the SHA-256 of a text" type="search" value={undefined} />
        </Filters>
        <table class="receipt">
          <caption>The log</caption>
          <tbody>
            <Row name="Name">{evidence.origin}</Row>
            <Row name="Root">
              <code>{root}</code>
            </Row>
            <Row name="Public key">
              <code>{workspace.vkey}</code>
            </Row>
            <Row name="Signed checkpoint">
              <a href="/log/checkpoint">as plain text</a>
            </Row>
            <Row name="Entries">{describeCounts(site)}</Row>
          </tbody>
        </table>
        <pre tabindex={0} role="region" aria-label="Checkpoint">
          <code>{evidence.checkpoint}</code>
        </pre>
        <h2>Verify it elsewhere</h2>
        <p>
          Every entry has its proof, a file that needs nothing but itself and the log’s key:{" "}
          <code>corrigible verify FILE</code>. Who holds the whole workspace checks it to the last byte:{" "}
          <code>corrigible verify</code>. The formats are public (C2SP tlog-tiles, tlog-checkpoint, signed-note; RFC
          6962), and other programs read them.
        </p>
        <Entries site={site} page={page} query={request.query} />
      </>
    ),
  };
};

function Row({ name, children }: { readonly name: string; readonly children?: Child }): Child {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

function describeCounts(site: Site): string {
  const { counts } = readDirectory(site);
  return ["version", ...INPUT_SOURCES, "import"]
    .filter((kind) => counts.has(kind))
    .map((kind) => `${kind} ${formatNumber(counts.get(kind) ?? 0)}`)
    .join(", ");
}

function Entries({
  site,
  page,
  query,
}: {
  readonly site: Site;
  readonly page: number;
  readonly query: URLSearchParams;
}): Child {
  const { size } = site.evidence;
  const rows = site.isCopy ? PAGE_SIZE_OF_COPY : PAGE_SIZE;
  const from = Math.max(0, size - page * rows);
  const to = Math.max(0, size - (page - 1) * rows);
  const places = Array.from({ length: to - from }, (_, at) => to - 1 - at);
  return (
    <section aria-labelledby="entries">
      <h2 id="entries">Entries, newest first</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">What</th>
            <th scope="col">Of</th>
          </tr>
        </thead>
        <tbody>
          {places.map((index) => {
            const entry = site.evidence.entry(index);
            return (
              <tr>
                <th scope="row">
                  <a href={`/evidence/${index}`}>{index}</a>
                </th>
                <td data-label="What">{entry.type === "input" ? entry.source : entry.type}</td>
                <td data-label="Of">{describe(site, entry)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Pager path="/evidence" query={query} page={page} size={rows} total={size} />
    </section>
  );
}

function describe({ workspace }: Site, entry: Entry): string {
  switch (entry.type) {
    case "version":
      return `${documentOf(workspace.labTable, entry.service, entry.terms).document}, ${entry.date}`;
    case "input":
      return entry.name;
    case "import":
      return `the end of an import from ${entry.source}, ${entry.recorded}`;
  }
}
