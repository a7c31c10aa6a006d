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
import { isCurrent, type Index, openIndexFile } from "./open.ts";
import { openSqlite } from "./sqlite.ts";

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

/** Puts the rows in the place of all that is there, in one transaction. `state` names what they were made from. */
export function writeEvals(path: string, rows: EvalRows, state: string): void {
  const database = openIndexFile(path);
  try {
    if (!isCurrent(database)) throw new Error("the evals are written after the documents");
    database.exec(
      "begin immediate; delete from findings; delete from measures; delete from assessments; delete from comparisons",
    );
    const findings = database.prepare("insert into findings values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const one of rows.findings) {
      const { id, lab, when, bearing, severity, seed } = one;
      findings.run(id, lab, one.eval, when.date, bearing, severity, one.state, seed ? 1 : 0, JSON.stringify(one));
    }
    const measures = database.prepare("insert into measures values (?, ?, ?, ?, ?)");
    for (const [at, one] of rows.measures.entries()) measures.run(one.id, one.lab, one.eval, at, JSON.stringify(one));
    const assessments = database.prepare("insert into assessments values (?, ?, ?)");
    for (const one of rows.assessments) assessments.run(one.lab, one.eval, JSON.stringify(one));
    const comparisons = database.prepare("insert into comparisons values (?, ?, ?, ?)");
    for (const one of rows.comparisons) comparisons.run(one.eval, one.a, one.b, JSON.stringify(one));
    const meta = database.prepare("insert or replace into meta (name, value) values (?, ?)");
    meta.run("evals-frame", JSON.stringify(rows.frame));
    meta.run("evals", state);
    database.exec("commit");
  } finally {
    database.close();
  }
}

/** What the evals in the index were made from; null where there are none. */
export function readEvalState(path: string): string | null {
  const database = openSqlite(path, { readOnly: true });
  try {
    if (!isCurrent(database)) return null;
    const row = database.prepare("select value from meta where name = 'evals'").get();
    return row ? String(row["value"]) : null;
  } finally {
    database.close();
  }
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
