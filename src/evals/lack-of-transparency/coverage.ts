import type { EvalInput, EvalResult } from "../input.ts";
import { disclosuresOf, sightsOf } from "./inspection.ts";
import { cellOfTitle } from "./inspection-table.ts";
import { knownIncidents } from "./incidents.ts";
import { answersOf } from "./indicators.ts";
import type { ReadDocument } from "./readability.ts";
import { staffRecords } from "./staff-secrecy.ts";

/** What this eval looks for, lab by lab, zeros included. */
export function coverageOf(input: EvalInput, read: readonly ReadDocument[]): EvalResult["coverage"] {
  const byLab = <T extends { readonly lab: string }>(items: readonly T[]): ((lab: string) => readonly T[]) => {
    const groups = Map.groupBy(items, ({ lab }) => lab);
    return (lab) => groups.get(lab) ?? [];
  };
  const answers = byLab(answersOf(input));
  const sights = byLab(sightsOf(input));
  const disclosures = byLab(disclosuresOf(input));
  const known = byLab(knownIncidents(input, input.incidents));
  const unknown = byLab(input.incidents.filter(({ explained }) => explained === "unknown"));
  const staff = byLab(staffRecords(input));
  const documents = byLab(input.documents);
  const texts = byLab(read);
  return new Map(
    [...input.labs.keys()].map((lab) => [
      lab,
      [
        { what: "indicators answered in rubrics", found: answers(lab).length },
        { what: "disclosures and acts of secrecy", found: disclosures(lab).length },
        {
          what: "of these, such as the inspection matrix has no row for",
          found: disclosures(lab).filter(({ title }) => cellOfTitle(title) === null).length,
        },
        { what: "pieces of evidence in the inspection matrix", found: sights(lab).length },
        { what: "incidents known to be explained or not", found: known(lab).length },
        { what: "incidents of which that is not told", found: unknown(lab).length },
        { what: "records of what staff may say", found: staff(lab).length },
        { what: "documents in the archive", found: documents(lab).length },
        { what: "English documents with a text to read", found: texts(lab).length },
      ],
    ]),
  );
}
