import { type ListedChange, listDocumentChanges } from "./changes.ts";
import { listDocuments, listVersions } from "./documents.ts";
import type { Index } from "./open.ts";
import { CLAUSE_COLUMNS } from "./clauses.ts";
import type { ClauseRow, DocumentRow, VersionRow } from "./tables.ts";

/** All that the index holds of one document, in an order that depends on the log alone. */
export interface DocumentContent {
  readonly document: DocumentRow;
  readonly versions: readonly VersionRow[];
  readonly clauses: readonly ClauseRow[];
  /** Also the suppressed ones, as they followed each other. */
  readonly changes: readonly ListedChange[];
}

/** The whole index, one document after the other by id: never more than one in memory. */
export async function* scanIndex(index: Index): AsyncGenerator<DocumentContent> {
  for (const document of await listDocuments(index)) {
    yield {
      document,
      versions: await listVersions(index, document.id),
      clauses: await listClauses(index, document.id),
      changes: await listDocumentChanges(index, document.id),
    };
  }
}

export async function listClauses(index: Index, document: string): Promise<ClauseRow[]> {
  return index.query
    .selectFrom("clauses")
    .select(CLAUSE_COLUMNS)
    .where("document", "=", document)
    .orderBy("first_step")
    .orderBy("position")
    .orderBy("last_version")
    .execute();
}
