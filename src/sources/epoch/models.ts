import type { LabEvent, SeriesPoint } from "../../model/index.ts";
import { labsOfNames } from "../lab-names.ts";
import type { Row } from "../table.ts";

/** The release of a notable model, and its training compute where Epoch gives one, for each lab that made it. */
export function readModel(row: Row): { readonly events: LabEvent[]; readonly series: SeriesPoint[] } {
  const labs = labsOfNames(row.text("Organization"));
  if (labs.length === 0) row.leaveOut("no organization");
  const when = labs.length === 0 ? null : row.date("Publication date");
  if (when === null) return { events: [], series: [] };
  const { evidence } = row;
  const model = row.text("Model");
  const events = labs.map((lab): LabEvent => ({ lab, kind: "release", when, title: `${model} released`, evidence }));
  const value = row.figure("Training compute (FLOP)");
  if (value === null) return { events, series: [] };
  // Epoch's own estimate also where a paper states the parts. How sure Epoch is stands in the label.
  const amount = { value, unit: "flop", kind: "estimated" } as const;
  const label = `${model} training run (${row.text("Confidence").toLowerCase() || "unknown"})`;
  const series = labs.map((lab): SeriesPoint => {
    return { lab, series: "training-compute", when, end: null, amount, label, evidence };
  });
  return { events, series };
}
