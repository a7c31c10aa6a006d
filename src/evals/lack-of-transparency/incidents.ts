import type { DataTable, Estimate, Incident, Measure } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import { dayNumber } from "../days.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { mergeSameEvents, type Merged } from "../merge-same-events.ts";
import { SHARE_MIN, shareOf } from "../share.ts";
import { type Life, medianLife, notEstablished, survivalAt, survivalCurve } from "../stats/index.ts";

const METHOD = "lack-of-transparency#incidents";
const SURVIVAL_METHOD = "lack-of-transparency#time-to-explanation";
const CAUTION =
  "Incidents that reached the press are recorded, and labs with more press have more. Explained means that the lab gave " +
  "a cause in public, in part at least; whether the explanation is right is another question.";

/** After how many days silences are counted. */
const AGES = [7, 30, 365];
/** Days that an explanation on the day itself took: a life must have some length. */
const SAME_DAY = 0.5;

type KnownIncident = Merged<Incident>;

/** Whether incidents were explained, and after how long. Where a source does not tell, that is counted apart. */
export function incidentMeasures(input: EvalInput): Measure[] {
  const past = input.incidents.filter(({ when }) => when.date <= input.asOf);
  return groupByLab(input, past).flatMap(([lab, all]) => {
    const own = knownIncidents(input, all);
    const unknown = all.filter(({ explained }) => explained === "unknown");
    return [
      ...(unknown.length === 0 ? [] : [unknownCount(lab, unknown)]),
      ...(own.length === 0 ? [] : [...explainedShares(lab, own), ...silences(lab, own, input.asOf)]),
    ];
  });
}

/** Incidents of which it is known whether they were explained by that day, each once. */
export function knownIncidents(
  { records, asOf }: Pick<EvalInput, "records" | "asOf">,
  incidents: readonly Incident[],
): KnownIncident[] {
  const known = incidents.filter(({ explained, when }) => explained !== "unknown" && when.date <= asOf);
  return mergeSameEvents(known, records).map((incident) => {
    const isLater = incident.explanationDate !== null && incident.explanationDate > asOf;
    return isLater ? { ...incident, explained: "no" as const, explanationDate: null } : incident;
  });
}

function unknownCount(lab: string, unknown: readonly Incident[]): Measure {
  return makeMeasure({
    eval: "lack-of-transparency",
    lab,
    name: "incidents-not-told",
    label: "Incidents of which the source does not tell whether they were explained",
    unit: "incidents",
    estimate: counted(METHOD, unknown.length, unknown.length),
    caution:
      "They are not unexplained: nobody looked. The source names alleged developers as the press does, and attention is " +
      "not conduct.",
    evidence: unknown.map(({ evidence }) => evidence),
  });
}

function explainedShares(lab: string, own: readonly KnownIncident[]): Measure[] {
  const count = (...answers: readonly Incident["explained"][]): number =>
    own.filter(({ explained }) => answers.includes(explained)).length;
  const shares = [
    { name: "incidents-explained", label: "Incidents explained, in part at least", hits: count("yes", "partly") },
    { name: "incidents-explained-in-full", label: "Incidents explained in full", hits: count("yes") },
    { name: "incidents-unexplained", label: "Incidents not explained", hits: count("no") },
  ];
  return shares.map(({ name, label, hits }) =>
    makeMeasure({
      eval: "lack-of-transparency",
      lab,
      name,
      label,
      unit: "share",
      estimate: shareOf(METHOD, hits, own.length, "incidents"),
      numerator: hits,
      denominator: own.length,
      caution: CAUTION,
      detail: tableOf(own),
      evidence: own.flatMap(({ records }) => records),
    }),
  );
}

/** Shares still unexplained after some days, and the median time, over incidents with a known end or none yet. */
function silences(lab: string, own: readonly KnownIncident[], asOf: string): Measure[] {
  const timed = own.flatMap((incident) => {
    const life = lifeOf(incident, asOf);
    return life ? [{ incident, life }] : [];
  });
  const lives = timed.map(({ life }) => life);
  const shared = {
    eval: "lack-of-transparency" as const,
    lab,
    caution:
      `${CAUTION} ${lives.filter(({ ended }) => !ended).length} of ${lives.length} were unexplained on ${asOf} and count ` +
      `as lasting at least that long; ${own.length - lives.length} have no known day. An upper end of the median that is the longest time watched is open.`,
    detail: curveOf(lives),
    evidence: timed.flatMap(({ incident }) => incident.records),
  };
  return [
    ...AGES.map((age) =>
      makeMeasure({
        ...shared,
        name: `incidents-silent-${age}-days`,
        label: `Incidents still without any explanation after ${age} days`,
        unit: "share",
        estimate: under(lives, () => survivalAt(lives, age)),
      }),
    ),
    makeMeasure({
      ...shared,
      name: "incidents-days-to-explanation",
      label: "Median days until a first explanation",
      unit: "days",
      estimate: under(lives, () => medianWithin(lives)),
    }),
  ];
}

function under(lives: readonly Life[], estimate: () => Estimate): Estimate {
  if (lives.length < SHARE_MIN)
    return notEstablished(
      `${lives.length} of at least ${SHARE_MIN} incidents have a known time`,
      lives.length,
      SURVIVAL_METHOD,
    );
  return { ...estimate(), method: SURVIVAL_METHOD };
}

/** The median life; where the data leave its upper end open, that is the longest time watched. */
function medianWithin(lives: readonly Life[]): Estimate {
  const median = medianLife(lives);
  if (!median.established || median.high !== Infinity) return median;
  return { ...median, high: Math.max(...lives.map(({ time }) => time)) };
}

/** The time without an explanation; null where it was explained on a day that is not known. */
function lifeOf({ when, explained, explanationDate }: Incident, asOf: string): Life | null {
  const ended = explained !== "no";
  const end = ended ? explanationDate : asOf;
  if (end === null) return null;
  const days = dayNumber(end) - dayNumber(when.date);
  if (!ended && days <= 0) return null;
  return { time: Math.max(SAME_DAY, days), ended };
}

function curveOf(lives: readonly Life[]): DataTable {
  const start = [0, lives.length, 0, 1, 1, 1];
  return {
    columns: ["days", "unexplained before", "explained", "share unexplained", "low", "high"],
    rows: [
      start,
      ...survivalCurve(lives).map(({ time, atRisk, ends, survival, low, high }) => [
        time,
        atRisk,
        ends,
        survival,
        low,
        high,
      ]),
    ],
  };
}

function tableOf(own: readonly KnownIncident[]): DataTable {
  return {
    columns: ["date", "lab", "incident", "explained", "explained on", "evidence"],
    rows: own.map(({ when, lab, title, explained, explanationDate, records }) => [
      when.date,
      lab,
      title,
      explained,
      explanationDate,
      records.join(" "),
    ]),
  };
}
