import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { IndexPlace } from "../../src/index/index.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "./postgres.ts";

/** A kind of database that the contract suite runs on. */
export interface Backend {
  /** For titles; says where it is skipped, and why. */
  readonly name: string;
  readonly isHere: boolean;
  /** Makes ready what all its places need. */
  start(): void;
  /** A place in which nothing is. */
  newPlace(): IndexPlace;
  /** Makes the index of a place one that an earlier version of the program has left. */
  age(place: IndexPlace): void;
  stop(): void;
}

let folder = "";
let postgres: Postgres | null = null;
let made = 0;

export const BACKENDS: readonly Backend[] = [
  {
    name: "SQLite",
    isHere: true,
    start: () => void (folder = mkdtempSync(join(tmpdir(), "corrigible-contract-"))),
    newPlace: () => ({ kind: "sqlite", path: join(folder, String(++made), "corrigible.sqlite") }),
    age(place) {
      const database = new DatabaseSync(place.kind === "sqlite" ? place.path : "");
      database.exec("pragma user_version = 1");
      database.close();
    },
    stop: () => rmSync(folder, { recursive: true, force: true }),
  },
  {
    name: `PostgreSQL${WHY_NO_POSTGRES}`,
    isHere: HAS_POSTGRES,
    start: () => void (postgres = startPostgres()),
    newPlace: () => ({ kind: "postgres", url: postgres?.url ?? "", schema: `log_${++made}` }),
    age: (place) =>
      void postgres?.run(
        `update "${place.kind === "postgres" ? place.schema : ""}".meta set value = '1' where name = 'schema'`,
      ),
    stop: () => postgres?.remove(),
  },
];
