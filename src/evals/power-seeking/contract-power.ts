import type { DataTable, Estimate, Finding, Measure } from "../../model/index.ts";
import { findingId } from "../../model/index.ts";
import { dayNumber, dayOfNumber, yearNumber } from "../days.ts";
import type { EvalDocument, EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { listsDataPractices, type PowerNorm } from "./power-clauses.ts";
import { compoundGrowth, jeffreysRate, notEstablished } from "../stats/index.ts";

const METHOD = "power-seeking#contract-power";
/** Fewer clauses on either side make a ratio of accidents. */
const SIDE_MIN = 5;
const QUARTERS_A_YEAR = 4;
/** A slower change, as a share a year, is not worth a reader's time, however clear it is. */
const TREND_MIN = 0.05;
/** A document not recorded for longer says nothing of the terms in force today. */
const RECORDED_DAYS_MAX = 365;

/** What is set against what. */
interface Pair {
  readonly name: string;
  readonly over: PowerNorm;
  readonly under: PowerNorm;
  readonly label: string;
}
const PAIRS: readonly Pair[] = [
  {
    name: "contract-power",
    over: "lab-power",
    under: "lab-promise",
    label: "Powers the lab reserves for each duty or promise it accepts",
  },
  {
    name: "contract-burden",
    over: "user-burden",
    under: "user-right",
    label: "Burdens on users for each right of users",
  },
];

const CAUTION =
  "Clauses are counted, not weighed, and their kind is read from words. Privacy and tracker policies and data processing " +
  "agreements are left out: there each practice that is stated, as the law asks, counts as a power. A text that stands " +
  "in several documents counts once.";

/** Reserved powers against promises, and burdens against rights, now and over time, and what the trend proposes. */
export function contractPower(input: EvalInput): { readonly measures: Measure[]; readonly findings: Finding[] } {
  const documents = input.documents.filter(({ terms }) => !listsDataPractices(terms));
  const byLab = Map.groupBy(documents, ({ lab }) => lab);
  const measures = [...input.labs.keys()].flatMap((lab) => {
    const own = byLab.get(lab);
    return own === undefined ? [] : PAIRS.flatMap((pair) => measuresOf(lab, pair, own, input.asOf));
  });
  return { measures, findings: measures.flatMap((measure) => findingOf(measure, input)) };
}

interface Count {
  readonly over: number;
  readonly under: number;
}

function measuresOf(lab: string, pair: Pair, documents: readonly EvalDocument[], asOf: string): Measure[] {
  const recent = documents.filter((document) => recordedUntil(document) >= dayNumber(asOf) - RECORDED_DAYS_MAX);
  const now = countOn(recent, pair, asOf);
  const shared = { eval: "power-seeking" as const, lab, caution: CAUTION };
  const chain = chainOf(documents, pair, asOf);
  const points = chain.map(({ day, index }) => ({ time: yearNumber(day), value: index }));
  return [
    makeMeasure({
      ...shared,
      evidence: newestVersions(recent),
      name: pair.name,
      label: pair.label,
      unit: "ratio",
      estimate: ratioOf(now),
      numerator: now.over,
      denominator: now.under,
      caution:
        now.over === 0 ? CAUTION : `${CAUTION} The mirror: ${(now.under / now.over).toFixed(2)} the other way round.`,
      detail: byDocument(recent, pair, asOf),
    }),
    makeMeasure({
      ...shared,
      evidence: newestVersions(documents),
      name: `${pair.name}-trend`,
      label: `${pair.label}: change a year`,
      unit: "share a year",
      estimate: withMethod(compoundGrowth(points)),
      caution:
        `${CAUTION} Each quarter is compared with the one before on the documents that were recorded at both, so that a ` +
        "document that the archive begins to record moves nothing; but clauses that move into such a document look gone. " +
        "Quarters depend on one another: the interval is too narrow.",
      detail: byQuarter(chain),
    }),
  ];
}

function newestVersions(documents: readonly EvalDocument[]): string[] {
  return documents.flatMap(({ versions }) => versions.at(-1)?.id ?? []);
}

/** Of a ratio a/b: the odds of the share a / (a + b). */
function ratioOf({ over, under }: Count): Estimate {
  const n = over + under;
  if (over < SIDE_MIN || under < SIDE_MIN) {
    return notEstablished(`${over} against ${under} clauses; ${SIDE_MIN} of each are needed`, n, METHOD);
  }
  const share = jeffreysRate(over, n);
  if (!share.established) return share;
  const odds = (part: number): number => part / (1 - part);
  return { established: true, value: over / under, low: odds(share.low), high: odds(share.high), n, method: METHOD };
}

function withMethod(estimate: Estimate): Estimate {
  return estimate.established ? { ...estimate, method: METHOD } : notEstablished(estimate.reason, estimate.n, METHOD);
}

/** Clauses in force at the end of a day, each text once. */
function countOn(documents: readonly EvalDocument[], { over, under }: Pair, day: string): Count {
  const texts = { over: new Set<number>(), under: new Set<number>() };
  const number = dayNumber(day);
  for (const { power } of documents) {
    for (const [at, norm] of power.norms.entries()) {
      if (norm !== over && norm !== under) continue;
      const isInForce = (power.since[at] as number) <= number && (power.until[at] as number) > number;
      if (isInForce) texts[norm === over ? "over" : "under"].add(power.texts[at] as number);
    }
  }
  return { over: texts.over.size, under: texts.under.size };
}

interface Link extends Count {
  readonly day: string;
  /** Documents recorded at this quarter's end and at the one before. */
  readonly documents: number;
  /** The ratio, 1 at the first quarter's end, carried on by the documents that two ends share. */
  readonly index: number;
}

/** The ratio at the end of each quarter as a chained index: what appears or ends between two quarters moves nothing. */
function chainOf(documents: readonly EvalDocument[], pair: Pair, asOf: string): Link[] {
  const links: Link[] = [];
  const days = quarterEnds(documents, asOf);
  for (const [at, day] of days.entries()) {
    const before = days[at - 1];
    const held = documents.filter((one) => isRecorded(one, day) && (before === undefined || isRecorded(one, before)));
    const now = countOn(held, pair, day);
    const then = before === undefined ? now : countOn(held, pair, before);
    if (Math.min(now.over, now.under, then.over, then.under) < SIDE_MIN) continue;
    const step = (now.over / now.under) * (then.under / then.over);
    links.push({ ...now, day, documents: held.length, index: (links.at(-1)?.index ?? 1) * step });
  }
  return links;
}

function quarterEnds(documents: readonly EvalDocument[], asOf: string): string[] {
  const starts = documents.flatMap(({ versions }) => versions[0]?.date.slice(0, 10) ?? []).toSorted();
  const last = dayOfNumber(documents.reduce((day, document) => Math.max(day, recordedUntil(document)), 0));
  const end = last < asOf ? last : asOf;
  const days: string[] = [];
  const year = Number((starts[0] ?? end).slice(0, 4));
  for (let quarter = 0; ; quarter++) {
    const day = new Date(Date.UTC(year, (quarter + 1) * (12 / QUARTERS_A_YEAR), 0)).toISOString().slice(0, 10);
    if (day > end) return days;
    if (starts[0] !== undefined && day >= starts[0]) days.push(day);
  }
}

function isRecorded({ versions }: EvalDocument, day: string): boolean {
  const [first] = versions;
  return first !== undefined && first.date.slice(0, 10) <= day;
}

function recordedUntil({ versions }: EvalDocument): number {
  return versions.length === 0 ? 0 : dayNumber((versions.at(-1) as { date: string }).date);
}

function byDocument(documents: readonly EvalDocument[], pair: Pair, day: string): DataTable {
  return {
    columns: ["document", pair.over, pair.under],
    rows: documents.map((one) => {
      const { over, under } = countOn([one], pair, day);
      return [one.id, over, under] as const;
    }),
  };
}

function byQuarter(chain: readonly Link[]): DataTable {
  return {
    columns: ["quarter's end", "over", "under", "documents compared", "index"],
    rows: chain.map(({ day, over, under, documents, index }) => [day, over, under, documents, index]),
  };
}

/** A trend whose interval excludes 0, and which is not slow, is proposed as a finding, whichever way it goes. */
function findingOf({ name, lab, label, estimate, evidence, caution }: Measure, { labs, asOf }: EvalInput): Finding[] {
  if (!name.endsWith("-trend") || !estimate.established) return [];
  const isClear = estimate.low > 0 || estimate.high < 0;
  if (!isClear || Math.abs(estimate.value) < TREND_MIN) return [];
  const rises = estimate.value > 0;
  const identity = { eval: "power-seeking" as const, rule: name, evidence: [...evidence] };
  const percent = Math.abs(estimate.value * 100).toFixed(0);
  return [
    {
      ...identity,
      id: findingId(identity),
      lab,
      when: { date: asOf, precision: "day" },
      title: `${labs.get(lab) ?? lab}: ${rises ? "more" : "fewer"} ${label.split(":")[0]?.toLowerCase()}`,
      summary: `Counted clause by clause over ${estimate.n} quarters, the ratio ${rises ? "rises" : "falls"} by about ${percent} % a year.`,
      bearing: rises ? "concerning" : "reassuring",
      severity: 1,
      state: "proposed",
      sourceWeight: 1,
      counter: caution,
      reply: null,
      match: null,
      seed: false,
    },
  ];
}
