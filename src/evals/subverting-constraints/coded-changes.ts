import { type CasebookRecord, type CodedChange, codedChanges, EFFECTS, type Measure } from "../../model/index.ts";
import { makeMeasure } from "../make-measure.ts";
import { jeffreysRate, notEstablished } from "../stats/index.ts";

const METHOD = "subverting-constraints#coded-changes";
const CAUTION =
  "People coded what was reported, and loosening is reported more than tightening. A constraint on staff that goes is " +
  "coded as removed although it frees them: such records are in neither direction.";

/** Fewer coded changes do not carry a share. */
const CHANGES_MIN = 3;

/** A coded change with which way it moves the constraint; null where effect and reading do not agree. */
interface ReadChange {
  readonly change: CodedChange;
  readonly direction: "loosens" | "tightens" | null;
}

/** Changes that people coded in the casebook: how many loosen or tighten, and of how many the lab told. */
export function codedMeasures(lab: string, records: readonly CasebookRecord[]): Measure[] {
  const read = records.flatMap((record) =>
    codedChanges(record).map((change) => ({ change, direction: directionOf(record, change) })),
  );
  if (read.length === 0) return [];
  return [
    shareMeasure(lab, read, "loosens"),
    shareMeasure(lab, read, "tightens"),
    disclosedMeasure(lab, read, "loosens"),
    disclosedMeasure(lab, read, "tightens"),
  ];
}

function directionOf({ direction: bearing }: CasebookRecord, { effect }: CodedChange): ReadChange["direction"] {
  const direction = effect === "removed" || effect === "weakened" ? "loosens" : "tightens";
  return bearing === (direction === "loosens" ? "reassuring" : "concerning") ? null : direction;
}

const of = (read: readonly ReadChange[], direction: ReadChange["direction"]): ReadChange[] =>
  read.filter((one) => one.direction === direction);

const evidenceOf = (read: readonly ReadChange[]): string[] => read.map(({ change }) => change.evidence);

function shareMeasure(lab: string, read: readonly ReadChange[], direction: "loosens" | "tightens"): Measure {
  const hits = of(read, direction).length;
  const n = read.length - of(read, null).length;
  const word = direction === "loosens" ? "loosen" : "tighten";
  return makeMeasure({
    eval: "subverting-constraints",
    lab,
    name: direction === "loosens" ? "coded-loosening" : "coded-tightening",
    label: `Changes coded by people that ${word} a constraint`,
    unit: "share",
    estimate: rateOf(hits, n),
    numerator: hits,
    denominator: n,
    caution: `${read.length - n} in neither direction. ${CAUTION}`,
    detail: tableOf(read),
    evidence: evidenceOf(read),
  });
}

function disclosedMeasure(lab: string, read: readonly ReadChange[], direction: "loosens" | "tightens"): Measure {
  const own = of(read, direction);
  const count = (answer: CodedChange["disclosed"]): number =>
    own.filter(({ change }) => change.disclosed === answer).length;
  const n = count("yes") + count("no");
  const word = direction === "loosens" ? "loosen" : "tighten";
  return makeMeasure({
    eval: "subverting-constraints",
    lab,
    name: direction === "loosens" ? "coded-loosening-disclosed" : "coded-tightening-disclosed",
    label: `Changes coded by people that ${word} a constraint, of which the lab told`,
    unit: "share",
    estimate: rateOf(count("yes"), n),
    numerator: count("yes"),
    denominator: n,
    caution: `${count("partly")} told in part and ${count("unknown")} unknown count in neither. ${CAUTION}`,
    evidence: evidenceOf(own),
  });
}

function rateOf(hits: number, n: number): Measure["estimate"] {
  if (n < CHANGES_MIN) return notEstablished(`${n} of at least ${CHANGES_MIN} coded changes`, n, METHOD);
  return { ...jeffreysRate(hits, n), method: METHOD };
}

function tableOf(read: readonly ReadChange[]): NonNullable<Measure["detail"]> {
  const answers = ["yes", "partly", "no", "unknown"] as const;
  return {
    columns: ["effect", "changes", "disclosed", "in part", "not", "unknown"],
    rows: EFFECTS.map((effect) => {
      const own = read.filter(({ change }) => change.effect === effect);
      const counts = answers.map((answer) => own.filter(({ change }) => change.disclosed === answer).length);
      return [effect, own.length, ...counts];
    }),
  };
}
