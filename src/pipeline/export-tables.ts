import type { ClauseRow, DocumentRow, ListedChange, VersionRow } from "../index/index.ts";
import { column, type Table } from "./table-files.ts";

const text = (path: string): string[] => JSON.parse(path) as string[];

export const DOCUMENTS: Table<DocumentRow> = {
  name: "documents",
  description: "One row for each tracked document.",
  key: ["id"],
  columns: [
    column("id", "string", "lab/slug, the same through renames of the service", (row) => row.id),
    column("lab", "string", "id of the lab", (row) => row.lab),
    column("labName", "string", "name of the lab", (row) => row.lab_name),
    column("service", "string", "service as its newest version names it", (row) => row.service),
    column("terms", "string", "kind of terms", (row) => row.terms),
    column("versions", "integer", "recorded versions", (row) => row.versions),
    column("firstVersion", "string", "id of the first version", (row) => row.first_version),
    column("lastVersion", "string", "id of the newest version", (row) => row.last_version),
    column("firstDate", "datetime", "date of the first version", (row) => row.first_date),
    column("lastDate", "datetime", "date of the newest version", (row) => row.last_date),
  ],
};

export const VERSIONS: Table<VersionRow> = {
  name: "versions",
  description: "One row for each recorded text of a document, with what the audit says of the step to it.",
  key: ["id"],
  references: [["document", "documents", "id"]],
  columns: [
    column("id", "string", "document@<log index>", (row) => row.id),
    column("document", "string", "id of the document", (row) => row.document),
    column("logIndex", "integer", "index in the evidence log", (row) => row.log_index),
    column("date", "datetime", "date of record in the source", (row) => row.date),
    column("cause", "string", "why the source recorded it", (row) => row.cause),
    column("blob", "string", "SHA-256 of the text", (row) => row.blob),
    column("size", "integer", "length of the text in bytes", (row) => row.size),
    column("service", "string", "service as the source names it", (row) => row.service),
    column("terms", "string", "kind of terms as the source names it", (row) => row.terms),
    column("repository", "string", "root commit of the archive; empty for a capture", (row) => row.repository),
    column("commit", "string", "commit that recorded it", (row) => row.commit_id),
    column("path", "string", "path in the source", (row) => row.path),
    column("base", "string", "id of the version it is compared with", (row) => row.base),
    column("noise", "string", "why the step is no change by the lab; empty where it may be one", (row) => row.noise),
    column("note", "string", "the document's own note about its change", (row) => row.note),
    column("noteIn", "string", "old or new: which of the two texts has the note", (row) => row.note_in),
  ],
};

export const CLAUSES: Table<ClauseRow> = {
  name: "clauses",
  description: "One row for each clause of a document and interval in which it was in force.",
  references: [
    ["document", "documents", "id"],
    ["firstVersion", "versions", "id"],
    ["lastVersion", "versions", "id"],
  ],
  columns: [
    column("document", "string", "id of the document", (row) => row.document),
    column("lab", "string", "id of the lab", (row) => row.lab),
    column("text", "string", "the clause as a reader sees it", (row) => row.text),
    column("path", "array", "headings and lead-ins it stands under, outermost first", (row) => text(row.path)),
    column("bearer", "string", "whom it binds or empowers: lab, user, unknown", (row) => row.bearer),
    column("modality", "string", "prohibition, obligation, permission, statement", (row) => row.modality),
    column(
      "norm",
      "string",
      "use-ban, use-exemption, lab-promise, lab-power, user-burden, user-right, none",
      (row) => row.norm,
    ),
    column("firstVersion", "string", "first version that has it", (row) => row.first_version),
    column("lastVersion", "string", "last version that has it", (row) => row.last_version),
    column("since", "datetime", "date of the first version that has it", (row) => row.since),
    column("until", "datetime", "date of the first version without it; empty while in force", (row) => row.until),
  ],
};

/** The CSV columns of a change; its JSON is the object of `corrigible changes --json`. */
export const CHANGES: Table<ListedChange> = {
  name: "changes",
  description: "One row for each change of a clause between two versions.",
  key: ["id", "newVersion"],
  references: [
    ["document", "documents", "id"],
    ["oldVersion", "versions", "id"],
    ["newVersion", "versions", "id"],
  ],
  columns: [
    column("id", "string", "hash of both texts and the positions of both quotes", ({ change }) => change.id),
    column("kind", "string", "removed, added, weakened, strengthened, reworded, moved", ({ change }) => change.kind),
    column("direction", "string", "loosens, tightens, neutral", ({ change }) => change.direction),
    column("subject", "string", "use, lab, user", ({ change }) => change.subject),
    column("severity", "integer", "1 minor, 2 notable, 3 major", ({ change }) => change.severity),
    column("confidence", "number", "0 to 1; an alarm has at least 0.5", ({ change }) => change.confidence),
    column("oldText", "string", "the clause in the old text", ({ change }) => change.old?.text),
    column("oldPath", "array", "its headings and lead-ins", ({ change }) => change.old?.path),
    column("oldStart", "integer", "its start in the old text, UTF-16 units", ({ change }) => change.old?.start),
    column("oldEnd", "integer", "its end", ({ change }) => change.old?.end),
    column("newText", "string", "the clause in the new text", ({ change }) => change.new?.text),
    column("newPath", "array", "its headings and lead-ins", ({ change }) => change.new?.path),
    column("newStart", "integer", "its start in the new text, UTF-16 units", ({ change }) => change.new?.start),
    column("newEnd", "integer", "its end", ({ change }) => change.new?.end),
    column("nearestText", "string", "nearest clause of the other text", ({ change }) => change.nearest?.text),
    column("nearestCoverage", "number", "how much of it that covers, 0 to 1", ({ change }) => change.nearest?.coverage),
    column("disclosed", "string", "yes, partly, no, no-note, unknown", ({ change }) => change.disclosed),
    column("reasons", "array", "codes of the cues that decided", ({ change }) => change.reasons),
    column("lab", "string", "id of the lab", ({ change }) => change.lab),
    column("document", "string", "id of the document", ({ change }) => change.document),
    column("date", "datetime", "date of the new version", ({ change }) => change.date),
    column("oldVersion", "string", "id of the old version", ({ change }) => change.oldVersion),
    column("newVersion", "string", "id of the new version", ({ change }) => change.newVersion),
    column("suppressed", "string", "the step's noise; empty where the change counts", ({ suppressed }) => suppressed),
  ],
};
