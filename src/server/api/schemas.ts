import { z } from "zod";
import { EVENT_KINDS, ROLES, SCOPES } from "../../accounts/index.ts";
import {
  BEARINGS,
  CHANGE_KINDS,
  DIRECTIONS,
  DISCLOSED,
  entrySchema,
  EVALS,
  NOISE_KINDS,
  ORDERS,
  PRECISIONS,
  REVIEW_STATES,
  reviewActFields,
  SUBJECTS,
  VERSION_CAUSES,
} from "../../model/index.ts";

/**
 * What the interface for programs answers: these schemas check every answer before it leaves, they make the OpenAPI
 * document, and the client's types.
 */

/** Schemas that the document names, with their names. */
export const NAMED = z.registry<{ id: string; description: string }>();

const named = <Schema extends z.ZodType>(id: string, description: string, schema: Schema): Schema => {
  NAMED.add(schema, { id, description });
  return schema;
};

const instant = z.iso.datetime();
const day = z.iso.date();
const address = z.url();
const severity = z.literal([1, 2, 3]);
const evidenceIds = z.array(z.string()).describe("what `corrigible prove` and /evidence/ take");

export const dated = named(
  "Dated",
  "A date as far as it is known: its first day, and whether day, month or year is known.",
  z.object({ date: day, precision: z.enum(PRECISIONS) }),
);

export const lab = named(
  "Lab",
  "A lab that anything is known of.",
  z.object({
    id: z.string(),
    name: z.string(),
    /** Whether it is of the example, and does not exist. */
    fictional: z.boolean(),
    documents: z.int(),
    links: z.object({ page: address, card: address, changes: address, feed: address }),
  }),
);

export const document = named(
  "Document",
  "One tracked series of versions.",
  z.object({
    id: z.string().describe("lab/slug, the same through renames of the service"),
    lab: z.string(),
    service: z.string(),
    terms: z.string(),
    versions: z.int(),
    firstVersion: z.string(),
    lastVersion: z.string(),
    firstDate: instant,
    lastDate: instant,
    links: z.object({ page: address, versions: address, changes: address, feed: address, timemap: address }),
  }),
);

export const version = named(
  "Version",
  "One recorded text of a document, and what the audit says of the step to it.",
  z.object({
    id: z.string().describe("document@place in the log"),
    document: z.string(),
    logIndex: z.int(),
    date: instant,
    cause: z.enum(VERSION_CAUSES),
    blob: z.string().describe("SHA-256 of the text"),
    size: z.int().describe("bytes of the text"),
    service: z.string(),
    terms: z.string(),
    base: z.string().nullable().describe("the version it is compared with"),
    noise: z.enum(NOISE_KINDS).nullable().describe("why the step is no change by the lab"),
    note: z.string().nullable().describe("the document's own note about its change"),
    links: z.object({ page: address, text: address, proof: address }),
  }),
);

const quote = named(
  "Quote",
  "A clause as it stands in a text; start and end count UTF-16 units.",
  z.object({ text: z.string(), path: z.array(z.string()), start: z.int(), end: z.int() }),
);

export const change = named(
  "Change",
  "One change of a rule between two versions.",
  z.object({
    id: z.string(),
    lab: z.string(),
    document: z.string(),
    service: z.string(),
    terms: z.string(),
    date: instant.describe("date of the new version"),
    oldVersion: z.string(),
    newVersion: z.string(),
    kind: z.enum(CHANGE_KINDS),
    direction: z.enum(DIRECTIONS),
    subject: z.enum(SUBJECTS),
    severity,
    confidence: z.number().min(0).max(1),
    old: quote.nullable(),
    new: quote.nullable(),
    nearest: z.object({ text: z.string(), coverage: z.number() }).nullable(),
    disclosed: z.enum(DISCLOSED),
    note: z.string().nullable(),
    reasons: z.array(z.string()),
    suppressed: z.enum(NOISE_KINDS).nullable().describe("why the change is set aside as noise"),
    links: z.object({ page: address, oldProof: address, newProof: address }),
  }),
);

export const finding = named(
  "Finding",
  "Evidence bearing on one eval of one lab, with what speaks against it.",
  z.object({
    id: z.string(),
    eval: z.enum(EVALS),
    lab: z.string(),
    rule: z.string(),
    when: dated,
    title: z.string(),
    summary: z.string(),
    bearing: z.enum(BEARINGS),
    severity,
    state: z.enum(REVIEW_STATES),
    sourceWeight: z.number(),
    counter: z.string(),
    reply: z.string().nullable(),
    seed: z.boolean().describe("whether the founding essay cites it"),
    evidence: evidenceIds,
    links: z.object({ page: address, evidence: z.array(address) }),
  }),
);

const estimate = named(
  "Estimate",
  "A number with its 90 % interval, or the reason why there is none. An end that the data leave open is null.",
  z.discriminatedUnion("established", [
    z.object({
      established: z.literal(true),
      value: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      n: z.number(),
      method: z.string(),
    }),
    z.object({ established: z.literal(false), reason: z.string(), n: z.number(), method: z.string() }),
  ]),
);

const cell = z.union([z.string(), z.number(), z.null()]);

export const measure = named(
  "Measure",
  "A number with interval, method and evidence.",
  z.object({
    id: z.string().describe("eval/lab/name; the lab is `industry` for a measure over all"),
    eval: z.enum(EVALS),
    lab: z.string(),
    name: z.string(),
    label: z.string(),
    unit: z.string(),
    estimate,
    numerator: z.number().exactOptional(),
    denominator: z.number().exactOptional(),
    caution: z.string(),
    detail: z.object({ columns: z.array(z.string()), rows: z.array(z.array(cell)) }).exactOptional(),
    evidence: evidenceIds,
  }),
);

const assessment = named(
  "Assessment",
  "The balance of evidence on one eval of one lab: 0 all reassuring, 1 all concerning. No probability of misalignment.",
  z.object({
    eval: z.enum(EVALS),
    balance: estimate,
    findings: z.int(),
    concerning: z.int(),
    reassuring: z.int(),
    mixed: z.int(),
    coverage: z.array(z.object({ what: z.string(), found: z.number() })),
    robustness: z.number().nullable(),
  }),
);

const comparison = z.object({
  eval: z.enum(EVALS),
  a: z.string(),
  b: z.string(),
  probability: z.number().nullable().describe("that a's balance is above b's; null where not comparable"),
  matched: z.int(),
  order: z.enum(ORDERS),
});

export const evalInfo = named(
  "Eval",
  "One of the six evals.",
  z.object({ id: z.enum(EVALS), title: z.string(), links: z.object({ method: address, findings: address }) }),
);

const log = z.object({ origin: z.string(), size: z.int(), root: z.string() });

export const card = named(
  "Card",
  "A lab card: six assessments, its measures, its comparisons with other labs on matched items.",
  z.object({
    lab: z.string(),
    name: z.string(),
    asOf: day,
    log,
    summary: z.array(z.string()),
    assessments: z.array(assessment),
    measures: z.array(measure),
    comparisons: z.array(comparison),
    questions: z.array(z.string()),
    links: z.object({ page: address, findings: address }),
  }),
);

export const ledgerRow = named(
  "LedgerRow",
  "One line of a ledger: what was said, attempted or went wrong, and what became of it.",
  z.object({
    id: z.string(),
    lab: z.string(),
    when: dated,
    heading: z.string(),
    state: z.string(),
    settled: day.nullable().describe("day from which it is known to stand so"),
    facts: z.record(z.string(), z.string()),
    why: z.string().nullable(),
    counter: z.string().nullable().describe("what speaks against this reading; null where the source is a table"),
    sources: z.array(
      z.object({
        url: z.string().nullable(),
        title: z.string(),
        publisher: z.string().nullable(),
        verified: z.boolean(),
      }),
    ),
    evidence: evidenceIds,
    links: z.object({ evidence: z.array(address) }),
  }),
);

export const evidenceEntry = named(
  "EvidenceEntry",
  "One entry of the log, as the log holds it, with the way to its proof.",
  z.object({
    index: z.int(),
    id: z.string(),
    entry: entrySchema,
    recorded: instant.nullable().describe("when the recorder closed its import"),
    links: z.object({ page: address, proof: address, text: address.nullable() }),
  }),
);

export const account = named(
  "Account",
  "Whose token a request is made with.",
  z.object({
    name: z.string(),
    role: z.enum(ROLES),
    lab: z.string().nullable().describe("of a respondent"),
    scopes: z.array(z.enum(SCOPES)),
  }),
);

export const securityEvent = named(
  "SecurityEvent",
  "A line of the audit trail.",
  z.object({
    seq: z.int(),
    at: instant,
    kind: z.enum(EVENT_KINDS),
    user: z.string().nullable().describe("whose account it is about"),
    by: z.string().nullable(),
    address: z.string(),
    detail: z.string(),
  }),
);

export const reviewActBody = named("ReviewAct", "What is done with a finding.", reviewActFields);

export const recordedAct = named(
  "RecordedAct",
  "An act as it was recorded, and the state of its finding after it. Pages show it after the next audit.",
  z.object({
    finding: z.string(),
    act: z.string(),
    by: z.string(),
    at: instant,
    state: z.enum(REVIEW_STATES),
    links: z.object({ finding: address, page: address }),
  }),
);

export const problem = named(
  "Problem",
  "What was wrong with a request (RFC 9457).",
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    nearby: z.array(z.object({ href: z.string(), text: z.string() })).exactOptional(),
  }),
);

/** A part of a list. */
export function listOf<Item extends z.ZodType>(id: string, item: Item) {
  return named(
    id,
    "A part of a list.",
    z.object({
      asOf: day.describe("nothing later is told"),
      total: z.int().nullable().describe("how many pass the filters; null where counting would mean reading all"),
      items: z.array(item),
      next: z.string().nullable().describe("cursor of the next part; null at the end"),
    }),
  );
}
