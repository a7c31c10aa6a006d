import type { Child } from "hono/jsx";
import { listFindings } from "../../../index/index.ts";
import { EVAL_TITLES, EVALS, REVIEW_STATES } from "../../../model/index.ts";
import { type Reviewed, reviewQueue, waitsFor } from "../../../review/index.ts";
import { signedIn } from "../../accounts/signed-in.ts";
import { Filters, Pager, Select } from "../../components/filters.tsx";
import { LabLink } from "../../components/lab-link.tsx";
import type { Page } from "../../page.ts";
import { oneOf, pageNumber, readQuery } from "../../query.ts";
import { count, formatDay } from "../../report/words.ts";
import { actsByFinding } from "../../review-acts.ts";
import type { Site } from "../../site.ts";
import { FINDINGS_FILTERS, toFindingFilter } from "../findings/select.ts";

const PATH = "/review";
const PAGE_SIZE = 50;

/** `/review`: the findings that wait for people, the gravest first. */
export const reviewPage: Page = async (site, request) => {
  const { account } = signedIn(request);
  const { lab, eval: evalName } = FINDINGS_FILTERS;
  const chosen = readQuery(request.query, {
    lab,
    eval: evalName,
    state: oneOf(REVIEW_STATES).optional(),
    page: pageNumber,
  });
  const { page, state, ...filter } = chosen;
  const findings = await listFindings(site.index, toFindingFilter(site, filter));
  const queue = reviewQueue(findings, [...actsByFinding(site).values()].flat(), { state, as: account.name });
  return {
    title: "Review",
    description: "Findings that wait for reviewers.",
    body: (
      <>
        <h1>Review</h1>
        <p class="lead">
          {queue.length === 0
            ? "Nothing waits for you."
            : `${count(queue.length, "finding")}${state === undefined ? " that wait for people" : ""}, the gravest first.`}
        </p>
        <p class="small">
          What you have coded alone is left out until another reviewer has coded it too. What two others have coded is
          theirs to reconcile; it is listed under the state “coded”. The steps:{" "}
          <a href="/methods/assessment">how a state weighs</a>.
        </p>
        <Filters site={site} action={PATH}>
          <Select name="lab" label="Lab" value={chosen.lab} options={Object.entries(site.frame.labs)} />
          <Select name="eval" label="Eval" value={chosen.eval} options={EVALS.map((one) => [one, EVAL_TITLES[one]])} />
          <Select
            name="state"
            label="State"
            value={state}
            options={REVIEW_STATES.map((one) => [one, one])}
            any="waits for people"
          />
        </Filters>
        {queue.length === 0 ? null : (
          <Queue site={site} queue={queue.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)} />
        )}
        <Pager path={PATH} query={request.query} page={page} size={PAGE_SIZE} total={queue.length} />
      </>
    ),
  };
};

function Queue({ site, queue }: { readonly site: Site; readonly queue: readonly Reviewed[] }): Child {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Finding</th>
          <th scope="col">Lab</th>
          <th scope="col">Eval</th>
          <th scope="col">Day</th>
          <th scope="col">Severity</th>
          <th scope="col">State</th>
          <th scope="col">Waits for</th>
        </tr>
      </thead>
      <tbody>
        {queue.map(({ finding, review }) => (
          <tr>
            <th scope="row">
              <a href={`/findings/${finding.id}`}>{finding.title}</a>
            </th>
            <td data-label="Lab">
              <LabLink site={site} lab={finding.lab} anchor={`#${finding.eval}`} />
            </td>
            <td data-label="Eval">{EVAL_TITLES[finding.eval]}</td>
            <td data-label="Day">{formatDay(finding.when.date)}</td>
            <td data-label="Severity">{finding.severity}</td>
            <td data-label="State">{review.state}</td>
            <td data-label="Waits for">{waitsFor(review)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
