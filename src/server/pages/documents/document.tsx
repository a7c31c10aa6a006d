import type { Child } from "hono/jsx";
import {
  type DocumentRow,
  findDocument,
  type ListedChange,
  listChanges,
  listClauses,
  listDocuments,
  listVersions,
  type VersionRow,
} from "../../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../../model/index.ts";
import { ChangeLine } from "../../components/change-line.tsx";
import { Pager } from "../../components/filters.tsx";
import { LabLink } from "../../components/lab-link.tsx";
import type { Page } from "../../page.ts";
import { oneOf, pageNumber, readQuery } from "../../query.ts";
import { count, formatDay, NOISE_WORDS } from "../../report/words.ts";
import { formatLinks, gateLinks, TIMEMAP_JSON } from "../../memento/links.ts";
import { documentAddress } from "../../memento/resource.ts";
import type { Site } from "../../site.ts";
import { unknownDocument } from "../changes/known.ts";
import { BoundCounts } from "./bound-counts.tsx";
import { Calendar } from "./calendar-view.tsx";
import { ClauseLives, CLAUSES_SIZE, CLAUSES_SIZE_OF_COPY, LIVES_SHAPE } from "./lives.tsx";
import { Timeline } from "./timeline.tsx";

/** Versions of a page; a copy has fewer and longer pages. */
const VERSIONS_SIZE = 40;
const VERSIONS_SIZE_OF_COPY = 1_000;
const LATEST_SHOWN = 5;

const SHAPE = { page: pageNumber, clauses: oneOf(LIVES_SHAPE).default("changed"), from: pageNumber };

/** A document's history: when it changed, who was bound to what, and how long each clause lived. */
export const documentPage: Page = async (site, { params, query, base }) => {
  const id = `${params["lab"]}/${params["document"]}`;
  const row = await findDocument(site.index, id);
  if (!row)
    throw unknownDocument(
      id,
      (await listDocuments(site.index)).map((one) => one.id),
    );
  const chosen = readQuery(query, SHAPE);
  const versions = await listVersions(site.index, id);
  const changes = await listChanges(site.index, {
    document: id,
    minConfidence: ALARM_CONFIDENCE,
    directions: ["loosens", "tightens"],
  });
  const clauses = await listClauses(site.index, id);
  return {
    title: `${row.service} ${row.terms}`,
    description: `Every recorded version of ${row.service} ${row.terms} (${row.lab_name}): what was loosened and tightened, and when.`,
    feed: { path: "/changes", query: new URLSearchParams({ document: id }) },
    headers: { link: formatLinks(gateLinks(base, documentAddress(base, id))) },
    body: (
      <>
        <Head site={site} row={row} versions={versions} changes={changes} />
        <Timeline versions={versions} changes={changes} />
        <Calendar versions={versions} changes={changes} until={site.frame.asOf} />
        <BoundCounts clauses={clauses} versions={versions} />
        <ClauseLives
          clauses={clauses}
          changes={changes}
          row={row}
          show={chosen.clauses}
          page={chosen.from}
          size={site.isCopy ? CLAUSES_SIZE_OF_COPY : CLAUSES_SIZE}
          query={query}
        />
        <Versions
          versions={versions}
          changes={changes}
          page={chosen.page}
          size={site.isCopy ? VERSIONS_SIZE_OF_COPY : VERSIONS_SIZE}
          query={query}
          path={`/documents/${id}`}
        />
        {site.isCopy ? null : (
          <p class="small no-print">
            Versions by time for programs (Memento):{" "}
            <a href={`${TIMEMAP_JSON}${documentAddress(base, id)}`}>the TimeMap</a>
          </p>
        )}
      </>
    ),
  };
};

interface HeadProps {
  readonly site: Site;
  readonly row: DocumentRow;
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ListedChange[];
}

function Head({ site, row, versions, changes }: HeadProps): Child {
  const loosened = changes.filter(({ change }) => change.direction === "loosens").length;
  const silent = changes.filter(({ change }) => change.disclosed === "no" || change.disclosed === "no-note").length;
  const noise = versions.filter(({ noise }) => noise !== null).length;
  const names = [...new Set(versions.map(({ service, terms }) => `${service} ${terms}`))];
  return (
    <>
      <p class="where">
        <LabLink site={site} lab={row.lab} name={row.lab_name} /> · <a href="/documents">Documents</a>
      </p>
      <h1 dir="auto">
        {row.service} {row.terms}
      </h1>
      <p class="lead">
        From {formatDay(row.first_date)} to {formatDay(row.last_date)} we found {count(loosened, "rule")} loosened and{" "}
        {changes.length - loosened} tightened; {silent} of these {changes.length} the document does not mention.
      </p>
      <p>
        {count(versions.length, "version")}, of which {noise} {noise === 1 ? "is" : "are"} set aside as{" "}
        <a href={`/suppressed?document=${row.id}`}>noise</a>. Newest text:{" "}
        <a href={`/evidence/${row.last_version}`}>{row.last_version}</a>.
        {names.length > 1 ? ` Names it had: ${names.join(", ")}.` : null}
      </p>
      {changes.length === 0 ? null : (
        <section aria-labelledby="latest">
          <h2 id="latest">Last changes that matter</h2>
          {changes.slice(0, LATEST_SHOWN).map((change) => (
            <>
              <p class="where">{formatDay(change.change.date)}</p>
              <ChangeLine change={change} />
            </>
          ))}
          <p>
            <a href={`/changes?document=${row.id}`}>All {changes.length}</a>
          </p>
        </section>
      )}
    </>
  );
}

interface VersionsProps {
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ListedChange[];
  readonly page: number;
  /** Versions of a page. */
  readonly size: number;
  readonly query: URLSearchParams;
  readonly path: string;
}

function Versions({ versions, changes, page, size, query, path }: VersionsProps): Child {
  const byVersion = Map.groupBy(changes, ({ change }) => change.newVersion);
  const shown = versions.toReversed().slice((page - 1) * size, page * size);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions, newest first</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Recorded</th>
            <th scope="col">Loosened</th>
            <th scope="col">Tightened</th>
            <th scope="col">Set aside</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, date, noise }) => {
            const own = byVersion.get(id) ?? [];
            const loosened = own.filter(({ change }) => change.direction === "loosens").length;
            return (
              <tr>
                <th scope="row">
                  <a href={`/evidence/${id}`}>{formatDay(date)}</a>
                </th>
                <td data-label="Loosened">{loosened}</td>
                <td data-label="Tightened">{own.length - loosened}</td>
                <td data-label="Set aside">{noise === null ? "–" : `${noise}: ${NOISE_WORDS[noise]}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Pager path={path} query={query} page={page} size={size} total={versions.length} />
    </section>
  );
}
