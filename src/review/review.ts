import type { Codes, Finding, ReviewAct, ReviewState } from "../model/index.ts";

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
  readonly replies: readonly ActOf<"reply">[];
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
  replies: [],
  acts: [],
};

/** Where acts, in the order of the log, have brought a finding. Acts that could not follow count for nothing. */
export function reviewOf(acts: Iterable<ReviewAct>, finding: Pick<Finding, "severity">): Review {
  let review = NOTHING;
  for (const act of acts) if (refusalOf(review, act) === null) review = follow(review, act, finding);
  return review;
}

/** What decides whether an act can follow: not what it says. */
export type ActInTime = Pick<ReviewAct, "act" | "by" | "at">;

/** Why an act cannot follow; null where it can. A line for the person who tries. */
export function refusalOf(review: Review, act: ActInTime): string | null {
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
      const waits = notice.act === "notice" && replies.length === 0 && act.at.slice(0, 10) <= notice.deadline;
      return waits ? `the lab may answer up to ${notice.deadline}` : null;
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
      return { ...next, replies: [...review.replies, act] };
    case "code": {
      const codes = [...review.codes, act];
      return { ...next, codes, state: codes.length >= CODERS ? "coded" : "proposed" };
    }
    case "reconcile":
      return { ...next, agreed: codesOf(act), state: "reconciled" };
    case "notice":
    case "no-notice":
      return { ...next, notice: act, state: "noticed" };
    case "accept": {
      const acceptedBy = [...review.acceptedBy, act.by];
      const needed = (review.agreed?.severity ?? finding.severity) === 3 ? ACCEPTERS_OF_SEVERE : 1;
      return { ...next, acceptedBy, state: acceptedBy.length >= needed ? "accepted" : review.state };
    }
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
