import type { Dated, Estimate, Finding, LabComparison, Measure } from "../../model/index.ts";
import { formatDay, formatNumber } from "../report/words.ts";

/** "0.42 (0.31 to 0.55), n = 12"; the reason where nothing is established. */
export function formatEstimate(estimate: Estimate, unit: string): string {
  if (!estimate.established) return `not established: ${estimate.reason}`;
  const { value, low, high, n } = estimate;
  const range = low === value && high === value ? "" : ` (${formatEnd(low, unit)} to ${formatEnd(high, unit)})`;
  return `${formatValue(value, unit)}${range}, n = ${formatNumber(n)}`;
}

/** An end that the data leave open is no number. */
function formatEnd(value: number | null, unit: string): string {
  return value === null || !Number.isFinite(value) ? "open" : formatValue(value, unit);
}

const MONEY: Readonly<Record<string, string>> = { usd: "$", eur: "€" };
const SCALES = [
  [1e12, " trillion"],
  [1e9, " billion"],
  [1e6, " million"],
] as const;

/** A number as people read it in its unit. */
export function formatValue(value: number, unit: string): string {
  const sign = MONEY[unit];
  if (/\byes\b/.test(unit)) return value >= 0.5 ? "yes" : "no";
  if (unit === "share") return `${(value * 100).toFixed(0)} %`;
  const [divisor, word] = SCALES.find(([scale]) => Math.abs(value) >= scale) ?? [1, ""];
  if (unit === "flop") return `${value.toExponential(1)} FLOP`;
  const digits = Math.abs(value / divisor) >= 100 ? 0 : Math.abs(value / divisor) >= 10 ? 1 : 2;
  const number = (value / divisor).toLocaleString("en-US", { maximumFractionDigits: digits });
  if (sign) return `${sign}${number}${word}`;
  return `${number}${word}${unit === "ratio" || unit === "index" || unit === "count" ? "" : ` ${unit}`}`;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** A date as far as it is known: "10 January 2024", "May 2024", "2024". */
export function formatDated({ date, precision }: Dated): string {
  if (precision === "day") return formatDay(date);
  const year = date.slice(0, 4);
  return precision === "year" ? year : `${MONTHS[Number(date.slice(5, 7)) - 1]} ${year}`;
}

export const SOURCE_WORDS: Readonly<Record<Finding["sourceWeight"], string>> = {
  1: "primary source",
  0.8: "secondary source",
  0.4: "weak source",
};

/** What stands where a section shows no finding. */
export const sayNoFinding = (dropped: number): string =>
  dropped === 0 ? "No public evidence was found." : "No finding stands.";

/** How many findings of a section people rejected or withdrew. */
export const sayDropped = (dropped: number): string => `Rejected or withdrawn: ${dropped}, not shown and not counted.`;

/** What a comparison says of the lab whose card it stands on. */
export function formatComparison({ a, b, order, matched, probability }: LabComparison, lab: string): string {
  const other = a === lab ? b : a;
  const on = `on ${formatNumber(matched)} matched ${matched === 1 ? "item" : "items"}`;
  if (order === "not-comparable") return `${other}: not comparable, only ${matched} matched`;
  const above = (order === "above") === (a === lab);
  const chance = `P = ${(a === lab ? (probability ?? 0) : 1 - (probability ?? 0)).toFixed(2)}`;
  if (order === "not-distinguishable") return `${other}: not distinguishable ${on} (${chance})`;
  return `${other}: this lab's balance is ${above ? "more concerning" : "less concerning"} ${on} (${chance})`;
}

/** The words under which a measure's rate was counted; empty for other measures. */
export function formatCounts({ numerator, denominator }: Measure): string {
  return numerator === undefined || denominator === undefined
    ? ""
    : `${formatNumber(numerator)} of ${formatNumber(denominator)}`;
}
