import type { Child } from "hono/jsx";
import { FeedLinks } from "../../components/feed-links.tsx";
import { type DocumentRow, tallyByDocument } from "../../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../../model/index.ts";
import { Field, Filters, Select } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { readQuery } from "../../query.ts";
import { count, formatDay, formatNumber } from "../../report/words.ts";
import { LabLink } from "../../components/lab-link.tsx";
import type { Site } from "../../site.ts";
import { DOCUMENTS_FILTERS, selectDocuments } from "./select.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every tracked document, with how much it changed and since when nothing was recorded. */
export const documentsPage: Page = async (site, { query }) => {
  const { lab, q } = readQuery(query, DOCUMENTS_FILTERS);
  const documents = await selectDocuments(site, { lab, q });
  return {
    title: "Documents",
    description: `${documents.length} documents of AI labs, each with its whole history.`,
    feed: { path: "/documents", query },
    body: (
      <>
        <h1>Documents</h1>
        <p class="lead">
          {documents.length === 0
            ? "We track none of these."
            : `${count(documents.length, "document")} with every version that was recorded.`}
        </p>
        <Filters site={site} action="/documents">
          <Select name="lab" label="Lab" value={lab} options={Object.entries(site.frame.labs)} />
          <Field name="q" label="Words in its name" type="search" value={q} />
        </Filters>
        <Table site={site} documents={documents} alarms={await tallyByDocument(site.index, ALARM_CONFIDENCE)} />
        <FeedLinks site={site} path="/documents" query={query} />
      </>
    ),
  };
};

interface TableProps {
  readonly site: Site;
  readonly documents: readonly DocumentRow[];
  readonly alarms: ReadonlyMap<string, { readonly loosens: number; readonly tightens: number }>;
}

function Table({ site, documents, alarms }: TableProps): Child {
  if (documents.length === 0) return null;
  const today = Date.parse(site.frame.asOf);
  return (
    <sort-table>
      <table class="cards">
        <thead>
          <tr>
            {["Document", "Lab", "Versions", "First", "Last", "Days since", "Loosened", "Tightened"].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {documents.map(
            ({ id, lab, lab_name: name, service, terms, versions, first_date: first, last_date: last }) => (
              <tr>
                <th scope="row">
                  <a href={`/documents/${id}`}>
                    {service} {terms}
                  </a>
                </th>
                <td data-label="Lab">
                  <LabLink site={site} lab={lab} name={name} />
                </td>
                <td data-label="Versions">{formatNumber(versions)}</td>
                <td data-label="First" data-value={String(Date.parse(first))}>
                  {formatDay(first)}
                </td>
                <td data-label="Last" data-value={String(Date.parse(last))}>
                  {formatDay(last)}
                </td>
                <td data-label="Days since">{Math.max(0, Math.floor((today - Date.parse(last)) / DAY_MS))}</td>
                <td data-label="Loosened">{alarms.get(id)?.loosens ?? 0}</td>
                <td data-label="Tightened">{alarms.get(id)?.tightens ?? 0}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </sort-table>
  );
}
