import { EXIT, UserError } from "../std/index.ts";
import type { Index } from "./open.ts";
import type { IndexPlace } from "./place.ts";
import type { TableName, Tables } from "./tables.ts";

/** What each kind of database does in its own way for one place. All else of this folder is the same for all of them. */
export interface IndexDatabase {
  /** Opens it for reading; null where no index of this program's version is there. */
  open(): Promise<Index | null>;
  /** A value of the table `meta`; null where it, or a current index, is not there. */
  readMeta(name: string): Promise<string | null>;
  /** Begins to write, and makes the place and its tables where they are not there or of another version. */
  begin(wait: "wait" | "refuse"): Promise<Transaction>;
  /**
   * Begins to put one document, or what is called so, into a stage: others put others beside it, and
   * {@link Transaction.takeStage} waits. Null where the stage is not there.
   */
  beginPut(what: string): Promise<Transaction | null>;
  /** Whether a current index is there. */
  isThere(): Promise<boolean>;
  /** Whether it can be read at all; also where there is none. */
  isSound(): Promise<boolean>;
  /** Removes the index whole. */
  remove(): Promise<void>;
  /** Where the stage of a name lies, and which stages there are. */
  stage(name: string): IndexPlace;
  listStages(): Promise<string[]>;
}

/**
 * One transaction: nobody sees what it writes before the commit, and whoever is killed in between leaves the index as it
 * was. One at a time: a second one waits for some seconds or is refused at once, with a UserError.
 */
export interface Transaction {
  readMeta(name: string): Promise<string | null>;
  /** `value` null: removes it. */
  writeMeta(name: string, value: string | null): Promise<void>;
  /** The detector that read each document, by the document's id. */
  detectors(): Promise<ReadonlyMap<string, string>>;
  insert<Name extends TableName>(table: Name, rows: readonly Tables[Name][]): Promise<void>;
  /** Removes all rows of these tables. */
  empty(tables: readonly TableName[]): Promise<void>;
  /** Removes all that is there of a document. */
  removeDocument(id: string): Promise<void>;
  /**
   * Puts what a stage holds of these documents (id → name of its history) in the place of what is there of them; nobody
   * writes the stage before the transaction ends. Throws a UserError where it holds another history of one.
   */
  takeStage(stage: IndexPlace, documents: ReadonlyMap<string, string>): Promise<void>;
  commit(): Promise<void>;
  /** Gives up what is not committed; nothing after a commit. */
  rollback(): Promise<void>;
}

/** The database of a place. */
export async function databaseOf(place: IndexPlace): Promise<IndexDatabase> {
  // Loaded when needed: most command lines need one of them, and quickly.
  if (place.kind === "sqlite") return new (await import("./sqlite.ts")).SqliteDatabase(place.path);
  return new (await import("./postgres.ts")).PostgresDatabase(place);
}

/** What the names of the values of a stage's `meta` begin with that name the histories of its documents. */
export const HISTORY = "history ";

/** Throws a UserError where a stage, whose `meta` is given, does not hold these histories: it was written since they were found. */
export function refuseOthers(documents: ReadonlyMap<string, string>, meta: readonly Tables["meta"][]): void {
  const staged = new Map(meta.map(({ name, value }) => [name, value]));
  for (const [id, history] of documents) {
    if (staged.get(`${HISTORY}${id}`) !== history)
      throw new UserError(`another process has read ${id} meanwhile; run this again`, EXIT.outside);
  }
}
