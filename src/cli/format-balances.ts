import type { EvalName, Estimate } from "../model/index.ts";
import type { ReportData } from "../server/index.ts";
import { oneLine, type Paint } from "./terminal.ts";

/** Short names of the evals, as columns. */
const COLUMNS: Readonly<Record<EvalName, string>> = {
  "misaligned-incentives": "incentives",
  "power-seeking": "power",
  "lack-of-transparency": "transparency",
  deception: "deception",
  incorrigibility: "corrigible",
  "subverting-constraints": "constraints",
};

/** Width of a column, in characters. */
const COLUMN_WIDTH = 13;
/** Labs shown; the report has all. */
const LABS_MAX = 12;

/** The six evals of every lab as lines of text: mean and 90 % interval. Labs by id: their order says nothing. */
export function formatBalances({ balances, asOf }: ReportData, paint: Paint): string[] {
  const told = balances.filter(
    ({ assessments }) => assessments.filter(({ balance }) => balance.established).length > 1,
  );
  if (told.length === 0) return [];
  const left = balances.length - Math.min(told.length, LABS_MAX);
  const shown = told.slice(0, LABS_MAX).map(({ name, assessments }) => ({ name: oneLine(name), assessments }));
  const nameWidth = Math.max(...shown.map(({ name }) => name.length)) + 2;
  return [
    paint(
      "bold",
      `Six evals, as of ${asOf}: how public evidence leans, 0 all reassuring, 1 all concerning (90 % interval)`,
    ),
    `  ${"".padEnd(nameWidth)}${Object.values(COLUMNS)
      .map((name) => name.padEnd(COLUMN_WIDTH))
      .join("")}`.trimEnd(),
    ...shown.map(({ name, assessments }) =>
      `  ${name.padEnd(nameWidth)}${assessments.map(({ balance }) => formatBalance(balance).padEnd(COLUMN_WIDTH)).join("")}`.trimEnd(),
    ),
    ...(left > 0 ? [`  and ${left} more in the report`] : []),
    "  “–”: no public evidence found. No rank: labs with more press have more records.",
    "",
  ];
}

function formatBalance(balance: Estimate): string {
  if (!balance.established) return "–";
  const short = (value: number): string => value.toFixed(2).replace(/^0/, "");
  return `${short(balance.value)} ${short(balance.low)}–${short(balance.high)}`;
}
