import type { EvalInput, EvalResult } from "../input.ts";
import { missionDocuments } from "./mission-text.ts";

/** What this eval looks for, lab by lab, zeros included. */
export function coverageOf(input: EvalInput): EvalResult["coverage"] {
  const { labs, records, control, series } = input;
  return new Map(
    [...labs.keys()].map((lab) => [
      lab,
      [
        {
          what: "mission statements",
          found: records.filter((one) => one.lab === lab && one.type === "mission-statement").length,
        },
        { what: "recorded texts that state a mission", found: missionDocuments(input, lab).length },
        {
          what: "control relations over the lab",
          found: control.filter(({ controlled }) => controlled === lab || controlled.startsWith(`${lab}-`)).length,
        },
        {
          what: "attempts at oversight with an outcome",
          found: records.filter((one) => one.lab === lab && one.fields.outcome !== undefined).length,
        },
        {
          what: "figures of revenue",
          found: series.filter((one) => one.lab === lab && one.series === "revenue").length,
        },
        {
          what: "figures of money raised",
          found: series.filter((one) => one.lab === lab && one.series === "funding").length,
        },
      ],
    ]),
  );
}
