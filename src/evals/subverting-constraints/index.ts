import { codedChanges } from "../../model/index.ts";
import type { EvalDocument, EvalInput, EvalResult, Evaluate, RecordedDocument, RuleLife } from "../input.ts";
import { alarmsOf } from "./alarms.ts";
import { codedMeasures } from "./coded-changes.ts";
import { disclosureMeasures } from "./disclosure.ts";
import { driftMeasures } from "./drift.ts";
import { ruleLives } from "./rule-lives.ts";
import { FOLLOWED, survivalComparisons, survivalMeasures } from "./survival.ts";

export { archiveFindings } from "./archive-findings.ts";

const INDUSTRY = "industry";

/** What labs did with their own rules. Method page: docs/methods/subverting-constraints.md. */
export const evaluate: Evaluate = (input) => {
  const documents = Map.groupBy(input.documents, ({ lab }) => lab);
  const lives = new Map([...documents].map(([lab, own]) => [lab, own.flatMap((document) => document.lives)]));
  const labs = [...input.labs.keys()].filter((lab) => lab !== INDUSTRY);
  return {
    eval: "subverting-constraints",
    measures: [
      ...labs.flatMap((lab) => [
        ...measureDocuments(lab, documents.get(lab) ?? [], lives.get(lab) ?? []),
        ...codedMeasures(
          lab,
          input.records.filter((record) => record.lab === lab),
        ),
      ]),
      ...measureDocuments(INDUSTRY, input.documents, [...lives.values()].flat()),
      ...survivalComparisons(lives),
      ...codedMeasures(INDUSTRY, input.records),
    ],
    findings: input.documents.flatMap(({ findings }) => findings),
    coverage: coverageOf(input, documents, lives),
  };
};

const NORMS = FOLLOWED.map(({ norm }) => norm);

/** The lives of a document's rules of the kinds that are followed, without their words. */
export function followedLives(document: RecordedDocument): RuleLife[] {
  return ruleLives(document, NORMS).map(({ evidence, norm, since, until, fate, old }) => ({
    evidence,
    norm,
    since,
    until,
    fate,
    old,
  }));
}

function measureDocuments(lab: string, documents: readonly EvalDocument[], lives: readonly RuleLife[]) {
  if (documents.length === 0) return [];
  return [...driftMeasures(lab, documents), ...disclosureMeasures(lab, documents), ...survivalMeasures(lab, lives)];
}

function coverageOf(
  { labs, records }: EvalInput,
  documents: ReadonlyMap<string, readonly EvalDocument[]>,
  lives: ReadonlyMap<string, readonly RuleLife[]>,
): EvalResult["coverage"] {
  return new Map(
    [...labs.keys()].map((lab) => {
      const own = documents.get(lab) ?? [];
      return [
        lab,
        [
          { what: "documents with a recorded history", found: own.length },
          { what: "recorded versions of them", found: own.reduce((sum, { versions }) => sum + versions.length, 0) },
          { what: "changes that loosen or tighten", found: alarmsOf(own).length },
          { what: "rules whose life is followed", found: lives.get(lab)?.length ?? 0 },
          {
            what: "changes coded by people",
            found: records.filter((record) => record.lab === lab).flatMap(codedChanges).length,
          },
        ],
      ];
    }),
  );
}
