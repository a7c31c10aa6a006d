import type { Child } from "hono/jsx";
import { ChangeLine, Where } from "../../components/change-line.tsx";
import { Field, Filters, Pager, Select } from "../../components/filters.tsx";
import { FeedLinks } from "../../components/feed-links.tsx";
import { tallyChanges } from "../../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../../model/index.ts";
import type { Page } from "../../page.ts";
import { count, DIRECTION_WORDS, DISCLOSED_WORDS, SEVERITY_WORDS, SUBJECT_WORDS } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { type ChangesQuery, selectChanges, SEVERITIES } from "./select.ts";

/** Rows of a page; a copy has fewer and longer pages. */
const PAGE_SIZE = 40;
const PAGE_SIZE_OF_COPY = 200;

/** Changes of rules, newest first, by filters that are the address. */
export const changesPage: Page = async (site, { query }) => {
  const size = site.isCopy ? PAGE_SIZE_OF_COPY : PAGE_SIZE;
  const { chosen, filter, total, changes } = await selectChanges(site, query, size);
  const what = chosen.show === "all" ? "change" : "change that matters";
  return {
    title: "Changes",
    description: "What labs changed in their rules: which way, and whether they said so.",
    feed: { path: "/changes", query },
    body: (
      <>
        <h1>Changes of rules</h1>
        <p class="lead">
          {total === 0
            ? "We found none."
            : `We found ${count(total, what, `${what.replace("change", "changes").replace("matters", "matter")}`)}.`}
        </p>
        <ChangeFilters site={site} chosen={chosen} />
        <Square rows={await tallyChanges(site.index, { ...filter, directions: ["loosens", "tightens"] })} />
        <ol class="steps">
          {changes.map((change) => (
            <li>
              <Where change={change} site={site} />
              <ChangeLine change={change} />
            </li>
          ))}
        </ol>
        <Pager path="/changes" query={query} page={chosen.page} size={size} total={total} />
        <FeedLinks site={site} path="/changes" query={query} />
        <p class="small">
          “Changes that matter” loosen or tighten a rule with a confidence of at least {ALARM_CONFIDENCE}.{" "}
          <a href="/suppressed">Versions set aside as noise</a> are not among them.
        </p>
      </>
    ),
  };
};

function ChangeFilters({ site, chosen }: { readonly site: Site; readonly chosen: ChangesQuery }): Child {
  return (
    <Filters site={site} action="/changes">
      <Select name="lab" label="Lab" value={chosen.lab} options={Object.entries(site.frame.labs)} />
      {chosen.document === undefined ? null : <Field name="document" label="Document" value={chosen.document} />}
      <Select name="direction" label="Direction" value={chosen.direction} options={Object.entries(DIRECTION_WORDS)} />
      <Select name="subject" label="About" value={chosen.subject} options={Object.entries(SUBJECT_WORDS)} />
      <Select
        name="severity"
        label="Severity at least"
        value={chosen.severity}
        options={SEVERITIES.map((one) => [one, SEVERITY_WORDS[Number(one) as 1 | 2 | 3]])}
      />
      <Select
        name="disclosed"
        label="The document says so"
        value={chosen.disclosed}
        options={Object.entries(DISCLOSED_WORDS)}
      />
      <Field name="since" label="From" type="date" value={chosen.since} />
      <Field name="until" label="To" type="date" value={chosen.until} />
      <Select
        name="show"
        label="Show"
        value={chosen.show === "all" ? "all" : undefined}
        any="changes that matter"
        options={[["all", "also neutral and unsure"]]}
      />
    </Filters>
  );
}

type Tally = Awaited<ReturnType<typeof tallyChanges>>;

/** Direction by disclosure, with counts and the mirror. */
function Square({ rows }: { readonly rows: Tally }): Child {
  const sum = (direction: string, disclosed: readonly string[]): number =>
    rows
      .filter((row) => row.direction === direction && disclosed.includes(row.disclosed))
      .reduce((total, row) => total + row.count, 0);
  return (
    <table class="square">
      <caption>Direction by disclosure in the document’s own note</caption>
      <thead>
        <tr>
          <td></td>
          <th scope="col">not disclosed</th>
          <th scope="col">disclosed</th>
          <th scope="col">in part</th>
          <th scope="col">unknown</th>
        </tr>
      </thead>
      <tbody>
        {(["loosens", "tightens"] as const).map((direction) => (
          <tr class={direction}>
            <th scope="row">
              <span class={`mark ${direction}`}></span>
              {DIRECTION_WORDS[direction]}
            </th>
            <td class="main">{sum(direction, ["no", "no-note"])}</td>
            <td class="main">{sum(direction, ["yes"])}</td>
            <td class="beside">{sum(direction, ["partly"])}</td>
            <td class="beside">{sum(direction, ["unknown"])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
