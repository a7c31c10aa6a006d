import * as z from "zod";
import type { Incident } from "../../model/index.ts";
import { findLab } from "../lab-names.ts";
import { type FileFacts, openTable, quote, type Row, type TableFile, type TableShape } from "../table.ts";

const DEVELOPERS = "Alleged developer of AI system";

const AIID_SHAPES = {
  incidents: {
    title: "the incidents of the AI Incident Database",
    columns: ["incident_id", "date", DEVELOPERS, "title"],
  },
} as const satisfies Readonly<Record<string, TableShape>>;

export interface AiidFile extends FileFacts {
  readonly incidents: readonly Incident[];
}

/**
 * Reads the table of incidents of a snapshot of the AI Incident Database (https://incidentdatabase.ai): one incident
 * for each lab that it names as the alleged developer. The database does not say whether anyone explained: `unknown`.
 *
 * Only developers whom {@link findLab} knows count. The others are kinds of developers (`chatbot-developers`), firms
 * that make no AI models, and private persons, of whom no record is made here.
 */
export function parseAiid(file: TableFile): AiidFile {
  const { kind, rows, leftOut } = openTable("aiid", AIID_SHAPES, file);
  const incidents = rows.flatMap(readIncidents);
  return { table: kind, facts: incidents.length, leftOut, incidents };
}

function readIncidents(row: Row): Incident[] {
  const developers = readDevelopers(row);
  const when = row.date("date");
  if (developers === null || when === null) return [];
  const labs = new Set(developers.map(findLab).filter((lab) => lab !== null));
  if (labs.size === 0) row.leaveOut("no alleged developer is a known lab");
  const title = row.text("title");
  return Array.from(labs, (lab) => {
    return { lab, when, title, explained: "unknown", explanationDate: null, evidence: row.evidence };
  });
}

/** Developers of one incident: far more than any has. */
const DEVELOPERS_MAX = 1_000;
const developersSchema = z.array(z.string().min(1)).max(DEVELOPERS_MAX);

/** The slugs of the cell, `["openai","unknown"]`; null where it is no such list. */
function readDevelopers(row: Row): string[] | null {
  const cell = row.text(DEVELOPERS);
  try {
    return developersSchema.parse(JSON.parse(cell === "" ? "[]" : cell));
  } catch {
    return row.leaveOut(`"${DEVELOPERS}" cannot be read: ${quote(cell)}`);
  }
}
