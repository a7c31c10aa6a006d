import type { Child } from "hono/jsx";
import { BEARINGS, EVAL_TITLES, EVALS, type Finding, REVIEW_STATES } from "../../../model/index.ts";
import { FindingCard } from "../../card/index.ts";
import { FeedLinks } from "../../components/feed-links.tsx";
import { Field, Filters, Pager, Select } from "../../components/filters.tsx";
import { LabLink } from "../../components/lab-link.tsx";
import type { Page } from "../../page.ts";
import { count, SEVERITY_WORDS } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { SEVERITIES } from "../changes/select.ts";
import { type FindingsQuery, selectFindings } from "./select.ts";

const PAGE_SIZE = 25;
const PATH = "/findings";

/** Findings of all evals, newest first, by filters that are the address. */
export const findingsPage: Page = async (site, { query }) => {
  const { chosen, findings } = await selectFindings(site, query);
  const { page } = chosen;
  return {
    title: "Findings",
    description: "What bears on each eval of each lab, with what speaks against it.",
    feed: { path: PATH, query },
    body: (
      <>
        <h1>Findings</h1>
        <p class="lead">
          {findings.length === 0
            ? "We found none."
            : `${count(findings.length, "finding")}, newest first, each with what speaks against it.`}
        </p>
        <FindingFilters site={site} chosen={chosen} />
        {findings.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((finding) => (
          <>
            <p class="where">
              <LabLink site={site} lab={finding.lab} anchor={`#${finding.eval}`} /> · {EVAL_TITLES[finding.eval]} ·{" "}
              <FindingLink site={site} finding={finding} />
            </p>
            <FindingCard finding={finding} linked />
          </>
        ))}
        <Pager path={PATH} query={query} page={page} size={PAGE_SIZE} total={findings.length} />
        <FeedLinks site={site} path={PATH} query={query} />
      </>
    ),
  };
};

/** Whether a finding has a page, with what people did with it: in a copy those have that people did something with. */
export const hasOwnPage = ({ isCopy }: Site, { state }: Pick<Finding, "state">): boolean =>
  !isCopy || state !== "proposed";

function FindingLink({ site, finding }: { readonly site: Site; readonly finding: Finding }): Child {
  const { id } = finding;
  if (!hasOwnPage(site, finding)) return <code>{id}</code>;
  return (
    <a href={`${PATH}/${id}`}>
      <code>{id}</code>
    </a>
  );
}

const same = (words: readonly string[]): (readonly [string, string])[] => words.map((word) => [word, word]);

function FindingFilters({ site, chosen }: { readonly site: Site; readonly chosen: FindingsQuery }): Child {
  return (
    <Filters site={site} action={PATH}>
      <Select name="lab" label="Lab" value={chosen.lab} options={Object.entries(site.frame.labs)} />
      <Select name="eval" label="Eval" value={chosen.eval} options={EVALS.map((name) => [name, EVAL_TITLES[name]])} />
      <Select name="bearing" label="Bearing" value={chosen.bearing} options={same(BEARINGS)} />
      <Select
        name="severity"
        label="Severity at least"
        value={chosen.severity}
        options={SEVERITIES.map((one) => [one, SEVERITY_WORDS[Number(one) as 1 | 2 | 3]])}
      />
      <Select name="state" label="Review" value={chosen.state} options={same(REVIEW_STATES)} />
      <Field name="since" label="From" type="date" value={chosen.since} />
      <Field name="until" label="To" type="date" value={chosen.until} />
    </Filters>
  );
}
