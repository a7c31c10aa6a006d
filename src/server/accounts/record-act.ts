import { type Account, type AccountStore, type Actor, mayActOn, recordEvent } from "../../accounts/index.ts";
import { type Finding, type ReviewAct, reviewAct, type ReviewState } from "../../model/index.ts";
import { recordReviewAct } from "../../pipeline/index.ts";
import { openReply } from "../../review/index.ts";
import { BusyError, formatInstant } from "../../std/index.ts";
import { BadField } from "../form.ts";
import { BadRequest, Forbidden, Unavailable } from "../page.ts";
import type { Site } from "../site.ts";

/** What became of a finding by an act. */
export interface RecordedAct {
  readonly act: ReviewAct;
  readonly state: ReviewState;
}

/** An act's own fields: name, time and finding are added, and of a reply what may be left out. */
export type ActFields = Readonly<Record<string, unknown>> & { readonly act: ReviewAct["act"] };

/** What a respondent's reply changed is not its own to say. */
const EFFECT_OF_REPLY = "Recorded as the lab sent it; what it changes is for the reviewers to say.";

/**
 * Records what somebody does with a finding, under their account's name and in the audit trail. Throws Forbidden where
 * their role may not, BadField for a field that is none, BadRequest where their name signs on the command line, and a
 * UserError where the act cannot follow what was done before.
 */
export function recordActOf(
  site: Site,
  by: { readonly lookAgain: () => Account | null; readonly accounts: AccountStore; readonly actor: Actor },
  finding: Finding,
  fields: ActFields,
): RecordedAct {
  const { lookAgain, accounts, actor } = by;
  const account = lookAgain();
  if (account === null || !mayActOn(account, `review.${fields.act}`, finding.lab)) {
    throw new Forbidden(`You may not ${fields.act} a finding on ${finding.lab}.`);
  }
  if (Object.hasOwn(site.workspace.reviewers, account.name)) {
    throw new BadRequest(
      `${account.name} has a key, and signs with corrigible review on the command line: the server holds no private keys.`,
    );
  }
  const at = formatInstant(accounts.clock());
  const filled =
    fields.act === "reply" ? fillReply(site, account, finding, { ...fields, day: at.slice(0, DAY_LENGTH) }) : fields;
  const act = parseAct({ ...filled, finding: finding.id, by: account.name, at });
  const state = recordUnlessBusy(site, finding, act);
  recordEvent(accounts, "review-act", actor, { detail: `${act.act} ${finding.id}` });
  return { act, state };
}

/** When to come again after another command had the log, in seconds. */
const BUSY_SECONDS = 30;

function recordUnlessBusy({ workspace }: Site, finding: Finding, act: ReviewAct): ReviewState {
  try {
    return recordReviewAct(workspace, finding, act);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    throw new Unavailable("Another command is writing the log. Send it again in a minute.", BUSY_SECONDS);
  }
}

const DAY_LENGTH = "2026-08-01".length;

/**
 * A reply is from whoever records it, and of today, unless it says otherwise; a signed note says itself who wrote it. A
 * respondent does not say what came of it.
 */
function fillReply(
  { workspace: { respondents } }: Site,
  { role, name }: Account,
  { id, lab }: Finding,
  { day, ...fields }: ActFields & { readonly day: string },
): ActFields {
  const { signed, effect } = fields as { signed?: unknown; effect?: unknown };
  const vkey = Object.hasOwn(respondents, lab) ? respondents[lab] : undefined;
  const opened = typeof signed === "string" ? openReply(signed, { finding: id, lab, vkey }) : {};
  const reply = { from: name, date: day, ...fields, ...opened };
  if (role !== "respondent") return reply;
  if (effect !== undefined) throw new BadField("effect", "“effect” is not yours to say: give the text.");
  return { ...reply, effect: EFFECT_OF_REPLY };
}

function parseAct(fields: object): ReviewAct {
  const { data, error } = reviewAct.safeParse(fields);
  if (data) return data;
  const [issue] = error.issues;
  const name = String(issue?.path.at(-1) ?? "act");
  throw new BadField(name, `“${name}”: ${issue?.message ?? "not as expected"}.`);
}
