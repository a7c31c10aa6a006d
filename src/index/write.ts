import { randomUUID } from "node:crypto";
import { databaseOf, type Transaction } from "./database.ts";
import type { IndexPlace } from "./place.ts";
import { TABLE_NAMES } from "./shapes.ts";
import type { ChangeBodyRow, ChangeRow, ClauseRow, DocumentRow, StoredClauseRow, VersionRow } from "./tables.ts";
import { joinStems, stemsOf } from "./words.ts";

/** Everything the index holds of one document. */
export interface DocumentRows {
  readonly document: DocumentRow;
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ChangeRow[];
  readonly changeBodies: readonly ChangeBodyRow[];
  readonly clauses: readonly ClauseRow[];
}

/** What the index was built from: an index is up to date when this says what the log and the program say now. */
export interface IndexState {
  /** Entries of the log that are indexed, and the tree's root at that size, in hexadecimal. */
  readonly logSize: number;
  readonly logRoot: string;
  /** SHA-256 of the last of those entries: a longer log that has it there goes on from what is indexed. */
  readonly lastEntry: string;
  /** The detector that read the documents; where several did, all of them, in order, joined by ", ". */
  readonly detector: string;
  /** Hash of the table service → lab. */
  readonly labTable: string;
}

/** Writes an index. One transaction from open to commit: whoever is killed in between leaves the index as it was. */
export interface IndexWriter {
  /** What was indexed when it was opened; null for a new index. */
  readonly state: IndexState | null;
  /** The detector that read each document, by the document's id. */
  detectors(): Promise<ReadonlyMap<string, string>>;
  /** Empties all tables. */
  clear(): Promise<void>;
  /** Puts the rows in the place of all that is there of the document. */
  replaceDocument(rows: DocumentRows): Promise<void>;
  /**
   * Does so with documents (id → name of its history) that lie in the stage of a name (stage.ts). Throws a UserError where
   * another history of one lies there.
   */
  takeStage(name: string, documents: ReadonlyMap<string, string>): Promise<void>;
  /** Ends the transaction. What the evals said of the documents as they were counts no longer. */
  commit(state: IndexState): Promise<void>;
  /** Gives up what is not committed. */
  close(): Promise<void>;
}

/** Value of `meta` that is another one after each commit. Random: an index that is removed and made anew has none before. */
export const GENERATION = "generation";

/** Opens the index for writing. Throws a UserError while another process writes it. */
export async function openIndexWriter(place: IndexPlace): Promise<IndexWriter> {
  const database = await databaseOf(place);
  const transaction = await database.begin("refuse");
  try {
    const state = parseState(await transaction.readMeta("state"));
    return {
      state,
      detectors: () => transaction.detectors(),
      clear: () => transaction.empty(TABLE_NAMES),
      replaceDocument: (rows) => putDocument(transaction, rows),
      takeStage: (name, documents) => transaction.takeStage(database.stage(name), documents),
      async commit(now) {
        await transaction.writeMeta("evals", null);
        await transaction.writeMeta(GENERATION, randomUUID());
        await transaction.writeMeta("state", JSON.stringify(now));
        await transaction.commit();
      },
      close: () => transaction.rollback(),
    };
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/** Puts the rows in the place of all that is there of the document. */
export async function putDocument(transaction: Transaction, rows: DocumentRows): Promise<void> {
  await transaction.removeDocument(rows.document.id);
  await transaction.insert("documents", [rows.document]);
  await transaction.insert("versions", rows.versions);
  await transaction.insert("changes", rows.changes);
  await transaction.insert("change_bodies", rows.changeBodies);
  await transaction.insert("clauses", rows.clauses.map(withWords));
}

function withWords(clause: ClauseRow): StoredClauseRow {
  const stems = stemsOf(clause.text);
  return { ...clause, words: joinStems(stems), word_count: stems.length };
}

/** The state of the index of a place; null where there is none or one of another version. */
export async function readIndexState(place: IndexPlace): Promise<IndexState | null> {
  return parseState(await (await databaseOf(place)).readMeta("state"));
}

function parseState(text: string | null): IndexState | null {
  return text === null ? null : (JSON.parse(text) as IndexState);
}
