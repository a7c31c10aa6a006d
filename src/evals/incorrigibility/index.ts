import type { ControlRelation, Measure } from "../../model/index.ts";
import type { EvalInput, EvalResult, Evaluate } from "../input.ts";
import { partyKey } from "./control-graph.ts";
import { type Episode, oversightEpisodes } from "./episodes.ts";
import { nominalMeasures } from "./nominal-effective.ts";
import { oversightMeasures } from "./oversight-holds.ts";
import { stopMeasures } from "./stop-measures.ts";

export { type ExplanationLine, explainStop } from "./explain-stop.ts";
export { type ControlGraph, decidesAlone, graphOn } from "./control-graph.ts";
export { bodiesWithMember, type ControlSpan, controlSpan, findParty } from "./find-party.ts";
export { type Episode, oversightEpisodes } from "./episodes.ts";
export { type StopAnswer, type StopPath, type StopStep, type StopVoter, whoCanStop } from "./who-can-stop.ts";

const INDUSTRY = "industry";

/** Who can stop a lab, and what happened when someone tried. Method page: docs/methods/incorrigibility.md. */
export const evaluate: Evaluate = (input) => {
  const episodes = oversightEpisodes(input.records);
  const control = Map.groupBy(input.control, (relation) => labOf(input, relation));
  const labs = [...input.labs.keys()].filter((lab) => lab !== INDUSTRY);
  const measures = labs.flatMap((lab) => measureLab(lab, input, { episodes, relations: control.get(lab) ?? [] }));
  return {
    eval: "incorrigibility",
    measures: [
      ...measures,
      ...oversightMeasures(INDUSTRY, episodes),
      ...nominalMeasures(INDUSTRY, input.control, input.asOf),
    ],
    findings: [],
    coverage: coverageOf(input, episodes, control),
  };
};

function measureLab(
  lab: string,
  input: EvalInput,
  { episodes, relations }: { readonly episodes: readonly Episode[]; readonly relations: readonly ControlRelation[] },
): Measure[] {
  return [
    ...oversightMeasures(
      lab,
      episodes.filter((episode) => episode.lab === lab),
    ),
    ...nominalMeasures(lab, relations, input.asOf),
    ...stopMeasures(lab, input.control, input.asOf),
  ];
}

/** The lab that a relation bears on: the controlled party, or the lab whose id its id begins with. */
function labOf({ labs }: EvalInput, { controlled }: ControlRelation): string | null {
  const id = partyKey(controlled);
  if (labs.has(id)) return id;
  return [...labs.keys()].find((lab) => id.startsWith(`${lab}-`)) ?? null;
}

function coverageOf(
  input: EvalInput,
  episodes: readonly Episode[],
  control: ReadonlyMap<string | null, readonly ControlRelation[]>,
): EvalResult["coverage"] {
  return new Map(
    [...input.labs.keys()].map((lab) => {
      const own = episodes.filter((episode) => episode.lab === lab);
      const pending = own.filter(({ outcome }) => outcome === "pending").length;
      const relations = control.get(lab) ?? [];
      return [
        lab,
        [
          { what: "oversight attempts with an outcome", found: own.length - pending },
          { what: "oversight attempts that are pending", found: pending },
          { what: "relations of control over the lab", found: relations.length },
          {
            what: "relations of control seen used",
            found: relations.filter(({ tested }) => tested !== "untested").length,
          },
          { what: "bodies whose members are recorded", found: relations.filter(({ members }) => members).length },
        ],
      ];
    }),
  );
}
