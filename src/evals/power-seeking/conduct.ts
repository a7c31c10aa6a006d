import { type CasebookRecord, type DataTable, type LabEvent, type Measure } from "../../model/index.ts";
import { yearsBetween } from "../days.ts";
import { eventRate } from "../event-rate.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";

const METHOD = "power-seeking#conduct";

/** What is counted over time, each with its mirror where it has one. */
const RATES = [
  { name: "secrecy", mirror: "disclosure", label: "Recorded acts of secrecy a year" },
  { name: "disclosure", mirror: "secrecy", label: "Recorded disclosures a year" },
  { name: "acquisition", mirror: null, label: "Recorded acquisitions and licence-and-hire deals a year" },
  { name: "market-action", mirror: null, label: "Recorded market actions a year" },
] as const;
type RateName = (typeof RATES)[number]["name"];

interface Act {
  readonly kind: RateName;
  readonly event: LabEvent;
}

/** Acts of secrecy and disclosures, acquisitions and market actions, counted over the time that the records cover. */
export function conductMeasures(input: EvalInput): Measure[] {
  const records = new Map(input.records.map((record) => [record.id, record]));
  const acts = input.events
    .filter(({ when }) => when.date <= input.asOf)
    .flatMap((event) => actOf(event, records))
    .toSorted((a, b) => (a.event.when.date < b.event.when.date ? -1 : 1));
  const labs = [...input.labs.keys()].filter((lab) => lab !== "industry");
  return [
    ...labs.flatMap((lab) =>
      ratesOf(
        lab,
        acts.filter(({ event }) => event.lab === lab),
        acts,
        input.asOf,
      ),
    ),
    ...ratesOf("industry", acts, acts, input.asOf),
  ];
}

/** A record of a disclosure that was withheld or late tells of secrecy: what it says, not its type, decides. */
function actOf(event: LabEvent, records: ReadonlyMap<string, CasebookRecord>): Act[] {
  const { kind } = event;
  if (kind === "disclosure" && records.get(event.evidence)?.direction === "concerning")
    return [{ kind: "secrecy", event }];
  return RATES.some(({ name }) => name === kind) ? [{ kind: kind as RateName, event }] : [];
}

/** A rate where the lab has an act of the kind or of its mirror; the watch of a kind is the same for all labs. */
function ratesOf(lab: string, own: readonly Act[], all: readonly Act[], asOf: string): Measure[] {
  return RATES.flatMap(({ name, mirror, label }) => {
    const counted = own.filter(({ kind }) => kind === name);
    const mirrored = own.filter(({ kind }) => kind === mirror);
    if (counted.length + mirrored.length === 0) return [];
    const since = watchOf(all.filter(({ kind }) => kind === name || kind === mirror));
    const years = Math.round(yearsBetween(since, asOf) * 100) / 100;
    return makeMeasure({
      eval: "power-seeking",
      lab,
      name: `${name}-rate`,
      label,
      unit: "per year",
      estimate: eventRate(METHOD, counted.length, years),
      numerator: counted.length,
      denominator: years,
      caution:
        `Counts what the casebook records since ${since}: labs that get more attention have more records, of both kinds.` +
        (mirror === null ? "" : ` Its mirror, ${mirror}: ${mirrored.length} in the same time.`),
      detail: tableOf(counted),
      evidence: [...new Set(counted.map(({ event }) => event.evidence))],
    });
  });
}

/** The watch begins with the year of the first act of the kind, at whatever lab. */
function watchOf(acts: readonly Act[]): string {
  return `${(acts[0] as Act).event.when.date.slice(0, 4)}-01-01`;
}

function tableOf(acts: readonly Act[]): DataTable {
  return {
    columns: ["date", "lab", "what", "evidence"],
    rows: acts.map(({ event: { when, lab, title, evidence } }) => [when.date, lab, title, evidence]),
  };
}
