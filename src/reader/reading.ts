import * as z from "zod";
import { SUBJECTS } from "../model/index.ts";

/** Characters of a quote and of a reason, at most. */
const QUOTE_LENGTH_MAX = 1_000;
const REASON_LENGTH_MAX = 1_000;

/** What a second reader says of a change: the answer that it is asked for. */
export const verdictSchema = z.object({
  /** Whether the change loosens, and whether it tightens, what binds the company. */
  loosens: z.boolean(),
  tightens: z.boolean(),
  /** What the rule governs; null where nothing changed that binds. */
  subject: z.enum(SUBJECTS).nullable(),
  /** Words of the old or the new text on which the verdict rests, exactly as they stand there. */
  quote: z.string().min(1).max(QUOTE_LENGTH_MAX),
  reason: z.string().max(REASON_LENGTH_MAX),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Why there is no verdict. The first reader's stands then, as it does otherwise. */
export const NO_ANSWERS = ["malformed", "refused", "timeout", "unreachable"] as const;
export type NoAnswer = (typeof NO_ANSWERS)[number];

export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("verdict"), verdict: verdictSchema }),
  z.strictObject({ kind: z.literal("none"), why: z.enum(NO_ANSWERS), detail: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** One reading as the evidence log keeps it. */
export const readingSchema = z.strictObject({
  change: z.string(),
  document: z.string(),
  /** The versions between which the change lies. */
  oldVersion: z.string(),
  newVersion: z.string(),
  model: z.string(),
  /** Host of the endpoint, without address or key. */
  host: z.string(),
  /** Which wording of the question was asked. */
  prompt: z.string(),
  answer: answerSchema,
});
export type Reading = z.infer<typeof readingSchema>;
