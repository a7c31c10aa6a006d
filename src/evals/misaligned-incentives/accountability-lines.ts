import type { CasebookRecord, ControlMeans, ControlRelation, Outcome } from "../../model/index.ts";
import { yearsBetween } from "../days.ts";
import type { EvalInput } from "../input.ts";
import { coursesOf, type Course, type Figure } from "../series.ts";
import { type PartyKind, partyKind } from "./party-kind.ts";

/** The ways in which a party can hold a lab to account; each counts alike, where anything is known of it. */
export const LENSES = ["control", "money", "oversight"] as const;
export type Lens = (typeof LENSES)[number];

/** One party's hold over a lab. */
export interface Line {
  readonly party: string;
  readonly kind: PartyKind;
  readonly lens: Lens;
  /** For control the means, whose weight may be drawn anew. */
  readonly means: ControlMeans | null;
  /** In the lens' own unit: points of control, money a year, attempts that held. */
  readonly weight: number;
  readonly basis: string;
  readonly evidence: readonly string[];
}

/**
 * What a say over a lab counts. Who names or removes those who decide has the most; a veto or a seat shares in decisions;
 * rules, contracts and money press from outside.
 */
export const MEANS_WEIGHTS: Readonly<Record<ControlMeans, number>> = {
  appointment: 3,
  removal: 3,
  "voting-shares": 3,
  veto: 2,
  "board-seats": 2,
  regulation: 2,
  contract: 1,
  funding: 1,
  "exit-threat": 1,
};
/** Voting shares count by their share; where it is not known, as half. */
const SHARE_UNKNOWN = 0.5;

/** An attempt that came to nothing shows no hold. */
const OUTCOME_WEIGHTS: Readonly<Record<Outcome, number>> = {
  held: 1,
  "partly-held": 0.5,
  reversed: 0,
  evaded: 0,
  pending: 0,
};

/** Money and oversight of these last years count. */
const YEARS = 3;
/** A revenue figure older than this says nothing of who pays today. */
const REVENUE_YEARS_MAX = 2;

/** Everyone known to have a say over the lab on the day, with what it rests on. */
export function accountabilityLines(lab: string, input: EvalInput): Line[] {
  const records = input.records.filter((record) => record.lab === lab && record.date <= input.asOf);
  return [...controlLines(lab, input), ...moneyLines(lab, records, input), ...oversightLines(records, input.asOf)];
}

function controlLines(lab: string, { control, asOf }: EvalInput): Line[] {
  const lines = control
    .filter((relation) => isInForce(relation, asOf))
    .flatMap((relation) => controlLine(lab, relation));
  const byParty = Map.groupBy(lines, ({ party, means }) => `${party}\n${means}`);
  return [...byParty.values()].map((same) => same.reduce((a, b) => (b.weight > a.weight ? b : a)));
}

function isInForce({ start, end }: ControlRelation, day: string): boolean {
  return (start === null || start <= day) && (end === null || end > day);
}

/** A part of the lab counts only where it is known for whom it stands: an owner, a nonprofit's board, a trust, the staff. */
function controlLine(lab: string, relation: ControlRelation): Line[] {
  const isOver = relation.controlled === lab || relation.controlled.startsWith(`${lab}-`);
  const isPart = relation.controller === lab || relation.controller.startsWith(`${lab}-`);
  const tells = !isPart || relation.means === "voting-shares";
  const kind = partyKind(relation.controllerName, tells ? relation.means : null);
  if (!isOver || kind === null || relation.controller === relation.controlled) return [];
  const share = relation.sharePercent === null ? SHARE_UNKNOWN : relation.sharePercent / 100;
  const weight = MEANS_WEIGHTS[relation.means] * (relation.means === "voting-shares" ? share : 1);
  const { controllerName: party, means, basis, evidence } = relation;
  return [{ party, kind, lens: "control", means, weight, basis: `${means}: ${basis}`, evidence: [evidence] }];
}

function moneyLines(lab: string, records: readonly CasebookRecord[], { series, asOf }: EvalInput): Line[] {
  const dollars = (name: "funding" | "revenue"): Course | undefined => {
    const points = series.filter((point) => point.lab === lab && point.series === name);
    return coursesOf(points, asOf).find(({ unit }) => unit === "usd");
  };
  return [...investorLines(dollars("funding"), records, asOf), ...revenueLines(dollars("revenue"), records, asOf)];
}

/** Mean money raised a year over the last full years, with the payers that records name. */
function investorLines(course: Course | undefined, records: readonly CasebookRecord[], asOf: string): Line[] {
  const recent = course?.figures.filter(({ date }) => yearsBetween(date, asOf) <= YEARS) ?? [];
  if (recent.length === 0) return [];
  const mean = recent.reduce((total, { value }) => total + value, 0) / recent.length;
  const named = namedPayers(records, asOf);
  return [
    {
      party: named.length === 0 ? "investors, not named" : `investors, among them ${named.join(", ")}`,
      kind: "investors",
      lens: "money",
      means: null,
      weight: mean,
      basis: `money raised, mean of ${recent.length} years`,
      evidence: [...new Set(recent.flatMap(({ evidence }) => evidence))],
    },
  ];
}

/** Keys of figures that name an amount, not a payer. */
const NOT_PAYERS = new Set(["amount", "raised", "loss", "secondary", "round", "resale", "added"]);

function namedPayers(records: readonly CasebookRecord[], asOf: string): string[] {
  const names = records
    .filter(({ type, date }) => (type === "funding" || type === "valuation") && yearsBetween(date, asOf) <= YEARS)
    .flatMap(({ figures }) => Object.keys(figures))
    .flatMap((key) => /^([a-z]+)_usd$/.exec(key)?.[1] ?? [])
    .filter((name) => !NOT_PAYERS.has(name));
  return [...new Set(names)].toSorted();
}

function revenueLines(course: Course | undefined, records: readonly CasebookRecord[], asOf: string): Line[] {
  const revenue = latestRevenue(course, records, asOf);
  const ads = advertising(records, revenue?.value ?? null, asOf);
  const evidence = revenue?.evidence ?? [];
  const line = (party: string, kind: PartyKind, weight: number, basis: string, from: readonly string[]): Line[] =>
    weight > 0 ? [{ party, kind, lens: "money", means: null, weight, basis, evidence: from }] : [];
  const customers = revenue === null ? 0 : Math.max(0, revenue.value - (ads?.value ?? 0));
  const basis = ads === null ? "revenue a year, no part known to be advertising" : "revenue a year without advertising";
  return [
    ...line("customers", "customers", customers, basis, evidence),
    ...line("advertisers", "advertisers", ads?.value ?? 0, "advertising revenue a year", ads?.evidence ?? []),
  ];
}

type Money = Pick<Figure, "value" | "evidence">;

function latestRevenue(course: Course | undefined, records: readonly CasebookRecord[], asOf: string): Money | null {
  const last = course?.figures.at(-1);
  if (last !== undefined && yearsBetween(last.date, asOf) <= REVENUE_YEARS_MAX) return last;
  return latestFigure(records, "annual_revenue_usd", asOf);
}

/** By the share of revenue, the yearly rate, or four times a quarter, whichever a record tells. */
function advertising(records: readonly CasebookRecord[], revenue: number | null, asOf: string): Money | null {
  const percent = latestFigure(records, "ad_share_of_revenue_percent", asOf);
  if (percent !== null && revenue !== null) return { ...percent, value: (revenue * percent.value) / 100 };
  const quarter = latestFigure(records, "quarterly_ad_revenue_usd", asOf);
  return (
    latestFigure(records, "ad_revenue_usd_annualised", asOf) ?? (quarter && { ...quarter, value: 4 * quarter.value })
  );
}

function latestFigure(records: readonly CasebookRecord[], key: string, asOf: string): Money | null {
  const [last] = records
    .filter(({ figures, date }) => figures[key] !== undefined && yearsBetween(date, asOf) <= YEARS)
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
  return last ? { value: last.figures[key] as number, evidence: [last.id] } : null;
}

function oversightLines(records: readonly CasebookRecord[], asOf: string): Line[] {
  return records.flatMap(({ fields: { overseer, outcome }, date, id }) => {
    const kind = overseer === undefined ? null : partyKind(overseer, null);
    if (overseer === undefined || outcome === undefined || kind === null || yearsBetween(date, asOf) > YEARS) return [];
    const weight = OUTCOME_WEIGHTS[outcome];
    return [
      { party: overseer, kind, lens: "oversight", means: null, weight, basis: `attempt: ${outcome}`, evidence: [id] },
    ];
  });
}
