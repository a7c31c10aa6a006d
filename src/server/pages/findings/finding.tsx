import type { Child } from "hono/jsx";
import { listFindings, readFinding } from "../../../index/index.ts";
import { EVAL_TITLES, type ReviewAct } from "../../../model/index.ts";
import { type LoggedAct, SIGNATURE_WORDS, signatureOf } from "../../../pipeline/index.ts";
import { type Review, reviewOf, sayCodes, shownActs } from "../../../review/index.ts";
import { nearNames } from "../../../std/index.ts";
import { FindingCard } from "../../card/index.ts";
import { LabLink } from "../../components/lab-link.tsx";
import { NotFound, type Page } from "../../page.ts";
import { ActForms } from "./act-forms.tsx";
import { readQuery } from "../../query.ts";
import { actsByFinding, WITHHELD } from "../../review-acts.ts";
import type { Site } from "../../site.ts";
import { formatDay } from "../../report/words.ts";

/** One finding with what people did with it, oldest first, each act with its proof. */
export const findingPage: Page = async (site, request) => {
  const { id = "" } = request.params;
  readQuery(request.query, {});
  const finding = await readFinding(site.index, id);
  if (!finding) throw unknownFinding(id, await listFindings(site.index, {}));
  // Who works on it sees it as it stands, a reader as it stood on the day of the report.
  const acts = (actsByFinding(site).get(id) ?? []).filter(
    ({ at }) => request.account !== null || at.slice(0, site.frame.asOf.length) <= site.frame.asOf,
  );
  const review = reviewOf(acts, finding);
  return {
    title: finding.title,
    description: finding.summary,
    body: (
      <>
        <h1>Finding</h1>
        <p class="where">
          <LabLink site={site} lab={finding.lab} anchor={`#${finding.eval}`} /> · {EVAL_TITLES[finding.eval]} ·{" "}
          <code>{id}</code>
        </p>
        <FindingCard finding={finding} linked />
        <h2 id="acts">What people did with it</h2>
        <Acts review={review} all={acts} site={site} by={request.account?.name} />
        <ActForms site={site} request={request} finding={finding} review={review} />
      </>
    ),
  };
};

function unknownFinding(id: string, findings: readonly { readonly id: string; readonly title: string }[]): NotFound {
  const near = nearNames(
    id,
    findings.map((one) => one.id),
  );
  return new NotFound(
    `We have no finding “${id}”.`,
    near.map((one) => ({ href: `/findings/${one}`, text: one })),
  );
}

function Acts({
  review,
  all,
  site,
  by,
}: {
  readonly review: Review;
  readonly all: readonly LoggedAct[];
  readonly site: Site;
  /** Who looks: sees also their own code before the other's is there. */
  readonly by: string | undefined;
}): Child {
  if (review.acts.length === 0)
    return <p>Nothing yet: a detector or the casebook proposed it, and nobody has reviewed it.</p>;
  const shown = shownActs(all, review, by);
  return (
    <>
      <ol class="plain">
        {shown.map((act) => (
          <li>
            <p>
              <strong>{formatDay(act.at)}</strong>, {act.by} {sayAct(act)}{" "}
              <span class="small">{SIGNATURE_WORDS[signatureOf(act, site.workspace.reviewers)]}</span>,{" "}
              <a href={`/evidence/review/${act.finding}/${all.indexOf(act)}`}>proof</a>
            </p>
            {"rationale" in act ? <p>{act.rationale}</p> : null}
            {act.act === "reply" ? <blockquote>{act.text}</blockquote> : null}
            {act.act === "reply" ? <p>What came of it: {act.effect}</p> : null}
            {act.act === "code" ? <p>Against it: {act.counter}</p> : null}
          </li>
        ))}
      </ol>
      {shown.length < review.acts.length ? <p>{WITHHELD}</p> : null}
    </>
  );
}

const DONE = {
  accept: "accepted it.",
  dispute: "marked it as disputed.",
  reject: "rejected it.",
  withdraw: "withdrew it.",
  "no-notice": "recorded why the lab was not told.",
} as const;

function sayAct(act: ReviewAct): string {
  switch (act.act) {
    case "code":
      return `read it as ${sayCodes(act)}, sure to ${act.confidence}.`;
    case "reconcile":
      return `recorded what the reviewers agreed on: ${sayCodes(act)}.`;
    case "correct":
      return `corrected it to ${sayCodes(act)}.`;
    case "notice":
      return `told the lab on ${formatDay(act.sent)}; it may answer up to ${formatDay(act.deadline)}.`;
    case "reply":
      return `recorded the answer of ${act.from} of ${formatDay(act.date)}${act.signed === undefined ? "" : ", signed by the lab"}.`;
    case "accept":
    case "dispute":
    case "no-notice":
    case "reject":
    case "withdraw":
      return DONE[act.act];
  }
}
