import { indicatorKey, type IndicatorResult } from "../../model/index.ts";
import { UserError } from "../../std/index.ts";
import { labOfName } from "../lab-names.ts";
import { type FileFacts, type LeftOut, openTable, quote, type Row, type TableFile } from "../table.ts";
import { COMPANIES, FMTI_SHAPES, INDICATORS_PER_ROUND, type Round, ROUNDS_OF_INDICATORS } from "./rounds.ts";

/** One file of the index: the scores of a round, or the questions with the domain of each. */
export type FmtiFile = FmtiScores | FmtiIndicators;

export interface FmtiScores extends FileFacts {
  readonly kind: "scores";
  readonly round: Round;
  readonly results: readonly IndicatorResult[];
}

export interface FmtiIndicators extends FileFacts {
  readonly kind: "indicators";
  readonly rounds: readonly Round[];
  /** Domain and subdomain by the indicator's key. */
  readonly domains: ReadonlyMap<string, string>;
}

/**
 * Reads a file of the Foundation Model Transparency Index. Throws a UserError where a round is not whole: a total that
 * is not the published one would be a false statement about a lab.
 */
export function parseFmti(file: TableFile): FmtiFile {
  const { kind, rows, leftOut } = openTable("fmti", FMTI_SHAPES, file);
  switch (kind) {
    case "indicators-2023":
    case "indicators-2025":
      return readIndicators(kind, rows, leftOut);
    case "2023-10":
    case "2024-05":
    case "2025-12":
      return readScores(file.name, kind, rows, leftOut);
  }
}

function readIndicators(
  kind: "indicators-2023" | "indicators-2025",
  rows: readonly Row[],
  leftOut: readonly LeftOut[],
): FmtiIndicators {
  const named = rows.flatMap((row) => {
    const domain = domainOf(row);
    return domain === null ? [] : [[indicatorKey(row.text("Indicator")), domain] as const];
  });
  const rounds = ROUNDS_OF_INDICATORS[kind];
  return { kind: "indicators", table: kind, facts: named.length, leftOut, rounds, domains: new Map(named) };
}

/** `Upstream / Data labor` */
function domainOf(row: Row): string | null {
  const parts = [row.text("Domain"), row.text("Subdomain")].filter((part) => part !== "");
  return parts.length === 0 ? null : parts.join(" / ");
}

function readScores(name: string, round: Round, rows: readonly Row[], leftOut: readonly LeftOut[]): FmtiScores {
  const asked = rows.filter((row) => row.text("Indicator") !== "Total");
  refuseIncomplete(name, round, asked);
  const results = asked.flatMap((row) => COMPANIES[round].map((company) => readResult(round, row, company)));
  for (const row of rows.filter((row) => row.text("Indicator") === "Total")) refuseOtherTotals(round, row, results);
  return { kind: "scores", table: `scores-${round}`, facts: results.length, leftOut, round, results };
}

function refuseIncomplete(name: string, round: Round, asked: readonly Row[]): void {
  const indicators = new Set(asked.map((row) => row.text("Indicator"))).size;
  if (indicators !== INDICATORS_PER_ROUND || asked.length !== INDICATORS_PER_ROUND) {
    throw new UserError(
      `${name} has ${asked.length} rows with ${indicators} indicators; the round ${round} has ${INDICATORS_PER_ROUND}`,
    );
  }
}

function readResult(round: Round, row: Row, company: string): IndicatorResult {
  const cell = row.text(company);
  if (!/^[01]?$/.test(cell)) {
    throw new UserError(`${row.evidence}, column "${company}": ${quote(cell)} is no point of the index (0 or 1)`);
  }
  return {
    lab: labOfName(company),
    rubric: "fmti",
    round,
    indicator: row.text("Indicator"),
    domain: domainOf(row),
    points: cell === "" ? null : Number(cell),
    evidence: row.evidence,
  };
}

function refuseOtherTotals(round: Round, row: Row, results: readonly IndicatorResult[]): void {
  const totals = fmtiTotals(results, round);
  for (const company of COMPANIES[round]) {
    const total = totals.get(labOfName(company));
    if (row.text(company) !== String(total)) {
      throw new UserError(
        `${row.evidence}, column "${company}": the points add up to ${total}, the row Total says ${quote(row.text(company))}`,
      );
    }
  }
}

/** Results of all rounds given, with the domains that the files of indicators name. */
export function joinFmti(files: readonly FmtiFile[]): IndicatorResult[] {
  const domains = new Map<string, string>();
  for (const file of files) {
    if (file.kind === "scores") continue;
    for (const round of file.rounds) {
      for (const [key, domain] of file.domains) domains.set(`${round} ${key}`, domain);
    }
  }
  return files
    .flatMap((file) => (file.kind === "scores" ? file.results : []))
    .map((result) => ({
      ...result,
      domain: result.domain ?? domains.get(`${result.round} ${indicatorKey(result.indicator)}`) ?? null,
    }));
}

/** Points of each lab in a round. */
export function fmtiTotals(results: readonly IndicatorResult[], round: string): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { lab, points, ...result } of results) {
    if (result.rubric === "fmti" && result.round === round) totals.set(lab, (totals.get(lab) ?? 0) + (points ?? 0));
  }
  return totals;
}
