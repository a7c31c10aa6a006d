import type {
  Assessment,
  Bearing,
  EvalName,
  Finding,
  LabComparison,
  Measure,
  ReviewState,
  Severity,
} from "../model/index.ts";
import { UserError } from "../std/index.ts";
import { databaseOf } from "./database.ts";
import type { Index } from "./open.ts";
import type { IndexPlace } from "./place.ts";
import { EVAL_TABLES } from "./shapes.ts";
import { GENERATION } from "./write.ts";
import type { ComparisonRow, FindingRow, MeasureRow } from "./tables.ts";

/** What all of an evaluation is about. */
export interface EvalFrame {
  /** The day that counts as today. */
  readonly asOf: string;
  /** Id → name of every lab that anything is known of, by id. */
  readonly labs: Readonly<Record<string, string>>;
}

/** What the evals and the assessment say: written together, after the documents. */
export interface EvalRows {
  readonly frame: EvalFrame;
  readonly findings: readonly Finding[];
  readonly measures: readonly Measure[];
  readonly assessments: readonly Assessment[];
  readonly comparisons: readonly LabComparison[];
}

/**
 * Puts the rows in the place of all that is there, in one transaction. `state` names what they were made from;
 * `generation`: that of the documents they were made from. False, and nothing is put, where the documents are others now.
 */
export async function writeEvals(
  place: IndexPlace,
  rows: EvalRows,
  { state, generation }: { readonly state: string; readonly generation: string | null },
): Promise<boolean> {
  const transaction = await (await databaseOf(place)).begin("wait");
  try {
    if ((await transaction.readMeta("state")) === null) throw new Error("the evals are written after the documents");
    if ((await transaction.readMeta(GENERATION)) !== generation) return false;
    await transaction.empty(EVAL_TABLES);
    await transaction.insert("findings", rows.findings.map(toFindingRow));
    await transaction.insert("measures", rows.measures.map(toMeasureRow));
    const assessments = rows.assessments.map((one) => ({ lab: one.lab, eval: one.eval, body: JSON.stringify(one) }));
    await transaction.insert("assessments", assessments);
    await transaction.insert("comparisons", rows.comparisons.map(toComparisonRow));
    await transaction.writeMeta("evals-frame", JSON.stringify(rows.frame));
    await transaction.writeMeta("evals", state);
    await transaction.commit();
    return true;
  } finally {
    await transaction.rollback();
  }
}

function toFindingRow(finding: Finding): FindingRow {
  const { id, lab, when, bearing, severity, state, seed } = finding;
  const body = JSON.stringify(finding);
  return { id, lab, eval: finding.eval, date: when.date, bearing, severity, state, seed: seed ? 1 : 0, body };
}

function toMeasureRow(measure: Measure, position: number): MeasureRow {
  return { id: measure.id, lab: measure.lab, eval: measure.eval, position, body: JSON.stringify(measure) };
}

function toComparisonRow(comparison: LabComparison): ComparisonRow {
  return { eval: comparison.eval, lab: comparison.a, other: comparison.b, body: JSON.stringify(comparison) };
}

/**
 * The generation of the documents in the index: another one after each commit of an {@link IndexWriter}. Null where no
 * audit has made an index.
 */
export async function readGeneration(place: IndexPlace): Promise<string | null> {
  return (await databaseOf(place)).readMeta(GENERATION);
}

/** What the evals in the index were made from; null where there are none. */
export async function readEvalState(place: IndexPlace): Promise<string | null> {
  return (await databaseOf(place)).readMeta("evals");
}

/** What the evals in the index are about. Throws a UserError where there are none. */
export async function readEvalFrame(index: Index): Promise<EvalFrame> {
  const row = await index.query.selectFrom("meta").select("value").where("name", "=", "evals-frame").executeTakeFirst();
  if (!row) throw new UserError("no evals are in the index yet; run corrigible audit first");
  return parse<EvalFrame>(row.value);
}

/** Which findings to list; what is left out does not filter. */
export interface FindingFilter {
  readonly lab?: string | undefined;
  readonly eval?: EvalName | undefined;
  readonly bearing?: Bearing | undefined;
  /** At least this severity. */
  readonly severity?: Severity | undefined;
  readonly state?: ReviewState | undefined;
  /** Only what the founding essay cites. */
  readonly seed?: boolean | undefined;
  /** Days in UTC, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The findings that pass the filter, newest first. */
export async function listFindings(index: Index, filter: FindingFilter): Promise<Finding[]> {
  let query = index.query.selectFrom("findings").select("body");
  if (filter.lab !== undefined) query = query.where("lab", "=", filter.lab);
  if (filter.eval !== undefined) query = query.where("eval", "=", filter.eval);
  if (filter.bearing !== undefined) query = query.where("bearing", "=", filter.bearing);
  if (filter.severity !== undefined) query = query.where("severity", ">=", filter.severity);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.seed !== undefined) query = query.where("seed", "=", filter.seed ? 1 : 0);
  if (filter.since !== undefined) query = query.where("date", ">=", filter.since);
  if (filter.until !== undefined) query = query.where("date", "<=", filter.until);
  const rows = await query.orderBy("date", "desc").orderBy("id").execute();
  return rows.map(({ body }) => parse<Finding>(body));
}

/** How many findings there are in each state of review. */
export async function tallyFindings(index: Index): Promise<Record<string, number>> {
  const rows = await index.query
    .selectFrom("findings")
    .select(["state", ({ fn }) => fn.countAll<number>().as("count")])
    .groupBy("state")
    .orderBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

/** The finding of an id; null where there is none. */
export async function readFinding(index: Index, id: string): Promise<Finding | null> {
  const row = await index.query.selectFrom("findings").select("body").where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : parse<Finding>(row.body);
}

/** The measures of a lab (or `industry`), of one eval or of all, in the evals' own order; without a lab, all. */
export async function listMeasures(
  index: Index,
  filter: { readonly lab?: string | undefined; readonly eval?: EvalName | undefined } = {},
): Promise<Measure[]> {
  let query = index.query.selectFrom("measures").select("body");
  if (filter.lab !== undefined) query = query.where("lab", "=", filter.lab);
  if (filter.eval !== undefined) query = query.where("eval", "=", filter.eval);
  return (await query.orderBy("position").execute()).map(({ body }) => parse<Measure>(body));
}

/** The assessments of a lab, or of all, by lab and eval. */
export async function listAssessments(index: Index, lab?: string): Promise<Assessment[]> {
  let query = index.query.selectFrom("assessments").select("body");
  if (lab !== undefined) query = query.where("lab", "=", lab);
  return (await query.orderBy("lab").orderBy("eval").execute()).map(({ body }) => parse<Assessment>(body));
}

/** The comparisons of pairs of labs, by eval. */
export async function listComparisons(index: Index): Promise<LabComparison[]> {
  const rows = await index.query
    .selectFrom("comparisons")
    .select("body")
    .orderBy("eval")
    .orderBy("lab")
    .orderBy("other")
    .execute();
  return rows.map(({ body }) => parse<LabComparison>(body));
}

const parse = <T>(body: string): T => JSON.parse(body) as T;
