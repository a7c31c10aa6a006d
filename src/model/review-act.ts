import * as z from "zod";
import { DIRECTIONS, DISCLOSED, SUBJECTS } from "./change.ts";
import { BEARINGS } from "./finding.ts";

/**
 * What people do with a finding: one act, one input of source `review` in the log, canonical JSON. Acts are never
 * changed; a later one speaks. The steps: docs/guide/review.md.
 */

const TEXT_CHARACTERS_MAX = 20_000;
const NOTE_CHARACTERS_MAX = 22_000;
const NAME_CHARACTERS_MAX = 60;

const text = z.string().trim().min(1, "must not be empty").max(TEXT_CHARACTERS_MAX);
const day = z.iso.date("a day, as 2026-08-01");
/** A name that acts are recorded under: of a person or a role. */
export const actorName = z
  .string()
  .max(NAME_CHARACTERS_MAX)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]*[\p{L}\p{N}.])?$/u, "a name or a role: letters, digits, spaces, . _ -");
const common = {
  finding: z.string().regex(/^[0-9a-f]{16}$/, "the id of a finding, 16 hexadecimal digits"),
  by: actorName,
  /** When it was recorded, by the recorder's clock. */
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, "a UTC time"),
};

/** How a reader reads a finding. What belongs to a change of a document is left out where the finding is none. */
export const codes = z.strictObject({
  bearing: z.enum(BEARINGS),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)], "1, 2 or 3"),
  direction: z.enum(DIRECTIONS).optional(),
  subject: z.enum(SUBJECTS).optional(),
  disclosed: z.enum(DISCLOSED).optional(),
});

const code = z.strictObject({
  ...common,
  act: z.literal("code"),
  ...codes.shape,
  /** How sure, 0 to 1. */
  confidence: z.number().min(0).max(1),
  rationale: text,
  /** The best reading against it that the reviewer found, or where it was looked for. */
  counter: text,
});
const reconcile = z.strictObject({ ...common, act: z.literal("reconcile"), ...codes.shape, rationale: text });
const notice = z.strictObject({ ...common, act: z.literal("notice"), sent: day, deadline: day });
const noNotice = z.strictObject({ ...common, act: z.literal("no-notice"), rationale: text });
const decide = z.strictObject({
  ...common,
  act: z.enum(["accept", "dispute", "reject", "withdraw"]),
  rationale: text,
});
const correct = z.strictObject({ ...common, act: z.literal("correct"), ...codes.shape, rationale: text });
/** What the lab says, verbatim, with what came of it. */
const reply = z.strictObject({
  ...common,
  act: z.literal("reply"),
  /** Who answered, in what role, as it signed. */
  from: z.string().trim().min(1).max(200),
  /** The day of the answer. */
  date: day,
  text,
  /** What it changed, or why it changed nothing. */
  effect: text,
  /** The signed note that it came as, where the lab signed it. */
  signed: z.string().max(NOTE_CHARACTERS_MAX).optional(),
});

export const reviewAct = z.discriminatedUnion("act", [code, reconcile, notice, noNotice, decide, correct, reply]);
export type ReviewAct = z.infer<typeof reviewAct>;
export type Codes = z.infer<typeof codes>;

const OWN = { finding: true, by: true, at: true } as const;

/**
 * An act as somebody asks for it: its own fields, to which whoever records it adds name, time and finding, and to a reply
 * what may be left out.
 */
export const reviewActFields = z.discriminatedUnion("act", [
  code.omit(OWN),
  reconcile.omit(OWN),
  notice.omit(OWN),
  noNotice.omit(OWN),
  decide.omit(OWN),
  correct.omit(OWN),
  reply.omit(OWN).partial({ from: true, date: true, effect: true }),
]);
