import { databaseOf, HISTORY, type IndexDatabase, type Transaction } from "./database.ts";
import type { IndexPlace } from "./place.ts";
import { type DocumentRows, putDocument } from "./write.ts";
import { openIndex } from "./open.ts";

/**
 * An index beside the index, which any number of processes fill with the rows of documents for one audit. Nobody reads it
 * as the index; {@link IndexWriter.takeStage} puts it in, whole.
 */
export interface IndexStage {
  /** To read it as an index: what it holds is compared before it is put in. */
  readonly place: IndexPlace;
  /**
   * Puts the rows in the place of all that is there of the document, durably: to do it twice changes nothing. `history` names
   * the history that was read. False, and nothing is put, where the stage was removed: nobody waits for it any more.
   */
  put(rows: DocumentRows, history: string): Promise<boolean>;
  /** Notes for what the stage is filled, in the place of what was noted before. */
  ask(asked: string): Promise<void>;
  state(): Promise<StageState>;
}

export interface StageState {
  /** What was noted last; null where nothing was. */
  readonly asked: string | null;
  /** The documents that lie there, each with the name of its history. */
  readonly histories: ReadonlyMap<string, string>;
}

/** Value of `meta`. */
const ASKED = "asked";

/** What names a stage: a file or a schema is called by it. */
const NAME = /^[a-z0-9_]{1,16}$/;

/** Opens the stage of a name beside the index of a place, and makes it where it is not there. */
export async function openStage(beside: IndexPlace, name: string): Promise<IndexStage> {
  const place = await placeOf(beside, name);
  const database = await databaseOf(place);
  // Makes the tables where they are not there.
  if (!(await database.isThere())) await (await database.begin("wait")).commit();
  return stageOf(place, database);
}

/** As {@link openStage}; null where it is not there, or of another version of the program. */
export async function findStage(beside: IndexPlace, name: string): Promise<IndexStage | null> {
  const place = await placeOf(beside, name);
  const database = await databaseOf(place);
  return (await database.isThere()) ? stageOf(place, database) : null;
}

function stageOf(place: IndexPlace, database: IndexDatabase): IndexStage {
  return {
    place,
    put: (rows, history) =>
      write(database, rows.document.id, async (transaction) => {
        await putDocument(transaction, rows);
        await transaction.writeMeta(`${HISTORY}${rows.document.id}`, history);
      }),
    async ask(asked) {
      await write(database, ASKED, (transaction) => transaction.writeMeta(ASKED, asked));
    },
    async state() {
      const index = await openIndex(place);
      try {
        const rows = await index.query.selectFrom("meta").select(["name", "value"]).execute();
        const histories = rows.filter(({ name }) => name.startsWith(HISTORY));
        return {
          asked: rows.find(({ name }) => name === ASKED)?.value ?? null,
          histories: new Map(histories.map(({ name, value }) => [name.slice(HISTORY.length), value])),
        };
      } finally {
        await index.close();
      }
    },
  };
}

async function write(
  database: IndexDatabase,
  what: string,
  job: (transaction: Transaction) => Promise<void>,
): Promise<boolean> {
  const transaction = await database.beginPut(what);
  if (transaction === null) return false;
  try {
    await job(transaction);
    await transaction.commit();
    return true;
  } finally {
    await transaction.rollback();
  }
}

/** Removes the stage of a name; nothing where there is none. */
export async function dropStage(beside: IndexPlace, name: string): Promise<void> {
  await (await databaseOf(await placeOf(beside, name))).remove();
}

/** Names of the stages beside the index of a place, in order. */
export async function listStages(beside: IndexPlace): Promise<string[]> {
  return (await databaseOf(beside)).listStages();
}

async function placeOf(beside: IndexPlace, name: string): Promise<IndexPlace> {
  if (!NAME.test(name)) throw new RangeError(`no name for a stage: ${name}`);
  return (await databaseOf(beside)).stage(name);
}
