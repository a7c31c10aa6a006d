import * as z from "zod";
import {
  BEARINGS,
  CHANGE_KINDS,
  DIRECTIONS,
  DISCLOSED,
  EVALS,
  PROMISE_STATES,
  REVIEW_STATES,
  type Severity,
  slug,
  SUBJECTS,
} from "../model/index.ts";

/**
 * What `tripwires.yaml` of a workspace says (docs/guide/tripwires.md): conditions under which people want to be told, and
 * the channels by which they are.
 *
 *     tripwires:
 *       - name: quiet-weakening
 *         when: change
 *         direction: loosens
 *         subject: use
 *         severity: 3
 *         disclosed: [no, no-note]
 *         notify: [team]
 *     channels:
 *       team: { webhook: https://hooks.example.org/corrigible, secret: TEAM_HOOK_SECRET }
 */

/** Characters of a name, tripwires, channels, and values of one field, at most. */
const NAME_CHARACTERS_MAX = 100;
const TRIPWIRES_MAX = 1_000;
const CHANNELS_MAX = 1_000;
const VALUES_MAX = 200;
const DAYS_MAX = 36_500;

const name = z
  .string("a name such as quiet-weakening")
  .min(1, "a name such as quiet-weakening")
  .max(NAME_CHARACTERS_MAX)
  .refine((text) => slug(text) === text, "lower-case letters and digits with single hyphens, as quiet-weakening");
const text = z.string("a text").min(1).max(500);

/** One value or a list of them, read as a list. */
const some = <Schema extends z.ZodType>(one: Schema) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(one).min(1).max(VALUES_MAX)).optional();
const someOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  some(z.enum(words, `one of ${words.join(", ")}`));

const severity = z.custom<Severity>((value) => value === 1 || value === 2 || value === 3, "1, 2 or 3").optional();
const lab = some(z.string("the id of a lab, as openai"));
const common = { name, notify: some(name) };

/** A rule of a document changed. */
const changeTripwire = z.strictObject({
  ...common,
  when: z.literal("change"),
  /** Where it is not said: whatever loosens or tightens. */
  direction: someOf(DIRECTIONS),
  subject: someOf(SUBJECTS),
  kind: someOf(CHANGE_KINDS),
  /** At least. */
  severity,
  disclosed: someOf(DISCLOSED),
  lab,
  document: some(z.string("the id of a document, as openai/usage-policies")),
  /** At least, 0..1. Where it is not said: that of an alarm. */
  confidence: z.number("a number from 0 to 1").min(0, "a number from 0 to 1").max(1, "a number from 0 to 1").optional(),
});

/** Something was found that bears on an eval. */
const findingTripwire = z.strictObject({
  ...common,
  when: z.literal("finding"),
  eval: someOf(EVALS),
  bearing: someOf(BEARINGS),
  severity,
  /** Where it is not said: every state but rejected and withdrawn. */
  state: someOf(REVIEW_STATES),
  lab,
});

/** A promise came into a state. */
const promiseTripwire = z
  .strictObject({
    ...common,
    when: z.literal("promise"),
    /** Where it is not said: overdue or broken. */
    state: someOf(PROMISE_STATES),
    /** Overdue by at least so many days. */
    days: z.int("a whole number of days").min(0, "a number of days from 0").max(DAYS_MAX).optional(),
    lab,
  })
  .refine(({ days, state }) => days === undefined || state === undefined || state.includes("overdue"), {
    path: ["days"],
    message: "counts the days that a promise is overdue; add overdue to state, or leave days out",
  });

/** A measure went beyond a bound. */
const measureTripwire = z
  .strictObject({
    ...common,
    when: z.literal("measure"),
    measure: z.string("the id of a measure, as corrigible measures --json prints it"),
    above: z.number("a number").optional(),
    below: z.number("a number").optional(),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, {
    message: "needs above or below: the bound that the measure is to cross",
  });

const WHEN = ["change", "finding", "promise", "measure"] as const;
const tripwire = z.discriminatedUnion(
  "when",
  [changeTripwire, findingTripwire, promiseTripwire, measureTripwire],
  `one of ${WHEN.join(", ")}`,
);

/** A condition under which its owner wants to be told. */
export type Tripwire = z.infer<typeof tripwire>;
export type TripwireOf<When extends Tripwire["when"]> = Extract<Tripwire, { readonly when: When }>;

const VARIABLE = "the name of an environment variable that holds it, as TEAM_HOOK_SECRET";
const variable = z.string(VARIABLE).regex(/^[A-Z][A-Z0-9_]{0,99}$/, VARIABLE);
const HTTP = "an address that begins with https://";
const address = z
  .string(HTTP)
  .max(2_000)
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), HTTP);
const MAILBOX = "an e-mail address, as watch@example.org";
/** No display name, no list, no comment: nothing that a mail header could be made of. */
const mailbox = z
  .string(MAILBOX)
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}$/, MAILBOX);
const SMTP = "an address of a mail server, as smtps://user@mail.example.org:465";
const smtp = z
  .string(SMTP)
  .max(500)
  .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), SMTP)
  .refine(
    (value) => !URL.canParse(value) || new URL(value).password === "",
    "holds a password; name its variable under password",
  );

const webhookChannel = z.strictObject({ webhook: address, secret: variable });
const webhooksChannel = z.strictObject({ webhooks: text, secret: variable });
const emailChannel = z.strictObject({
  email: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(mailbox).min(1).max(VALUES_MAX)),
  from: mailbox,
  smtp,
  password: variable.optional(),
});
const feedChannel = z.strictObject({ feed: text, title: text.optional() });

/** The field that says what kind of channel it is, and the fields of each kind. */
export const CHANNEL_KINDS = {
  webhook: webhookChannel,
  webhooks: webhooksChannel,
  email: emailChannel,
  feed: feedChannel,
} as const;
export type ChannelKind = keyof typeof CHANNEL_KINDS;

/** A way in which people are told. */
export type Channel =
  | z.infer<typeof webhookChannel>
  | z.infer<typeof webhooksChannel>
  | z.infer<typeof emailChannel>
  | z.infer<typeof feedChannel>;

/** Of a channel: the first kind whose field it has. Its fields are checked by that kind alone, so that errors are plain. */
const channel = z.unknown().transform((value, context): Channel => {
  const kind = kindOf(value);
  if (kind === null) {
    context.addIssue({ code: "custom", message: `needs one of ${Object.keys(CHANNEL_KINDS).join(", ")}` });
    return z.NEVER;
  }
  const result = CHANNEL_KINDS[kind].safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
});

/** Which kind of channel a value declares; null for none. */
export function kindOf(value: unknown): ChannelKind | null {
  if (typeof value !== "object" || value === null) return null;
  const kinds = Object.keys(CHANNEL_KINDS) as ChannelKind[];
  return kinds.find((kind) => Object.hasOwn(value, kind)) ?? null;
}

export const fileSchema = z.strictObject(
  {
    /** Address under which readers reach the dashboard: alerts lead there. */
    dashboard: address.optional(),
    tripwires: z.array(tripwire, "a list of tripwires").max(TRIPWIRES_MAX),
    channels: z
      .record(name, channel, "names, each with a channel")
      .refine((all) => Object.keys(all).length <= CHANNELS_MAX, `at most ${CHANNELS_MAX}`)
      .optional(),
  },
  "needs tripwires: and, for whom to tell, channels: at its top",
);

/** Fields of each kind of tripwire and of the file, to offer a near one for one that is unknown. */
export const FIELDS: Readonly<Record<"file" | Tripwire["when"], readonly string[]>> = {
  file: Object.keys(fileSchema.shape),
  change: Object.keys(changeTripwire.shape),
  finding: Object.keys(findingTripwire.shape),
  promise: Object.keys(promiseTripwire.shape),
  measure: Object.keys(measureTripwire.shape),
};
