import type { Disclosed, Estimate, Measure } from "../../model/index.ts";
import type { Alarm, EvalDocument } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { jeffreysRate, notEstablished, wilsonRate } from "../stats/index.ts";
import { alarmsOf, versionsOf } from "./alarms.ts";

const RATE = "subverting-constraints#disclosure";
const GAP = "subverting-constraints#disclosure-gap";
const CAUTION =
  "Only what the document tells of itself is looked at: a mail to users or a post elsewhere is not seen. A general note " +
  "(“we have updated these terms”) does not tell what changed.";

/** Fewer changes in a row of the table do not carry a comparison. */
const ROW_MIN = 5;

/** Counts of one direction. */
export interface DisclosureRow {
  readonly yes: number;
  /** The document has a note that does not name the change, or no note. */
  readonly no: number;
  /** In neither column: the note names part of it, or could not be read. */
  readonly partly: number;
  readonly unknown: number;
}

/** Direction × disclosure for one lab (or all), and the difference between the two directions. */
export function disclosureMeasures(lab: string, documents: readonly EvalDocument[]): Measure[] {
  const alarms = alarmsOf(documents);
  if (alarms.length === 0) return [];
  const loosening = alarms.filter(({ direction }) => direction === "loosens");
  const tightening = alarms.filter(({ direction }) => direction === "tightens");
  const rows = { loosening: countRow(loosening), tightening: countRow(tightening) };
  return [
    rateMeasure(lab, "disclosed-loosening", { alarms: loosening, row: rows.loosening, word: "loosen" }),
    rateMeasure(lab, "disclosed-tightening", { alarms: tightening, row: rows.tightening, word: "tighten" }),
    makeMeasure({
      eval: "subverting-constraints",
      lab,
      name: "disclosure-gap",
      label: "Share of loosening changes disclosed minus share of tightening changes disclosed",
      unit: "difference of shares",
      estimate: riskDifference(rows.loosening, rows.tightening),
      caution: CAUTION,
      detail: tableOf(alarms),
      evidence: versionsOf(alarms),
    }),
  ];
}

function rateMeasure(
  lab: string,
  name: string,
  { alarms, row, word }: { readonly alarms: readonly Alarm[]; readonly row: DisclosureRow; readonly word: string },
): Measure {
  return makeMeasure({
    eval: "subverting-constraints",
    lab,
    name,
    label: `Changes that ${word} which the document's own note tells of`,
    unit: "share",
    estimate: { ...jeffreysRate(row.yes, row.yes + row.no), method: RATE },
    numerator: row.yes,
    denominator: row.yes + row.no,
    caution: `${row.partly} told in part and ${row.unknown} unknown count in neither. ${CAUTION}`,
    evidence: versionsOf(alarms),
  });
}

function countRow(alarms: readonly Alarm[]): DisclosureRow {
  const of = (...words: readonly Disclosed[]): number =>
    alarms.filter(({ disclosed }) => words.includes(disclosed)).length;
  return { yes: of("yes"), no: of("no", "no-note"), partly: of("partly"), unknown: of("unknown") };
}

/**
 * Difference of two independent shares with the hybrid score interval: Newcombe 1998, Statistics in Medicine 17,
 * method 10, from two Wilson intervals.
 */
export function riskDifference(a: DisclosureRow, b: DisclosureRow): Estimate {
  const [n, m] = [a.yes + a.no, b.yes + b.no];
  if (Math.min(n, m) < ROW_MIN) {
    return notEstablished(`${n} loosening and ${m} tightening changes; ${ROW_MIN} of each are needed`, n + m, GAP);
  }
  const [p, q] = [wilsonRate(a.yes, n), wilsonRate(b.yes, m)];
  if (!p.established || !q.established) return notEstablished("nothing was counted", n + m, GAP);
  const value = p.value - q.value;
  const low = value - Math.hypot(p.value - p.low, q.high - q.value);
  const high = value + Math.hypot(p.high - p.value, q.value - q.low);
  return { established: true, value, low, high, n: n + m, method: GAP };
}

function tableOf(alarms: readonly Alarm[]): NonNullable<Measure["detail"]> {
  const words = ["yes", "no", "no-note", "partly", "unknown"] as const satisfies readonly Disclosed[];
  return {
    columns: ["direction", "disclosed", "note without it", "no note", "partly", "unknown"],
    rows: (["loosens", "tightens"] as const).map((direction) => [
      direction,
      ...words.map(
        (word) => alarms.filter((alarm) => alarm.direction === direction && alarm.disclosed === word).length,
      ),
    ]),
  };
}
