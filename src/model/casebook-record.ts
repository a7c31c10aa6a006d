import * as z from "zod";
import { date, day, id, line, listOf, oneOf, OTHER_FIELDS, REQUIRED_FIELDS, text } from "./casebook-fields.ts";
import { PRECISIONS } from "./dated.ts";
import { EVALS } from "./evals.ts";
import { BEARINGS } from "./finding.ts";

/**
 * One record of the casebook: a sourced fact about a lab, as people write and read it. What a file leaves out stands
 * here as null, false or an empty list. Format page: docs/formats/casebook.md.
 */

const SOURCES_MAX = 30;
const FIGURES_MAX = 40;

const R = REQUIRED_FIELDS;
/** Every field of every type, none of them asked for. */
const anyFields = z
  .object({
    ...R["constraint-change"],
    ...R["oversight-event"],
    ...R.claim,
    ...R.promise,
    ...R.incident,
    ...R["control-relation"],
    ...R.funding,
    ...OTHER_FIELDS,
  })
  .partial().shape;

const sourceSchema = z.strictObject({
  /** Null where nobody of ours has seen the address. */
  url: z.url({ protocol: /^https?$/, error: "must be an address with http or https, or null" }).nullable(),
  title: line,
  publisher: line.nullable().default(null),
  date: date.nullable().default(null),
  /** Whether the passage that states the fact was read. */
  verified: z.boolean("must be true or false"),
  /** Published by the lab itself, a court, a regulator or as a filing, or by those whose own finding it is. */
  primary: z.boolean("must be true or false").default(false),
  supports: text,
});

const figures = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case words with underscores and end in the unit"),
    z.number("must be a number"),
  )
  .refine((values) => Object.keys(values).length <= FIGURES_MAX, `must have at most ${FIGURES_MAX} figures`);

function recordOf<const T extends string, F extends z.ZodRawShape>(type: T, required: F) {
  return z.strictObject({
    id,
    lab: id,
    type: z.literal(type),
    /** The first day on which it can have happened, or the last of the period that it is about. */
    date: day,
    date_precision: oneOf(PRECISIONS),
    end_date: day.nullable().default(null),
    title: line,
    summary: text,
    dimensions: listOf(oneOf(EVALS)).min(1, "must name at least one eval"),
    direction: oneOf(BEARINGS),
    severity: z.union([z.literal(1), z.literal(2), z.literal(3)], "must be 1, 2 or 3"),
    figures: figures.default({}),
    fields: z.strictObject({ ...anyFields, ...required }).prefault({} as never),
    counter: text,
    sources: z.array(sourceSchema, "must be a list").min(1, "must have at least one source").max(SOURCES_MAX),
    /** The founding essay cites it. */
    seed: z.boolean("must be true or false").default(false),
    /** Ids that this record had besides: records of the same event, merged into this one. */
    also: listOf(id).default([]),
    /** Why the record carries little weight, where it does. */
    weak: text.nullable().default(null),
  });
}

/** Adds what no single field can tell. */
function checkTogether(record: Unchecked, context: z.RefinementCtx<Unchecked>): void {
  const say = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
  const month = record.id.startsWith(`${record.lab}-`) ? record.id.slice(record.lab.length + 1) : null;
  if (month === null) say("id", `must begin with the lab, ${record.lab}-`);
  else if (!/^\d{4}-\d{2}-./.test(month))
    say("id", `must go on with a month, ${record.lab}-${record.date.slice(0, 7)}-…`);
  else if (!monthsOf(record).includes(month.slice(0, 7))) say("id", `must name the month of its date, ${record.date}`);
  if (record.end_date !== null && record.end_date < record.date) say("end_date", `must not be before ${record.date}`);
}

/** Months that an id may name: of the date, or of the day on which a promise fell due. */
function monthsOf({ date: first, fields: { due_date: due } }: Unchecked): (string | undefined)[] {
  return [first.slice(0, 7), due?.slice(0, 7)];
}

const unchecked = z.discriminatedUnion(
  "type",
  [
    recordOf("constraint-change", R["constraint-change"]),
    recordOf("oversight-event", R["oversight-event"]),
    recordOf("claim", R.claim),
    recordOf("promise", R.promise),
    recordOf("incident", R.incident),
    recordOf("funding", R.funding),
    recordOf("valuation", R.valuation),
    recordOf("revenue", R.revenue),
    recordOf("lobbying", R.lobbying),
    recordOf("compute", R.compute),
    recordOf("release", R.release),
    recordOf("disclosure", R.disclosure),
    recordOf("secrecy", R.secrecy),
    recordOf("control-relation", R["control-relation"]),
    recordOf("mission-statement", R["mission-statement"]),
    recordOf("market-action", R["market-action"]),
    recordOf("spending", R.spending),
    recordOf("people", R.people),
  ],
  `must be one of ${Object.keys(R).join(", ")}`,
);
type Unchecked = z.infer<typeof unchecked>;

/** Parses a record; what a file may leave out is filled in. */
export const casebookRecordSchema = unchecked.superRefine(checkTogether);

export type CasebookRecord = z.infer<typeof casebookRecordSchema>;
export type CasebookType = CasebookRecord["type"];
export const CASEBOOK_TYPES = Object.keys(REQUIRED_FIELDS) as readonly CasebookType[];

/** Names of the fields that a record of this type must carry. */
export function fieldsOf(type: CasebookType): string[] {
  return Object.keys(REQUIRED_FIELDS[type]);
}
