import { isAlarm, toAlarm } from "./alarm.ts";
import { documentRevisions } from "./deception/index.ts";
import type { EvalDocument, RecordedDocument } from "./input.ts";
import { powerClauses } from "./power-seeking/index.ts";
import { archiveFindings, followedLives } from "./subverting-constraints/index.ts";

/** What the evals look at of a document, so that its clauses and changes can be let go: an archive's do not fit in memory. */
export function digestDocument(recorded: RecordedDocument): EvalDocument {
  const { clauses, changes, ...document } = recorded;
  const alarms = new Map(changes.filter(isAlarm).map((change) => [change, toAlarm(change)]));
  return {
    ...document,
    alarms: [...alarms.values()],
    revisions: documentRevisions(recorded, alarms),
    lives: followedLives(recorded),
    power: powerClauses(document.terms, clauses),
    findings: archiveFindings(recorded),
  };
}
