import type { LabEvent, SeriesPoint } from "../../model/index.ts";
import { type FileFacts, openTable, type Row, type TableFile } from "../table.ts";
import { readCapability } from "./capabilities.ts";
import { readChips } from "./chips.ts";
import { readFunding, readRevenue, readSpending, readStaff, readUsage } from "./companies.ts";
import { readModel } from "./models.ts";
import { EPOCH_SHAPES, type EpochTable } from "./shapes.ts";

interface RowFacts {
  readonly series: readonly SeriesPoint[];
  readonly events?: readonly LabEvent[];
}

export interface EpochFile extends FileFacts, Required<RowFacts> {}

/** What a row of each table says. A blank figure makes no point: it is undisclosed, never zero. */
const READ: Readonly<Record<EpochTable, (row: Row) => RowFacts>> = {
  models: readModel,
  capabilities: (row) => ({ series: readCapability(row) }),
  chips: (row) => ({ series: readChips(row) }),
  funding: (row) => ({ series: readFunding(row) }),
  revenue: (row) => ({ series: readRevenue(row) }),
  staff: (row) => ({ series: readStaff(row) }),
  usage: (row) => ({ series: readUsage(row) }),
  spending: (row) => ({ series: readSpending(row) }),
};

/** Reads one of Epoch AI's tables of models, companies, chips and capabilities. */
export function parseEpoch(file: TableFile): EpochFile {
  const { kind, rows, leftOut } = openTable("epoch", EPOCH_SHAPES, file);
  const read = rows.map(READ[kind]);
  const series = read.flatMap((facts) => facts.series);
  const events = read.flatMap((facts) => facts.events ?? []);
  return { table: nameTable(kind, rows), facts: series.length + events.length, leftOut, series, events };
}

/** Epoch publishes chips in one file a manufacturer: none replaces another. */
function nameTable(kind: EpochTable, rows: readonly Row[]): string {
  return kind === "chips" ? `chips ${rows[0]?.text("Chip manufacturer") ?? ""}`.trim() : kind;
}
