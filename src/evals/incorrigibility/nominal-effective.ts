import type { ControlRelation, Measure } from "../../model/index.ts";
import { makeMeasure } from "../make-measure.ts";
import { jeffreysRate, notEstablished } from "../stats/index.ts";
import { decidesAlone, partyKey, testedOn } from "./control-graph.ts";

const TESTED = "incorrigibility#tested";
const EFFECTIVE = "incorrigibility#effective";
const CAUTION =
  "A power that nobody had to use is untested, not weak. What is tested is what was contested in public, so tests that " +
  "failed are likelier to be known.";

/** Fewer powers, or fewer that were used, do not carry a share. */
const POWERS_MIN = 3;

/** One power through all the years in which it changed hands or members. */
interface Power {
  /** Its newest relation. */
  readonly relation: ControlRelation;
  /** What became of its last known use. */
  readonly tested: ControlRelation["tested"];
  readonly evidence: readonly string[];
}

/**
 * Nominal and effective control: which share of the powers to decide on a lab was ever seen used, and which share of
 * those held. `asOf`: the day as of which it is known.
 */
export function nominalMeasures(lab: string, relations: readonly ControlRelation[], asOf: string): Measure[] {
  const powers = powersOf(relations, asOf);
  if (powers.length === 0) return [];
  const tested = powers.filter((power) => power.tested !== "untested").length;
  const held = powers.filter((power) => power.tested === "held").length;
  const shared = {
    eval: "incorrigibility" as const,
    lab,
    unit: "share",
    caution: CAUTION,
    evidence: powers.flatMap(({ evidence }) => evidence),
  };
  return [
    makeMeasure({
      ...shared,
      name: "control-tested",
      label: "Powers over the lab that were ever seen used",
      estimate: shareOf(tested, powers.length, TESTED),
      numerator: tested,
      denominator: powers.length,
      detail: tableOf(powers),
    }),
    makeMeasure({
      ...shared,
      name: "control-effective",
      label: "Powers over the lab that held when last used",
      estimate: shareOf(held, tested, EFFECTIVE),
      numerator: held,
      denominator: tested,
    }),
    makeMeasure({
      ...shared,
      name: "control-failed",
      label: "Powers over the lab that did not hold when last used",
      estimate: shareOf(tested - held, tested, EFFECTIVE),
      numerator: tested - held,
      denominator: tested,
    }),
  ];
}

/** A board has one power, however often its members changed: relations of equal ends and means are one. */
function powersOf(relations: readonly ControlRelation[], asOf: string): Power[] {
  const deciding = relations
    .filter((relation) => decidesAlone(relation) && (relation.start ?? "") <= asOf)
    .toSorted((a, b) => ((a.start ?? "") < (b.start ?? "") ? -1 : 1));
  const groups = Map.groupBy(deciding, (one) =>
    [partyKey(one.controller), partyKey(one.controlled), one.means].join("\n"),
  );
  return [...groups.values()].map((own) => {
    const used = own.findLast((relation) => testedOn(relation, asOf) !== "untested");
    return {
      relation: own.at(-1) as ControlRelation,
      tested: used?.tested ?? "untested",
      evidence: own.map(({ evidence }) => evidence),
    };
  });
}

function shareOf(hits: number, n: number, method: string): Measure["estimate"] {
  if (n < POWERS_MIN) return notEstablished(`${n} of at least ${POWERS_MIN} powers`, n, method);
  return { ...jeffreysRate(hits, n), method };
}

function tableOf(powers: readonly Power[]): NonNullable<Measure["detail"]> {
  return {
    columns: ["who", "over whom", "means", "since", "until", "tested"],
    rows: powers.map(({ relation: { controllerName, controlledName, means, start, end }, tested }) => [
      controllerName,
      controlledName,
      means,
      start,
      end,
      tested,
    ]),
  };
}
