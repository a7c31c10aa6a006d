import * as z from "zod";
import { AMOUNT_KINDS } from "./amount.ts";
import { VERDICTS } from "./claim.ts";
import { EFFECTS } from "./coded-change.ts";
import { CONTROL_MEANS } from "./control-relation.ts";
import { parseDated } from "./dated.ts";
import { OUTCOMES } from "./oversight-attempt.ts";
import { PROMISE_STATES } from "./promise.ts";

/** Parsers of the values in a casebook record, with messages that say what to write instead. */

const TEXT_CHARACTERS_MAX = 2000;
const LINE_CHARACTERS_MAX = 200;
const ID_CHARACTERS_MAX = 120;
const LIST_ITEMS_MAX = 50;

export const text = z
  .string("must be text")
  .trim()
  .min(1, "must not be empty")
  .max(TEXT_CHARACTERS_MAX, `must have at most ${TEXT_CHARACTERS_MAX} characters`);

export const line = text
  .max(LINE_CHARACTERS_MAX, `must have at most ${LINE_CHARACTERS_MAX} characters`)
  .refine((value) => !value.includes("\n"), "must be one line");

/** A name of lower-case ASCII words: an id of a lab, of a record. */
export const id = z
  .string("must be text")
  .max(ID_CHARACTERS_MAX, `must have at most ${ID_CHARACTERS_MAX} characters`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits with single hyphens");

export function listOf<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item, "must be a list").max(LIST_ITEMS_MAX, `must have at most ${LIST_ITEMS_MAX} items`);
}

export function oneOf<const T extends string>(words: readonly T[]): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(words, `must be one of ${words.join(", ")}`);
}

/** YAML reads a year alone as a number. */
const yearAsText = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

/** A day that exists in the calendar, `2024-01-10`. */
export const day = z.iso.date("must be a day that exists, as 2024-01-10");

/** A day, a month or a year: `2024-01-10`, `2024-01`, `2024`. */
export const date = z.preprocess(
  yearAsText,
  z
    .string("must be a date, as 2024-01-10, 2024-01 or 2024")
    .refine((value) => parseDated(value) !== null, "must be a date, as 2024-01-10, 2024-01 or 2024"),
);

const period = z.preprocess(yearAsText, line);
const yesOrNo = z.boolean("must be true or false");

const VENUES = ["us-federal", "us-states", "eu", "elections"] as const;
const TESTED = ["held", "failed", "untested"] as const;
const ANSWERS = ["yes", "partly", "no", "unknown"] as const;

/** The fields that a record of each type must carry; any record may carry those of the others besides. */
export const REQUIRED_FIELDS = {
  "constraint-change": { document: text, effect: oneOf(EFFECTS), disclosed: oneOf(ANSWERS) },
  "oversight-event": { overseer: text, target: text, attempt: text, outcome: oneOf(OUTCOMES) },
  claim: { claim_paraphrase: text, evidence_for: text, evidence_against: text, verdict: oneOf(VERDICTS) },
  promise: { promise: text, due_date: date.nullable(), status: oneOf(PROMISE_STATES), status_date: date },
  incident: { explained: oneOf(ANSWERS), explanation_date: date.nullable() },
  funding: { period },
  valuation: { period },
  revenue: { period },
  lobbying: { period },
  compute: { period },
  release: {},
  disclosure: {},
  secrecy: {},
  "control-relation": {
    controller: text,
    controlled: text,
    means: oneOf(CONTROL_MEANS),
    share_percent: z.number("must be a number").min(0, "must be 0 or more").max(100, "must be 100 or less").nullable(),
    start: date.nullable(),
    end: date.nullable(),
  },
  "mission-statement": { document: text },
  "market-action": {},
  spending: {},
  people: {},
} as const;

/** Fields that no type asks for. */
export const OTHER_FIELDS = {
  /** Ids of records about the same event, seen from another side. */
  same_event_as: listOf(id),
  /** On whose word the status of a promise rests. */
  status_basis: text,
  /** How the figures came to be known; `reported` where the record does not tell. */
  figures_kind: oneOf(AMOUNT_KINDS),
  /** Whether the figures are of plans and commitments, not of what has come about. */
  planned: yesOrNo,
  /** Before whom a lab lobbied. */
  venue: oneOf(VENUES),
  /** What a control relation rests on, in a few words, and whether its use was seen to hold. */
  basis: line,
  tested: oneOf(TESTED),
  /** Day on which that use was decided. */
  tested_on: date,
  /** Who votes in the controller where it is a body, one vote each: seats and roles. */
  members: listOf(line),
  /** Votes with which that body decides. */
  quota: z.int("must be a whole number").min(1, "must be 1 or more"),
  /** A grade as an outside index gave it. */
  grade: line,
  keywords_present: listOf(line),
  keywords_removed_since_previous: listOf(line),
  tax_years: listOf(z.int("must be a year").min(1900).max(2100)),
  financial_return_clause: yesOrNo,
  word_safe_or_safely: yesOrNo,
  /** The wording where the wording is the fact, a dozen words at most. */
  quoted_phrase: line,
} as const;
