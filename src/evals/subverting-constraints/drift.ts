import { type Measure, type Subject, SUBJECTS } from "../../model/index.ts";
import type { Alarm, EvalDocument } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { INTERVAL_LEVEL, jeffreysRate, normalQuantile, notEstablished } from "../stats/index.ts";
import { alarmsOf, countDirection, documentYears, SEVERITY_WEIGHT, versionsOf } from "./alarms.ts";

const DRIFT = "subverting-constraints#drift";
const SHARE = "subverting-constraints#share-loosening";
const DRIFT_CAUTION =
  "Alarms are proposals of a detector, not of people. A long document has more clauses to change than a short one, and " +
  "new services bring new terms that count as added rules.";
const SHARE_CAUTION =
  "Changes of one rewrite come together, so the interval is narrower than it should be. A document that grows gains " +
  "powers of the company (loosens) and rights of users (tightens) alike.";

/** Fewer versions with an alarm, or a shorter watch, do not carry a rate. */
const STEPS_MIN = 3;
const YEARS_MIN = 1;

const SUBJECT_WORDS: Readonly<Record<Subject, string>> = {
  use: "what its systems may be used for",
  lab: "its own conduct",
  user: "duties and rights of users",
};

/** Drift of the rules of one lab (or of all): over everything, weighted by severity, and per subject; shares beside. */
export function driftMeasures(lab: string, documents: readonly EvalDocument[]): Measure[] {
  const alarms = alarmsOf(documents);
  const years = documentYears(documents);
  const all = { lab, alarms, years };
  return [
    driftMeasure(all, { name: "drift", about: "all rules", weigh: () => 1, withYears: true }),
    driftMeasure(all, { name: "drift-by-severity", about: "all rules, weighted by severity", weigh: weightOf }),
    ...SUBJECTS.map((subject) =>
      driftMeasure(
        { ...all, alarms: alarms.filter((alarm) => alarm.subject === subject) },
        { name: `drift-${subject}`, about: `rules on ${SUBJECT_WORDS[subject]}`, weigh: () => 1 },
      ),
    ),
    shareMeasure(lab, alarms, "loosens"),
    shareMeasure(lab, alarms, "tightens"),
  ];
}

const weightOf = ({ severity }: Alarm): number => SEVERITY_WEIGHT[severity];

interface Watched {
  readonly lab: string;
  readonly alarms: readonly Alarm[];
  /** Document-years. */
  readonly years: number;
}

interface DriftKind {
  readonly name: string;
  readonly about: string;
  readonly weigh: (alarm: Alarm) => number;
  readonly withYears?: boolean;
}

function driftMeasure({ lab, alarms, years }: Watched, { name, about, weigh, withYears }: DriftKind): Measure {
  const [loosening, tightening] = [countDirection(alarms, "loosens"), countDirection(alarms, "tightens")];
  const caution = `Counted: ${loosening} that loosen, ${tightening} that tighten. ${DRIFT_CAUTION}`;
  return makeMeasure({
    eval: "subverting-constraints",
    lab,
    name,
    label: `Changes that loosen minus changes that tighten, per document and year: ${about}`,
    unit: "per document-year",
    estimate: driftOf(alarms, years, weigh),
    caution,
    ...(withYears ? { detail: byYear(alarms) } : {}),
    evidence: versionsOf(alarms),
  });
}

/**
 * Net loosening over the document-years watched. Steps (one version after another) come by chance, each with its own
 * net; of such a compound Poisson sum the variance is the sum of the squares of the nets.
 */
function driftOf(alarms: readonly Alarm[], years: number, weigh: (alarm: Alarm) => number): Measure["estimate"] {
  const nets = netsByStep(alarms, weigh);
  if (years < YEARS_MIN)
    return notEstablished("its documents were watched for less than a year in all", nets.length, DRIFT);
  if (nets.length < STEPS_MIN) {
    return notEstablished(`alarms in ${nets.length} of at least ${STEPS_MIN} versions`, nets.length, DRIFT);
  }
  const net = nets.reduce((sum, one) => sum + one, 0);
  const error = Math.sqrt(nets.reduce((sum, one) => sum + one ** 2, 0));
  const half = normalQuantile((1 + INTERVAL_LEVEL) / 2) * error;
  return {
    established: true,
    value: net / years,
    low: (net - half) / years,
    high: (net + half) / years,
    n: nets.length,
    method: DRIFT,
  };
}

/** For each version with an alarm: what loosens in it less what tightens. */
function netsByStep(alarms: readonly Alarm[], weigh: (alarm: Alarm) => number): number[] {
  const nets = new Map<string, number>();
  for (const alarm of alarms) {
    const { newVersion, direction } = alarm;
    const signed = (direction === "loosens" ? 1 : -1) * weigh(alarm);
    nets.set(newVersion, (nets.get(newVersion) ?? 0) + signed);
  }
  return [...nets.values()];
}

function byYear(alarms: readonly Alarm[]): NonNullable<Measure["detail"]> {
  const years = Map.groupBy(alarms, ({ date }) => date.slice(0, 4));
  return {
    columns: ["year", "loosens", "tightens", "loosens, weighted", "tightens, weighted"],
    rows: [...years]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([year, all]) => [
        year,
        countDirection(all, "loosens"),
        countDirection(all, "tightens"),
        weightIn(all, "loosens"),
        weightIn(all, "tightens"),
      ]),
  };
}

function weightIn(alarms: readonly Alarm[], direction: "loosens" | "tightens"): number {
  return alarms.reduce((sum, one) => sum + (one.direction === direction ? weightOf(one) : 0), 0);
}

function shareMeasure(lab: string, alarms: readonly Alarm[], direction: "loosens" | "tightens"): Measure {
  const hits = countDirection(alarms, direction);
  const steps = new Set(alarms.map(({ newVersion }) => newVersion)).size;
  const [name, word] = direction === "loosens" ? ["share-loosening", "loosen"] : ["share-tightening", "tighten"];
  return makeMeasure({
    eval: "subverting-constraints",
    lab,
    name,
    label: `Alarms that ${word}`,
    unit: "share",
    estimate:
      steps < STEPS_MIN
        ? notEstablished(`alarms in ${steps} of at least ${STEPS_MIN} versions`, alarms.length, SHARE)
        : { ...jeffreysRate(hits, alarms.length), method: SHARE },
    numerator: hits,
    denominator: alarms.length,
    caution: SHARE_CAUTION,
    evidence: versionsOf(alarms),
  });
}
