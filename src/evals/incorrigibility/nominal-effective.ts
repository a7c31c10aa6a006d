import type { ControlRelation, Measure } from "../../model/index.ts";
import { makeMeasure } from "../make-measure.ts";
import { jeffreysRate } from "../stats/index.ts";
import { decidesAlone, testedOn } from "./control-graph.ts";

const TESTED = "incorrigibility#tested";
const EFFECTIVE = "incorrigibility#effective";
const CAUTION =
  "A power that nobody had to use is untested, not weak. What is tested is what was contested in public, so tests that " +
  "failed are likelier to be known.";

/**
 * Nominal and effective control: which share of the powers to decide on a lab was ever seen used, and which share of
 * those held. `asOf`: the day as of which it is known.
 */
export function nominalMeasures(lab: string, relations: readonly ControlRelation[], asOf: string): Measure[] {
  const nominal = relations.filter((relation) => decidesAlone(relation) && (relation.start ?? "") <= asOf);
  if (nominal.length === 0) return [];
  const states = nominal.map((relation) => testedOn(relation, asOf));
  const tested = states.filter((state) => state !== "untested").length;
  const held = states.filter((state) => state === "held").length;
  const shared = {
    eval: "incorrigibility" as const,
    lab,
    unit: "share",
    caution: CAUTION,
    evidence: nominal.map(({ evidence }) => evidence),
  };
  const detail = {
    columns: ["who", "over whom", "means", "since", "until", "tested"],
    rows: nominal.map((one, at) => [
      one.controllerName,
      one.controlledName,
      one.means,
      one.start,
      one.end,
      states[at] ?? null,
    ]),
  };
  return [
    makeMeasure({
      ...shared,
      name: "control-tested",
      label: "Powers over the lab that were ever seen used",
      estimate: { ...jeffreysRate(tested, nominal.length), method: TESTED },
      numerator: tested,
      denominator: nominal.length,
      detail,
    }),
    makeMeasure({
      ...shared,
      name: "control-effective",
      label: "Powers over the lab that held when last used",
      estimate: { ...jeffreysRate(held, tested), method: EFFECTIVE },
      numerator: held,
      denominator: tested,
    }),
    makeMeasure({
      ...shared,
      name: "control-failed",
      label: "Powers over the lab that did not hold when last used",
      estimate: { ...jeffreysRate(tested - held, tested), method: EFFECTIVE },
      numerator: tested - held,
      denominator: tested,
    }),
  ];
}
