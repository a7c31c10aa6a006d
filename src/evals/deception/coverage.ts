import type { EvalInput, EvalResult } from "../input.ts";
import { claimsOf, isRated } from "./claims.ts";
import { isResolved, promiseLedger } from "./promises.ts";
import type { Revision } from "./revisions.ts";

/** What this eval looks for, lab by lab, zeros included. */
export function coverageOf(input: EvalInput, revisions: readonly Revision[]): EvalResult["coverage"] {
  const claims = Map.groupBy(claimsOf(input), ({ lab }) => lab);
  const promises = Map.groupBy(promiseLedger(input), ({ lab }) => lab);
  const revised = Map.groupBy(revisions, ({ lab }) => lab);
  return new Map(
    [...input.labs.keys()].map((lab) => {
      const [made, promised, own] = [claims.get(lab) ?? [], promises.get(lab) ?? [], revised.get(lab) ?? []];
      return [
        lab,
        [
          { what: "public claims weighed", found: made.length },
          { what: "public claims that are rated", found: made.filter(isRated).length },
          { what: "promises followed up", found: promised.length },
          { what: "promises with a due date", found: promised.filter(({ dueDay }) => dueDay !== null).length },
          { what: "promises that are resolved", found: promised.filter(isResolved).length },
          { what: "revisions with alarms", found: own.filter(({ alarms }) => alarms.length > 0).length },
          {
            what: "revisions with a new note about changes",
            found: own.filter(({ newNote }) => newNote !== null).length,
          },
        ],
      ];
    }),
  );
}
