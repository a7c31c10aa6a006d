import type { SeriesPoint } from "../../model/index.ts";
import { labsOfNames } from "../lab-names.ts";
import type { Row } from "../table.ts";

/**
 * A model's score in the Epoch Capabilities Index. Epoch fits the scale anew at each release: scores of one file
 * compare, scores of two do not, and so a later file replaces the earlier.
 */
export function readCapability(row: Row): SeriesPoint[] {
  const value = row.figure("ECI Score");
  if (row.text("ECI Score") === "") row.leaveOut("no score");
  const when = value === null ? null : row.date("Release date");
  if (value === null || when === null) return [];
  const labs = labsOfNames(row.text("Organization"));
  if (labs.length === 0) row.leaveOut("no organization");
  return labs.map((lab) => ({
    lab,
    series: "capability",
    when,
    end: null,
    amount: { value, unit: "score", kind: "estimated" },
    label: `${row.text("Model version")}, Epoch Capabilities Index`,
    evidence: row.evidence,
  }));
}
