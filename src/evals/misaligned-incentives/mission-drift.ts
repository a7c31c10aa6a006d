import type { CasebookRecord, DataTable, Measure } from "../../model/index.ts";
import { yearsBetween } from "../days.ts";
import { eventRate } from "../event-rate.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { jeffreysRate, notEstablished } from "../stats/index.ts";

const METHOD = "misaligned-incentives#mission-drift";
const CAUTION =
  "A mission line in a filing is short and may be cut for form; a word that left it may stand elsewhere. Terms are those " +
  "that the casebook notes, as its coders saw them.";

/** A mission statement as the casebook codes it, and what came and left since the one before. */
interface Statement {
  readonly record: CasebookRecord;
  readonly present: readonly string[];
  readonly came: readonly string[];
  readonly left: readonly string[];
}

/** Clauses whose survival is asked for by name, and the field that tells of each. */
const CLAUSES = [
  { name: "mission-financial-return", field: "financial_return_clause", words: "free of a need for financial return" },
  { name: "mission-safe", field: "word_safe_or_safely", words: "“safe” or “safely”" },
] as const;

/** Which terms of the first mission statement still stand, how many came and left a year, and whether two clauses survive. */
export function missionMeasures({ records, labs }: EvalInput): Measure[] {
  const missions = records.filter(({ type }) => type === "mission-statement").toSorted(byDate);
  const byLab = Map.groupBy(missions, ({ lab }) => lab);
  return [...labs.keys()].flatMap((lab) => {
    const own = byLab.get(lab);
    return own === undefined ? [] : measuresOf(lab, statementsOf(own));
  });
}

/** What left is what the record says has left: a term that a later record does not name may still stand. */
function statementsOf(records: readonly CasebookRecord[]): Statement[] {
  const seen = new Set<string>();
  return records.map((record, at) => {
    const present = record.fields.keywords_present ?? [];
    const came = at === 0 ? [] : present.filter((term) => !seen.has(stemOf(term)));
    for (const term of present) seen.add(stemOf(term));
    return { record, present, came, left: record.fields.keywords_removed_since_previous ?? [] };
  });
}

function measuresOf(lab: string, statements: readonly Statement[]): Measure[] {
  const shared = {
    eval: "misaligned-incentives" as const,
    lab,
    caution: CAUTION,
    evidence: statements.map(({ record }) => record.id),
  };
  const clauses = CLAUSES.flatMap((clause) => clauseMeasure(clause, statements, shared));
  return [keptOf(statements, shared), ...ratesOf(statements, shared), ...clauses];
}

type Shared = Pick<Measure, "eval" | "lab" | "caution" | "evidence">;

function keptOf(statements: readonly Statement[], shared: Shared): Measure {
  const first = statements[0]?.present ?? [];
  const last = new Set((statements.at(-1)?.present ?? []).map(stemOf));
  const kept = first.filter((term) => last.has(stemOf(term))).length;
  return makeMeasure({
    ...shared,
    name: "mission-terms-kept",
    label: "Terms of the first mission statement that the latest still has",
    unit: "share",
    estimate:
      statements.length < 2
        ? notEstablished("one statement is known, two are needed", statements.length, METHOD)
        : { ...jeffreysRate(kept, first.length), method: METHOD },
    numerator: kept,
    denominator: first.length,
    caution: `${CAUTION} Gone: ${first.length - kept} of ${first.length}.`,
    detail: tableOf(statements),
  });
}

function ratesOf(statements: readonly Statement[], shared: Shared): Measure[] {
  const [first, last] = [statements[0]?.record.date ?? "", statements.at(-1)?.record.date ?? ""];
  const years = Math.round(yearsBetween(first, last) * 100) / 100;
  const count = (read: (statement: Statement) => readonly string[]): number =>
    statements.slice(1).reduce((total, statement) => total + read(statement).length, 0);
  const rate = (name: string, label: string, events: number): Measure =>
    makeMeasure({
      ...shared,
      name,
      label,
      unit: "per year",
      estimate: eventRate(METHOD, events, years),
      numerator: events,
      denominator: years,
    });
  return [
    rate(
      "mission-terms-left",
      "Terms that left the mission statement a year",
      count(({ left }) => left),
    ),
    rate(
      "mission-terms-came",
      "Terms that came into the mission statement a year",
      count(({ came }) => came),
    ),
  ];
}

function clauseMeasure(
  { name, field, words }: (typeof CLAUSES)[number],
  statements: readonly Statement[],
  shared: Shared,
): Measure[] {
  const told = statements.filter(({ record }) => record.fields[field] !== undefined);
  const had = told.filter(({ record }) => record.fields[field] === true);
  if (had.length === 0) return [];
  const stands = told.at(-1)?.record.fields[field] === true;
  const last = had.at(-1)?.record.date.slice(0, 4);
  return [
    makeMeasure({
      ...shared,
      name,
      label: `The latest mission statement says: ${words}`,
      unit: "1 yes, 0 no",
      estimate: counted(METHOD, stands ? 1 : 0, told.length),
      caution: `${CAUTION} In ${had.length} of ${told.length} statements, last in that of ${last}.`,
    }),
  ];
}

function tableOf(statements: readonly Statement[]): DataTable {
  const list = (terms: readonly string[]): string => terms.join(", ");
  return {
    columns: ["year", "has", "came", "left", "evidence"],
    rows: statements.map(({ record, present, came, left }) => [
      record.date.slice(0, 4),
      list(present),
      list(came),
      list(left),
      record.id,
    ]),
  };
}

/** "safe" and "safely" are one term. */
function stemOf(term: string): string {
  return term.toLowerCase().replaceAll(/(?<=\w{3})ly\b/g, "");
}

const byDate = (a: CasebookRecord, b: CasebookRecord): number =>
  a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? -1 : 1;
