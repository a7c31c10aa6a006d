import type { Child } from "hono/jsx";
import { FeedLinks } from "../../components/feed-links.tsx";
import { Field, Filters, Pager, Select } from "../../components/filters.tsx";
import { tallyNoise, type VersionRow } from "../../../index/index.ts";
import { NOISE_KINDS, type NoiseKind } from "../../../model/index.ts";
import type { Page } from "../../page.ts";
import { count, formatDay, formatNumber, NOISE_WORDS } from "../../report/words.ts";
import { selectSuppressed } from "./select.ts";

/** Rows of a page; a copy has fewer and longer pages. */
const PAGE_SIZE = 60;
const PAGE_SIZE_OF_COPY = 500;

/** Versions that were set aside as noise, by the rule that did: nothing is dropped in silence. */
export const suppressedPage: Page = async (site, { query }) => {
  const size = site.isCopy ? PAGE_SIZE_OF_COPY : PAGE_SIZE;
  const { page, filter, rows, total } = await selectSuppressed(site, query, size);
  const tally = await tallyNoise(site.index);
  const versions = tally.reduce((sum, row) => sum + row.count, 0);
  const set = tally.filter(({ noise }) => noise !== null).reduce((sum, row) => sum + row.count, 0);
  return {
    title: "Set aside as noise",
    description: "Recorded versions that show no change by the lab, each with the rule that set it aside.",
    feed: { path: "/suppressed", query },
    body: (
      <>
        <h1>Set aside as noise</h1>
        <p class="lead">
          {formatNumber(set)} of {count(versions, "recorded version")} show no change by the lab, as we read them. Each
          is here with the rule that set it aside.
        </p>
        <Rules tally={tally} />
        <Filters site={site} action="/suppressed">
          <Select name="noise" label="Rule" value={filter.noise} options={NOISE_KINDS.map((kind) => [kind, kind])} />
          <Field name="document" label="Document" value={filter.document} />
        </Filters>
        <p>{total === 0 ? "We found none." : `${count(total, "version")}, newest first.`}</p>
        <Versions rows={rows} />
        <Pager path="/suppressed" query={query} page={page} size={size} total={total} />
        <FeedLinks site={site} path="/suppressed" query={query} />
      </>
    ),
  };
};

function Rules({
  tally,
}: {
  readonly tally: readonly { readonly noise: NoiseKind | null; readonly count: number }[];
}): Child {
  return (
    <table class="noise cards">
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">What it means</th>
          <th scope="col">Versions</th>
        </tr>
      </thead>
      <tbody>
        {tally.map(({ noise, count: amount }) =>
          noise === null ? null : (
            <tr>
              <th scope="row">
                <a href={`/suppressed?noise=${noise}`}>{noise}</a>
              </th>
              <td data-label="Means">{NOISE_WORDS[noise]}</td>
              <td data-label="Versions">{formatNumber(amount)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Versions({ rows }: { readonly rows: readonly VersionRow[] }): Child {
  if (rows.length === 0) return null;
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Recorded</th>
          <th scope="col">Document</th>
          <th scope="col">Rule</th>
          <th scope="col">Compared with</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, date, document, noise, base }) => (
          <tr>
            <th scope="row">
              <a href={`/evidence/${id}`}>{formatDay(date)}</a>
            </th>
            <td data-label="Document">
              <a href={`/documents/${document}`}>{document}</a>
            </td>
            <td data-label="Rule">{noise}</td>
            <td data-label="Compared with">{base === null ? "nothing" : <a href={`/evidence/${base}`}>{base}</a>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
