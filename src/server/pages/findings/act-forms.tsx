import type { Child } from "hono/jsx";
import { mayActOn } from "../../../accounts/index.ts";
import { BEARINGS, DIRECTIONS, DISCLOSED, type Finding, type ReviewAct, SUBJECTS } from "../../../model/index.ts";
import { NOTICE_DAYS, refusalOf, type Review } from "../../../review/index.ts";
import { Alert, Choice, PostForm, TextArea, TextInput } from "../../components/post-form.tsx";
import type { PageRequest } from "../../page.ts";
import type { Site } from "../../site.ts";

type ActName = ReviewAct["act"];

/** An act's form: its button, what is said above it, and its fields. */
interface ActForm {
  readonly button: string;
  readonly lead: string;
  readonly fields: (props: FieldsProps) => Child;
}
interface FieldsProps {
  readonly request: PageRequest;
  readonly finding: Finding;
  /** The day of today, UTC. */
  readonly today: string;
}

const FORMS: Readonly<Record<ActName, ActForm>> = {
  code: {
    button: "Record your code",
    lead: "Code it, without seeing what the other reviewer wrote.",
    fields: ({ request, finding }) => (
      <>
        <CodeFields request={request} finding={finding} />
        <TextInput request={request} name="confidence" label="How sure you are, 0 to 1" />
        <TextArea request={request} name="rationale" label="Why" />
        <TextArea request={request} name="counter" label="The best reading against it, or where you looked for one" />
      </>
    ),
  },
  reconcile: {
    button: "Record what you agreed on",
    lead: "Two reviewers have coded it. Say what they agreed on: it counts from now on.",
    fields: ({ request, finding }) => (
      <>
        <CodeFields request={request} finding={finding} />
        <TextArea request={request} name="rationale" label="Why" />
      </>
    ),
  },
  notice: {
    button: "Record the notice",
    lead: "Tell the lab, and record when it was told.",
    fields: ({ request, today }) => (
      <>
        <TextInput request={request} name="sent" label="The day on which the lab got it" type="date" value={today} />
        <TextInput
          request={request}
          name="deadline"
          label={`Up to when it may answer (left empty: ${NOTICE_DAYS} working days later)`}
          type="date"
          isOptional
        />
      </>
    ),
  },
  "no-notice": {
    button: "Record that the lab is not told",
    lead: "Or say why the lab is not told.",
    fields: Rationale,
  },
  reply: {
    button: "Record the reply",
    lead: "The lab’s answer, word for word. It is shown at the finding’s own size.",
    fields: ({ request, today }) => (
      <>
        <TextInput request={request} name="from" label="Who answers, and in what role" />
        <TextInput request={request} name="date" label="Day of the answer" type="date" value={today} />
        <TextArea request={request} name="text" label="The answer" />
        {request.account?.role === "respondent" ? null : (
          <TextArea request={request} name="effect" label="What it changed, or why it changed nothing" />
        )}
      </>
    ),
  },
  accept: { button: "Accept", lead: "Accept it. Severity 3 needs two people.", fields: Rationale },
  dispute: { button: "Mark as disputed", lead: "Dispute it: it counts less until it is decided.", fields: Rationale },
  reject: { button: "Reject", lead: "Reject it: it counts for nothing, and stays on record.", fields: Rationale },
  correct: {
    button: "Correct",
    lead: "Correct it. What it was stays on record.",
    fields: ({ request, finding }) => (
      <>
        <CodeFields request={request} finding={finding} />
        <TextArea request={request} name="rationale" label="Why" />
      </>
    ),
  },
  withdraw: { button: "Withdraw", lead: "Withdraw it: it stays visible as withdrawn.", fields: Rationale },
};

function Rationale({ request }: FieldsProps): Child {
  return <TextArea request={request} name="rationale" label="Why, in words that are published" />;
}

function CodeFields({ request, finding }: Pick<FieldsProps, "request" | "finding">): Child {
  return (
    <>
      <Choice request={request} name="bearing" label="What it says of the lab" options={BEARINGS} />
      <Choice
        request={request}
        name="severity"
        label="Severity: 1 minor, 2 notable, 3 major"
        options={["1", "2", "3"]}
      />
      {finding.eval === "subverting-constraints" ? (
        <>
          <Choice request={request} name="direction" label="Of a change: direction" options={DIRECTIONS} isOptional />
          <Choice request={request} name="subject" label="Of a change: subject" options={SUBJECTS} isOptional />
          <Choice request={request} name="disclosed" label="Of a change: disclosed" options={DISCLOSED} isOptional />
        </>
      ) : null}
    </>
  );
}

/** The forms of what somebody may do with a finding now; nothing for a visitor, or where there is nothing to do. */
export function ActForms({
  site,
  request,
  finding,
  review,
}: {
  readonly site: Site;
  readonly request: PageRequest;
  readonly finding: Finding;
  readonly review: Review;
}): Child {
  const { account, accounts } = request;
  if (account === null || accounts === null) return null;
  if (Object.hasOwn(site.workspace.reviewers, account.name)) {
    return <p class="notice">{account.name} has a key: what they do is signed on the command line.</p>;
  }
  const now = accounts.clock().toISOString();
  const acts = (Object.keys(FORMS) as ActName[]).filter(
    (act) =>
      mayActOn(account, `review.${act}`, finding.lab) && refusalOf(review, { act, by: account.name, at: now }) === null,
  );
  const { refused } = request;
  const isShown = acts.some((act) => addressOf(finding, act) === request.address);
  if (acts.length === 0 && refused === null) return null;
  return (
    <section aria-labelledby="your-part">
      <h2 id="your-part">Your part</h2>
      {refused === null || isShown ? null : <Alert>{refused.message}</Alert>}
      <p class="small">
        What you record is an entry of the evidence log under the name {account.name}. It cannot be taken back, only
        followed by another.
      </p>
      {acts.map((act, place) => (
        <OneAct {...{ request, finding, act }} isOpen={place === 0} today={now.slice(0, DAY_LENGTH)} />
      ))}
    </section>
  );
}

const DAY_LENGTH = "2026-08-01".length;
const addressOf = ({ id }: Finding, act: ActName): string => `/findings/${id}/${act}`;

function OneAct({
  request,
  finding,
  act,
  today,
  isOpen,
}: FieldsProps & { readonly act: ActName; readonly isOpen: boolean }): Child {
  const { button, lead, fields: Fields } = FORMS[act];
  const action = addressOf(finding, act);
  const wasSent = request.address === action;
  // What was typed into one form does not stand in the others.
  const own = wasSent ? request : { ...request, refused: null };
  return (
    <details {...(wasSent || (isOpen && request.refused === null) ? { open: true } : {})}>
      <summary>{lead}</summary>
      <PostForm request={own} action={action} label={button}>
        <Fields request={own} finding={finding} today={today} />
        <button>{button}</button>
      </PostForm>
    </details>
  );
}
