import type { SeriesPoint } from "../../model/index.ts";
import { labOfName } from "../lab-names.ts";
import type { Row } from "../table.ts";

/** Owners that are no organisation. */
const NOBODY: readonly string[] = ["", "China", "Other"];

/** Chips that an owner had at the end of a quarter, in H100 equivalents, with the 5th and 95th percentile. */
export function readChips(row: Row): SeriesPoint[] {
  const owner = row.text("Owner");
  if (NOBODY.includes(owner)) {
    row.leaveOut("the owner is no organisation");
    return [];
  }
  if (row.text("Incomplete") !== "") {
    row.leaveOut("the quarter is incomplete");
    return [];
  }
  const when = row.date("End date");
  const value = row.figure("Compute estimate in H100e (median)");
  if (when === null || value === null) return [];
  const low = row.figure("H100e (5th percentile)");
  const high = row.figure("H100e (95th percentile)");
  return [
    {
      lab: labOfName(owner),
      series: "chips",
      when,
      end: null,
      amount: {
        value,
        unit: "h100e",
        kind: "estimated",
        ...(low === null ? {} : { low }),
        ...(high === null ? {} : { high }),
      },
      label: `${row.text("Chip manufacturer")} chips, cumulative`,
      evidence: row.evidence,
    },
  ];
}
