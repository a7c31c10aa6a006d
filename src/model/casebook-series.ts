import type { Amount, AmountKind } from "./amount.ts";
import type { CasebookRecord, CasebookType } from "./casebook-record.ts";
import { whenOf } from "./casebook-words.ts";
import { DEFAULT_LAB_TABLE } from "./default-lab-table.ts";
import { parsePeriod, type Period } from "./period.ts";
import type { SeriesName, SeriesPoint } from "./series-point.ts";

/**
 * Figures of casebook records as points of series. A figure whose key stands in no table here is no point: keys name
 * what is counted, and most count something else. Figures of plans (`planned: true`) are none either.
 */

interface Meaning {
  readonly series: SeriesName;
  readonly unit: string;
  /**
   * `stock`: as of the record's date; `flow`: over its period; `rate`: in the last month of its period; `sum`: on its
   * date, or over its period where that is a span.
   */
  readonly as: "stock" | "flow" | "rate" | "sum";
  /** What is counted: points of one lab with equal series, unit and label follow one another. */
  readonly label: string;
  /** What one unit of the figure is in units of the series. */
  readonly scale?: number;
}

const is = (as: Meaning["as"], series: SeriesName, unit: string, label: string, scale = 1): Meaning => {
  return { as, series, unit, label, scale };
};

const EMPLOYEES = is("stock", "people", "people", "employees");
const HARDWARE = {
  gpus: is("stock", "chips", "gpu", "chips"),
  chips: is("stock", "chips", "chip", "chips"),
  power_gw: is("stock", "power", "watt", "computing power in use", 1e9),
  power_mw: is("stock", "power", "watt", "computing power in use", 1e6),
};

/** What a figure of a record of this type is a point of, by its key without `_low`, `_high` and a year at its end. */
const MEANINGS: Readonly<Partial<Record<CasebookType, Readonly<Record<string, Meaning>>>>> = {
  valuation: {
    amount_usd: is("stock", "valuation", "usd", "valuation"),
    amount_eur: is("stock", "valuation", "eur", "valuation"),
    raised_usd: is("sum", "funding", "usd", "money raised"),
    raised_eur: is("sum", "funding", "eur", "money raised"),
  },
  funding: {
    amount_usd: is("sum", "funding", "usd", "money raised"),
    raised_usd: is("sum", "funding", "usd", "money raised"),
    valuation_usd: is("stock", "valuation", "usd", "valuation"),
    gpus: HARDWARE.gpus,
  },
  revenue: {
    amount_usd: is("flow", "revenue", "usd", "revenue"),
    amount_usd_annualised: is("rate", "revenue", "usd", "annualised revenue"),
  },
  lobbying: {
    amount_usd: is("flow", "lobbying", "usd", "lobbying"),
    amount_eur: is("flow", "lobbying", "eur", "lobbying"),
  },
  compute: {
    flop: is("stock", "training-compute", "flop", "training compute"),
    amount_usd: is("flow", "spending", "usd", "capital spending"),
    ...HARDWARE,
  },
  spending: { amount_usd: is("sum", "spending", "usd", "grants") },
  people: {
    amount_usd: is("sum", "spending", "usd", "deals for people"),
    employees: EMPLOYEES,
    team_size: is("stock", "people", "people", "members of a team that was closed"),
    staff: is("stock", "people", "people", "people taken over with a deal"),
  },
  "oversight-event": { employees: EMPLOYEES },
  "market-action": {
    weekly_users: is("stock", "users", "people", "weekly users"),
    monthly_users: is("stock", "users", "people", "monthly users"),
  },
};

/** The points of series that a record's figures are. */
export function seriesPoints(record: CasebookRecord): SeriesPoint[] {
  if (record.fields.planned === true) return [];
  const names = new Set(Object.keys(record.figures).map((key) => key.replace(/_(low|high)$/, "")));
  return [...names].flatMap((name) => pointOf(record, name) ?? []);
}

function pointOf(record: CasebookRecord, name: string): SeriesPoint | null {
  const figure = readName(record, name);
  if (figure === null) return null;
  const { meant, lab, year } = figure;
  const amount = amountOf(record, name, meant);
  const period = parsePeriod(year ?? record.fields.period ?? "");
  const times = timesOf(record, meant, period);
  if (amount === null || times === null) return null;
  // Nothing raised is no event: only holders sold to one another.
  if (meant.as === "sum" && amount.value === 0) return null;
  return { lab, series: meant.series, ...times, amount, label: labelOf(record, meant), evidence: record.id };
}

interface Figure {
  readonly meant: Meaning;
  readonly lab: string;
  /** Where the key names the year that it is about. */
  readonly year: string | undefined;
}

function readName({ type, lab }: CasebookRecord, name: string): Figure | null {
  const meanings = MEANINGS[type] ?? {};
  const [, key = name, year] = /^(.+)_(20\d\d)$/.exec(name) ?? [];
  const meant = Object.hasOwn(meanings, key) ? meanings[key] : undefined;
  if (meant !== undefined) return year !== undefined && meant.as !== "flow" ? null : { meant, lab, year };
  // A record on the industry's lobbying may tell each lab's own: google_usd.
  const [, other = "", unit = ""] = /^([a-z]+)_(usd|eur)$/.exec(name) ?? [];
  if (type !== "lobbying" || lab !== "industry" || !Object.hasOwn(DEFAULT_LAB_TABLE.labs, other)) return null;
  return { meant: is("flow", "lobbying", unit, "lobbying"), lab: other, year };
}

function timesOf(
  record: CasebookRecord,
  { as }: Meaning,
  period: Period | null,
): Pick<SeriesPoint, "when" | "end"> | null {
  if (as === "flow") return period && { when: period.start, end: period.end };
  if (as === "rate") {
    return period && { when: { date: `${period.end.slice(0, 7)}-01`, precision: "month" }, end: period.end };
  }
  const when = whenOf(record);
  const span = as === "sum" && period !== null && / to /.test(record.fields.period ?? "");
  return span ? { when: period.start, end: period.end } : { when, end: null };
}

function amountOf(record: CasebookRecord, name: string, { unit, scale = 1 }: Meaning): Amount | null {
  const { [name]: exact, [`${name}_low`]: low, [`${name}_high`]: high } = record.figures;
  const kind: AmountKind = record.fields.figures_kind ?? "reported";
  const range = low === undefined || high === undefined ? {} : { low: low * scale, high: high * scale };
  // Of a range alone the middle stands for it; a figure that is not there is never a zero.
  const value = exact ?? (low === undefined || high === undefined ? undefined : (low + high) / 2);
  return value === undefined ? null : { value: value * scale, unit, kind, ...range };
}

/** With the venue for lobbying, with the model for training. */
function labelOf({ title, type, fields: { venue } }: CasebookRecord, { series, label }: Meaning): string {
  if (type === "lobbying" && venue !== undefined) return `${label}, ${VENUE_WORDS[venue]}`;
  return series === "training-compute" ? (title.split(":")[0] as string) : label;
}

const VENUE_WORDS = { "us-federal": "US federal", "us-states": "US states", eu: "EU", elections: "elections" } as const;
