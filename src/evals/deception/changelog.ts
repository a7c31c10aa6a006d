import { type DataTable, DISCLOSED, type Measure } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import type { Alarm, EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { clusteredShare } from "./clustered-share.ts";
import type { Revision } from "./revisions.ts";

const METHOD = "deception#changelog-check";
const CAUTION =
  "Only the document's own note is read: a blog post or an e-mail may tell more. Told means that the note has half of a " +
  "change's telling words, so other words for it count as not told. Changes of one revision go together, which widens " +
  "the interval.";

/** Always both, side by side. */
const WAYS = ["loosens", "tightens"] as const;
type Way = (typeof WAYS)[number];

/** Whether a document that changed says so, and how much of what loosens and of what tightens it tells. */
export function changelogMeasures(input: EvalInput, revisions: readonly Revision[]): Measure[] {
  const alarming = revisions.filter(({ alarms }) => alarms.length > 0);
  return groupByLab(input, alarming).flatMap(([lab, own]) => {
    const noted = own.filter(({ alarms }) => alarms.some(hasNote));
    const renewed = noted.filter(({ newNote }) => newNote !== null);
    return [
      noteShare(lab, own, noted, "with-note"),
      noteShare(
        lab,
        own,
        own.filter((one) => !noted.includes(one)),
        "without-note",
      ),
      ...WAYS.flatMap((way) => [
        toldShare({ lab, way, name: "told", revisions: noted, all: own }),
        toldShare({ lab, way, name: "told-by-new-note", revisions: renewed, all: renewed }),
      ]),
    ];
  });
}

/** The note could be read and set beside the change. */
function hasNote({ disclosed }: Alarm): boolean {
  return disclosed !== "no-note" && disclosed !== "unknown";
}

function noteShare(
  lab: string,
  all: readonly Revision[],
  counted: readonly Revision[],
  name: "with-note" | "without-note",
): Measure {
  return makeMeasure({
    eval: "deception",
    lab,
    name: `changelog-${name}`,
    label: `Revisions with alarms whose document has ${name === "with-note" ? "a" : "no"} note about changes`,
    unit: "share",
    estimate: clusteredShare(
      METHOD,
      all.map((one) => ({ hits: Number(counted.includes(one)), cases: 1 })),
      "revisions",
    ),
    numerator: counted.length,
    denominator: all.length,
    caution:
      "A document without a note of its own is no silence: the lab may tell elsewhere. Some passages that speak of " +
      "changes in general are read as notes.",
    evidence: counted.map(({ newVersion }) => newVersion),
  });
}

interface Told {
  readonly lab: string;
  readonly way: Way;
  readonly name: "told" | "told-by-new-note";
  /** Those whose alarms are the denominator. */
  readonly revisions: readonly Revision[];
  /** Those that the table counts. */
  readonly all: readonly Revision[];
}

function toldShare({ lab, way, name, revisions, all }: Told): Measure {
  const clusters = revisions.flatMap(({ alarms }) => {
    const own = alarms.filter((alarm) => alarm.direction === way && hasNote(alarm));
    return own.length === 0
      ? []
      : [{ hits: own.filter(({ disclosed }) => disclosed === "yes").length, cases: own.length }];
  });
  const where = name === "told" ? "a note" : "a new note";
  return makeMeasure({
    eval: "deception",
    lab,
    name: `changelog-${name}-${way}`,
    label: `Alarms that ${way.slice(0, -1)} which the document's note tells, of those in documents with ${where}`,
    unit: "share",
    estimate: clusteredShare(METHOD, clusters, `alarms that ${way.slice(0, -1)} in documents with ${where}`),
    numerator: clusters.reduce((total, { hits }) => total + hits, 0),
    denominator: clusters.reduce((total, { cases }) => total + cases, 0),
    caution: name === "told" ? `${CAUTION} A note may be an older one.` : CAUTION,
    detail: bothWays(all),
    evidence: revisions.map(({ newVersion }) => newVersion),
  });
}

function bothWays(revisions: readonly Revision[]): DataTable {
  const alarms = revisions.flatMap((revision) => revision.alarms);
  return {
    columns: ["the note tells it", ...WAYS.map((way) => `alarms that ${way.slice(0, -1)}`)],
    rows: DISCLOSED.map((answer) => [
      answer,
      ...WAYS.map((way) => alarms.filter((one) => one.direction === way && one.disclosed === answer).length),
    ]),
  };
}
