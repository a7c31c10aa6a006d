import type { Assessment, Estimate, Finding, LabComparison, Measure } from "../model/index.ts";
import { column, type Table } from "./table-files.ts";

export const FINDINGS: Table<Finding> = {
  name: "findings",
  description: "One row for each finding: evidence bearing on one eval of one lab, with what speaks against it.",
  key: ["id"],
  columns: [
    column("id", "string", "hash of eval, rule and evidence", (row) => row.id),
    column("eval", "string", "name of the eval", (row) => row.eval),
    column("lab", "string", "id of the lab", (row) => row.lab),
    column("rule", "string", "what proposed it", (row) => row.rule),
    column("date", "string", "first day that it can be", (row) => row.when.date),
    column("precision", "string", "day, month, year", (row) => row.when.precision),
    column("title", "string", "in a few words", (row) => row.title),
    column("summary", "string", "what happened", (row) => row.summary),
    column("bearing", "string", "concerning, reassuring, mixed", (row) => row.bearing),
    column("severity", "integer", "1 minor, 2 notable, 3 major", (row) => row.severity),
    column("state", "string", "state of review", (row) => row.state),
    column("sourceWeight", "number", "1 primary, 0.8 secondary, 0.4 weak", (row) => row.sourceWeight),
    column("counter", "string", "the best evidence or reading against it", (row) => row.counter),
    column("reply", "string", "what the lab says of it", (row) => row.reply),
    column("match", "string", "what it is one of a kind with", (row) => row.match),
    column("evidence", "array", "ids that corrigible prove takes", (row) => row.evidence),
    column("seed", "integer", "1 where the founding essay cites it", (row) => (row.seed ? 1 : 0)),
  ],
};

/** A number of an estimate; empty where nothing is established or an end is open. */
function numberOf(estimate: Estimate, field: "value" | "low" | "high"): number | null {
  return estimate.established && Number.isFinite(estimate[field]) ? estimate[field] : null;
}

const reasonOf = (estimate: Estimate): string | null => (estimate.established ? null : estimate.reason);

export const MEASURES: Table<Measure> = {
  name: "measures",
  description: "One row for each measure of each lab and of the industry. Empty values: not established.",
  key: ["id"],
  columns: [
    column("id", "string", "eval/lab/name", (row) => row.id),
    column("eval", "string", "name of the eval", (row) => row.eval),
    column("lab", "string", "id of the lab, or industry", (row) => row.lab),
    column("name", "string", "name of the measure", (row) => row.name),
    column("label", "string", "in plain words", (row) => row.label),
    column("unit", "string", "unit of the values", (row) => row.unit),
    column("value", "number", "the value", (row) => numberOf(row.estimate, "value")),
    column("low", "number", "lower end of the 90 % interval", (row) => numberOf(row.estimate, "low")),
    column("high", "number", "upper end of it", (row) => numberOf(row.estimate, "high")),
    column("n", "integer", "observations", (row) => row.estimate.n),
    column("method", "string", "id of the method", (row) => row.estimate.method),
    column("reason", "string", "why nothing is established", (row) => reasonOf(row.estimate)),
    column("numerator", "number", "for a rate", (row) => row.numerator),
    column("denominator", "number", "for a rate", (row) => row.denominator),
    column("caution", "string", "what speaks against reading much into it", (row) => row.caution),
    column("evidence", "array", "ids that corrigible prove takes", (row) => row.evidence),
  ],
};

export const ASSESSMENTS: Table<Assessment> = {
  name: "assessments",
  description: "One row for each lab and eval: how the evidence leans, 0 all reassuring, 1 all concerning.",
  key: ["lab", "eval"],
  columns: [
    column("lab", "string", "id of the lab", (row) => row.lab),
    column("eval", "string", "name of the eval", (row) => row.eval),
    column("balance", "number", "posterior mean; empty: not established", (row) => numberOf(row.balance, "value")),
    column("low", "number", "lower end of the 90 % interval", (row) => numberOf(row.balance, "low")),
    column("high", "number", "upper end of it", (row) => numberOf(row.balance, "high")),
    column("findings", "integer", "items of evidence", (row) => row.findings),
    column("concerning", "integer", "of them concerning", (row) => row.concerning),
    column("reassuring", "integer", "of them reassuring", (row) => row.reassuring),
    column("mixed", "integer", "of them mixed", (row) => row.mixed),
    column("robustness", "number", "share of other weights under which the mean stays", (row) => row.robustness),
  ],
};

export const COMPARISONS: Table<LabComparison> = {
  name: "comparisons",
  description: "One row for each pair of labs that have matched items in an eval.",
  key: ["eval", "a", "b"],
  columns: [
    column("eval", "string", "name of the eval", (row) => row.eval),
    column("a", "string", "id of a lab", (row) => row.a),
    column("b", "string", "id of another", (row) => row.b),
    column("probability", "number", "that a's balance is above b's; empty: not comparable", (row) => row.probability),
    column("matched", "integer", "matched items", (row) => row.matched),
    column("order", "string", "above, below, not-distinguishable, not-comparable", (row) => row.order),
  ],
};
