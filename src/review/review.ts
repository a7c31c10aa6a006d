import type { Codes, Finding, ReviewAct, ReviewState, Severity } from "../model/index.ts";

type ActOf<Name extends ReviewAct["act"]> = Extract<ReviewAct, { act: Name }>;

/** Where a finding stands, by what people did with it; see docs/guide/review.md for the steps. */
export interface Review {
  readonly state: ReviewState;
  readonly codes: readonly ActOf<"code">[];
  /** What counts: as reconciled or corrected; null while the detector's word stands. */
  readonly agreed: Codes | null;
  readonly notice: ActOf<"notice"> | ActOf<"no-notice"> | null;
  /** Who accepted it so far: a finding of severity 3 needs two. */
  readonly acceptedBy: readonly string[];
  /** The gravest severity at which it was ever accepted, whatever came later; null: it never was. */
  readonly acceptedSeverity: Severity | null;
  readonly replies: readonly ActOf<"reply">[];
  /** Whether the lab has replied since it was told. */
  readonly isAnswered: boolean;
  /** All acts, oldest first. */
  readonly acts: readonly ReviewAct[];
}

/** Reviewers who code a finding without seeing each other. */
export const CODERS = 2;
/** People who accept a finding of severity 3. */
const ACCEPTERS_OF_SEVERE = 2;
const NOTHING: Review = {
  state: "proposed",
  codes: [],
  agreed: null,
  notice: null,
  acceptedBy: [],
  acceptedSeverity: null,
  replies: [],
  isAnswered: false,
  acts: [],
};

/** Where acts, in the order of the log, have brought a finding. Acts that could not follow count for nothing. */
export function reviewOf(acts: Iterable<ReviewAct>, finding: Pick<Finding, "severity">): Review {
  let review = NOTHING;
  for (const act of acts) if (outOfStep(review, act) === null) review = follow(review, act, finding);
  return review;
}

/** What decides whether an act can follow. Left out what it says: whether any such act can. */
export type ActInTime = Pick<ReviewAct, "act" | "by" | "at"> & {
  readonly severity?: Severity;
  readonly sent?: string;
  readonly deadline?: string;
};

/** Why an act cannot be recorded; null where it can. A line for the person who tries. */
export function refusalOf(review: Review, act: ActInTime): string | null {
  return outOfStep(review, act) ?? breachOf(review, act);
}

/** What a new act must keep besides the steps. Acts recorded before such a rule was made stay as they were recorded. */
function breachOf({ codes, notice, isAnswered, acceptedSeverity }: Review, act: ActInTime): string | null {
  switch (act.act) {
    case "code":
      return codes.length >= CODERS ? `${CODERS} reviewers have coded it already; it is theirs to reconcile` : null;
    case "notice":
      return (act.deadline ?? "") < (act.sent ?? "")
        ? `the deadline ${act.deadline} lies before ${act.sent}, the day on which the lab was told`
        : null;
    case "accept":
      return waitsForLab(notice, isAnswered, act.at);
    case "correct":
      if (acceptedSeverity === null)
        return "it was never accepted; accept it when the lab could answer, or withdraw it";
      return act.severity === 3 && acceptedSeverity !== 3
        ? "severity 3 takes two people, who never accepted it so; correct it to a lower one, or withdraw it"
        : null;
    case "reconcile":
    case "no-notice":
    case "reply":
    case "dispute":
    case "reject":
    case "withdraw":
      return null;
  }
}

/** Whether the lab may still answer, as a refusal. */
function waitsForLab(notice: Review["notice"], isAnswered: boolean, at: string): string | null {
  const waits = notice?.act === "notice" && !isAnswered && at.slice(0, 10) <= notice.deadline;
  return waits ? `the lab may answer up to ${notice.deadline}` : null;
}

/** Why an act is none that could follow, in an older log either; null where it could. */
function outOfStep(review: Review, act: ActInTime): string | null {
  const { state, codes, notice, agreed, acceptedBy, replies } = review;
  switch (act.act) {
    case "reply":
      return null;
    case "code":
      if (agreed !== null) return `it is ${state} already; what is wrong with it is corrected or disputed`;
      return codes.some(({ by }) => by === act.by) ? `${act.by} has coded it already` : null;
    case "reconcile":
      if (agreed !== null) return `it is ${state} already`;
      return codes.length < CODERS ? `it needs the codes of ${CODERS} reviewers, and has ${codes.length}` : null;
    case "notice":
    case "no-notice":
      if (agreed === null) return "it is not reconciled yet";
      return notice === null && state === "reconciled" ? null : `it is ${state} already`;
    case "accept": {
      if (notice === null) return "the lab has no notice of it, and no reason why not is recorded";
      if (!["noticed", "disputed"].includes(state)) return `it is ${state}`;
      if (acceptedBy.includes(act.by)) return `${act.by} has accepted it already; severity 3 needs another person`;
      return waitsForLab(notice, replies.length > 0, act.at);
    }
    case "dispute":
      return ["noticed", "accepted", "corrected"].includes(state) ? null : `it is ${state}`;
    case "reject":
      return agreed === null ? "it is not reconciled yet" : isDecided(state) ? `it is ${state}` : null;
    case "correct":
    case "withdraw":
      return ["accepted", "disputed", "corrected"].includes(state)
        ? null
        : `it is ${state}: not published as accepted yet`;
  }
}

const isDecided = (state: ReviewState): boolean => ["accepted", "rejected", "corrected", "withdrawn"].includes(state);

function follow(review: Review, act: ReviewAct, finding: Pick<Finding, "severity">): Review {
  const next = { ...review, acts: [...review.acts, act] };
  switch (act.act) {
    case "reply":
      return { ...next, replies: [...review.replies, act], isAnswered: review.isAnswered || answers(act, review) };
    case "code": {
      const codes = [...review.codes, act];
      return { ...next, codes, state: codes.length >= CODERS ? "coded" : "proposed" };
    }
    case "reconcile":
      return { ...next, agreed: codesOf(act), state: "reconciled" };
    case "notice":
    case "no-notice":
      return { ...next, notice: act, isAnswered: false, state: "noticed" };
    case "accept":
      return accept(next, act.by, review.agreed?.severity ?? finding.severity);
    case "dispute":
      return { ...next, acceptedBy: [], state: "disputed" };
    case "reject":
      return { ...next, state: "rejected" };
    case "correct":
      return { ...next, agreed: codesOf(act), state: "corrected" };
    case "withdraw":
      return { ...next, state: "withdrawn" };
  }
}

/** What was said before the notice does not answer it. */
const answers = ({ date }: ActOf<"reply">, { notice }: Review): boolean =>
  notice?.act === "notice" && date >= notice.sent;

function accept(review: Review, by: string, severity: Severity): Review {
  const acceptedBy = [...review.acceptedBy, by];
  if (acceptedBy.length < (severity === 3 ? ACCEPTERS_OF_SEVERE : 1)) return { ...review, acceptedBy };
  const gravest = Math.max(severity, review.acceptedSeverity ?? 1) as Severity;
  return { ...review, acceptedBy, acceptedSeverity: gravest, state: "accepted" };
}

function codesOf({ bearing, severity, direction, subject, disclosed }: Codes): Codes {
  return { bearing, severity, direction, subject, disclosed };
}

/** The finding as people left it: state, what they agreed on, their counter-evidence, the lab's reply in its own words. */
export function reviewed(finding: Finding, { state, agreed, codes, replies, acts }: Review): Finding {
  if (acts.length === 0) return finding;
  // What one reviewer wrote is shown when the other can no longer be led by it.
  const counters = codes.length < CODERS ? [] : codes.map(({ counter }) => counter);
  const answer = replies.map(
    ({ from, date, text, effect }) => `${from}, ${date}: ${text}\n\nWhat came of it: ${effect}`,
  );
  return {
    ...finding,
    state,
    bearing: agreed?.bearing ?? finding.bearing,
    severity: agreed?.severity ?? finding.severity,
    counter: [finding.counter, ...new Set(counters)].join("\n\n"),
    reply: answer.length > 0 ? answer.join("\n\n") : finding.reply,
  };
}
