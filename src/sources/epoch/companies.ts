import type { AmountKind, Dated, SeriesName, SeriesPoint } from "../../model/index.ts";
import { labOfName } from "../lab-names.ts";
import type { Row } from "../table.ts";

/*
 * Epoch's tables of AI companies. What Epoch itself keeps out of its graphs ("Exclude from graph view"), what counts a
 * part of the company, and what is only talked about makes no point.
 */

/** A funding round that has closed: the equity raised, a flow of one day, and the valuation after it. */
export function readFunding(row: Row): SeriesPoint[] {
  if (isExcluded(row)) return [];
  if (row.text("Status") !== "Closed") return leaveOut(row, `round not closed: ${row.text("Status")}`);
  const when = row.date("Close date");
  if (when === null) return [];
  const label = note(row, "post-money valuation");
  const valuation = makePoint(row, { series: "valuation", column: "Valuation (post-money)", when, label });
  // Shares that change hands, or a merger: no money for the lab.
  if (row.figure("Funding (equity)") === 0) return valuation;
  const equity = {
    series: "funding",
    column: "Funding (equity)",
    when,
    end: when.date,
    label: "equity raised",
  } as const;
  return [...makePoint(row, equity), ...valuation];
}

/** Revenue, a year's as a flow, a rate per year as what it was on that day. */
export function readRevenue(row: Row): SeriesPoint[] {
  if (isExcluded(row)) return [];
  const when = row.date("Date");
  if (when === null) return [];
  const type = row.text("Type");
  switch (type) {
    case "Annualized revenue":
    case "Annual recurring revenue":
    case "Quarterly revenue":
      return makePoint(row, {
        series: "revenue",
        column: "Annualized revenue (USD)",
        when,
        label: note(row, type.toLowerCase()),
      });
    case "Yearly revenue": {
      const column = "Revenue amount (normalize to annual)";
      return makePoint(row, { series: "revenue", column, ...yearUntil(when), label: note(row, "yearly revenue") });
    }
    default:
      return leaveOut(row, `revenue of the type "${type}"`);
  }
}

/** Staff of the company, or of the whole AI division of one that does more. */
export function readStaff(row: Row): SeriesPoint[] {
  if (isExcluded(row)) return [];
  const type = row.text("Type");
  if (type !== "Full company" && type !== "Full AI division") return leaveOut(row, `staff of the type "${type}"`);
  const when = row.date("Date");
  if (when === null) return [];
  const label = type === "Full company" ? "staff" : `staff of ${row.text("Division name") || "the AI division"}`;
  return makePoint(row, { series: "people", column: "Staff count", unit: "people", when, label });
}

/** Active users of a product. */
export function readUsage(row: Row): SeriesPoint[] {
  if (isExcluded(row)) return [];
  if (row.text("Active users") === "") return leaveOut(row, "no count of users");
  const when = row.date("Date");
  if (when === null) return [];
  const label = `${row.text("Product")}, ${row.text("Active users time period").toLowerCase()} active users`;
  return makePoint(row, { series: "users", column: "Active users", unit: "people", when, label });
}

/** Spending on compute, a year's as a flow. */
export function readSpending(row: Row): SeriesPoint[] {
  if (isExcluded(row)) return [];
  const when = row.date("Date");
  if (when === null) return [];
  const period = row.text("Period type") === "Year" ? yearUntil(when) : { when };
  return makePoint(row, { series: "spending", column: "Amount", ...period, label: row.text("Category") });
}

interface PointPlan {
  readonly series: SeriesName;
  /** Where the figure stands. */
  readonly column: string;
  /** By default US dollars. */
  readonly unit?: string;
  readonly when: Dated;
  readonly end?: string;
  readonly label: string;
}

function makePoint(row: Row, { series, column, unit = "usd", when, end, label }: PointPlan): SeriesPoint[] {
  const value = row.figure(column);
  const company = row.text("Company");
  if (value === null || company === "") return [];
  const amount = { value, unit, kind: kindOf(row) };
  return [{ lab: labOfName(company), series, when, end: end ?? null, amount, label, evidence: row.evidence }];
}

/** How the figure came to be known: by Epoch's word for its source, else by how sure Epoch is. */
function kindOf(row: Row): AmountKind {
  const source = row.text("Source type") || row.text("Source Type");
  if (row.text("Graph note").startsWith("Interpolated") || row.text("Confidence") === "Uncertain") return "estimated";
  return /\bCompany disclosure\b/.test(source) ? "disclosed" : "reported";
}

/** The year that ends on a day: `2024-12-31` → from 2024-01-01 to 2024-12-31. */
function yearUntil({ date }: Dated): { readonly when: Dated; readonly end: string } {
  const end = new Date(`${date}T00:00:00Z`);
  const first = Date.UTC(end.getUTCFullYear() - 1, end.getUTCMonth(), end.getUTCDate() + 1);
  return { when: { date: new Date(first).toISOString().slice(0, date.length), precision: "day" }, end: date };
}

/** A label with Epoch's note to its graph, which says what a figure includes. */
function note(row: Row, label: string): string {
  const text = row.text("Graph note");
  return text === "" ? label : `${label} (${text})`;
}

function isExcluded(row: Row): boolean {
  const excluded = row.text("Exclude from graph view").toLowerCase() === "true";
  if (excluded) row.leaveOut("Epoch excludes it from its graphs");
  return excluded;
}

function leaveOut(row: Row, why: string): SeriesPoint[] {
  row.leaveOut(why);
  return [];
}
