import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { jsonLines } from "../helpers/corrigible.ts";
import { BUCKET, REGION } from "../helpers/s3-server.ts";
import { evidence, model, openWorkspace, pipeline, secret, succeed } from "./product.ts";
import { auditTrailProblem } from "./review-online.ts";
import type { Stage, Stages } from "./stages.ts";

/** Something that an operator does, under which a fault falls. */
export interface Scenario {
  readonly name: string;
  readonly from: Stage | null;
  /** Makes what it needs beside that. */
  readonly prepare?: (place: Place) => void;
  /** The command line, without --workspace. `appends`: no command, the log's own writer. */
  readonly args: (place: Place) => readonly string[];
  /** What it comes to: equal for every way there. */
  readonly result: (place: Place) => Promise<unknown>;
  /** The same without what the clock said; left out: the same. */
  readonly timeless?: (place: Place) => Promise<unknown>;
  /** What is wrong, where it was interrupted; null: nothing. */
  readonly between?: (place: Place) => string | null;
  /** Exit codes with which it ends also where it was done already. */
  readonly doneCodes?: readonly number[];
  /** Exit codes of a second operator who does the same meanwhile. */
  readonly besides?: readonly number[];
  /** The index lies in a PostgreSQL database of the run's own. */
  readonly onPostgres?: true;
  /** Processes of `corrigible worker` run beside it. */
  readonly withWorkers?: true;
  /** Names of the faults under which it is done; left out: all that suit. */
  readonly faults?: readonly string[];
  /** Whether what it makes goes through the durable layer, so that a power cut can be modelled. */
  readonly isDurable: boolean;
}

/** Where a run takes place. */
export interface Place {
  readonly folder: string;
  readonly workspace: string;
  readonly stages: Stages;
  /** A finding of the stage `audited`. */
  readonly finding: string;
  /** The database that holds the index; undefined: a file of the workspace. */
  readonly database: string | undefined;
}

/** The word that stands for the log's own writer in a command line. */
export const APPENDS = "appends";
/** The word that stands for a reviewer at the served dashboard; the finding follows. */
export const REVIEWS_ONLINE = "reviews-online";
/** Entries that the scenario of that name adds, and how many at a time. */
export const APPENDED = { size: 320, perAppend: 13 };

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "init",
    from: null,
    args: () => ["init", "--origin", "corrigible.local/faults"],
    result: ({ workspace }) => Promise.resolve(openLog(workspace).size),
    doneCodes: [2],
    besides: [0, 2, 3],
    isDurable: true,
  },
  {
    name: "append",
    from: "empty",
    args: () => [APPENDS],
    result: rootOf,
    isDurable: true,
  },
  {
    name: "append to a bucket",
    from: null,
    prepare: makeBucketLog,
    args: () => [APPENDS],
    result: rootOf,
    isDurable: false,
  },
  {
    name: "import",
    from: "half",
    args: ({ stages }) => ["import", "ota", stages.archive],
    result: rootOf,
    timeless: entriesOf,
    isDurable: true,
  },
  {
    name: "import casebook",
    from: "half",
    args: ({ stages }) => ["import", "casebook", stages.casebook],
    result: rootOf,
    timeless: entriesOf,
    isDurable: true,
  },
  {
    name: "watch",
    from: "half",
    args: () => ["watch", "--once", "--all", "--delay", "1"],
    result: recordedTexts,
    isDurable: true,
  },
  {
    name: "review",
    from: "audited",
    args: ({ finding }) => codeArgs(finding),
    result: rootOf,
    // The act itself says when.
    timeless: ({ workspace }) => Promise.resolve(openLog(workspace).size),
    doneCodes: [2],
    besides: [0, 2, 3],
    isDurable: true,
  },
  { name: "audit", from: "imported", args: () => ["audit"], result: tablesOf, isDurable: false },
  {
    name: "audit over PostgreSQL",
    from: "imported",
    onPostgres: true,
    args: () => ["audit"],
    result: tablesOf,
    faults: ["kill", "connection-cut", "two-operators"],
    isDurable: false,
  },
  {
    // Every document was read; what is left is to evaluate the labs.
    name: "evaluate over PostgreSQL",
    from: "audited",
    onPostgres: true,
    args: () => ["audit", "--as-of", "2026-03-01"],
    result: tablesOf,
    faults: ["kill", "connection-cut", "two-operators"],
    isDurable: false,
  },
  {
    name: "audit by workers",
    from: "imported",
    onPostgres: true,
    withWorkers: true,
    args: () => ["audit", "--workers"],
    result: tablesOf,
    faults: ["kill", "worker-killed", "connection-cut", "two-operators"],
    isDurable: false,
  },
  {
    name: "rebuild by workers",
    from: "audited",
    onPostgres: true,
    withWorkers: true,
    args: () => ["rebuild", "--workers"],
    result: tablesOf,
    faults: ["kill", "worker-killed", "connection-cut"],
    isDurable: false,
  },
  {
    name: "reprocess by workers",
    from: "audited",
    onPostgres: true,
    withWorkers: true,
    // What the present detector has read: all of it.
    args: () => ["reprocess", "--workers", "--detector", model.DETECTOR_VERSION],
    result: reprocessed,
    faults: ["kill", "worker-killed", "connection-cut"],
    isDurable: false,
  },
  {
    name: "review in the browser",
    from: "audited",
    args: ({ finding }) => [REVIEWS_ONLINE, finding],
    result: rootOf,
    between: ({ workspace }) => auditTrailProblem(workspace),
    // It was taken, and is not taken twice.
    doneCodes: [2],
    faults: ["kill", "kill-at-call"],
    isDurable: true,
  },
  { name: "rebuild", from: "audited", args: () => ["rebuild"], result: tablesOf, isDurable: false },
  {
    name: "export",
    from: "audited",
    args: (place) => ["export", exported(place)],
    result: (place) => Promise.resolve(textOf(join(exported(place), "datapackage.json"))),
    between: (place) => wholeOrAbsent(exported(place), "checksums.txt"),
    isDurable: false,
  },
  {
    name: "publish",
    from: "audited",
    args: (place) => ["publish", published(place)],
    result: (place) => Promise.resolve(textOf(join(published(place), "checksums.txt"))),
    between: (place) => wholeOrAbsent(published(place), "checksums.txt"),
    isDurable: false,
  },
  {
    name: "tripwire",
    from: "audited",
    args: () => ["tripwire", "run"],
    result: ({ stages }) => Promise.resolve([...stages.outside.told].toSorted()),
    isDurable: false,
  },
];

const exported = ({ folder }: Place): string => join(folder, "tables");
const published = ({ folder }: Place): string => join(folder, "copy");

function makeBucketLog({ workspace, folder, stages }: Place): void {
  const url = `s3://${BUCKET}/${basename(folder).replaceAll(" ", "-")}`;
  const store = { url, endpoint: stages.store.endpoint, region: REGION, timeout: 5 };
  pipeline.initWorkspace(workspace, "corrigible.local/faults", undefined, { store, secret });
}

function codeArgs(finding: string): string[] {
  const words = ["--rationale", "Both versions were read.", "--counter", "A later section may cover it."];
  const rating = ["--bearing", "concerning", "--severity", "2", "--confidence", "0.8"];
  return ["review", "code", finding, "--as", "ada", ...rating, ...words];
}

/** The log of a workspace. */
export function openLog(workspace: string): ReturnType<typeof evidence.openEvidence> {
  return evidence.openEvidence(openWorkspace(workspace).evidence);
}

function rootOf({ workspace }: Place): Promise<string> {
  return Promise.resolve(Buffer.from(openLog(workspace).root).toString("hex"));
}

function entriesOf({ workspace }: Place): Promise<unknown[]> {
  return Promise.resolve([...openLog(workspace).entries()].map(({ entry }) => ({ ...entry, recorded: null })));
}

/** Each text that was captured, once: the order in which pages answer is nobody's. */
function recordedTexts({ workspace }: Place): Promise<string[]> {
  const entries = openLog(workspace).entries();
  const texts = [...entries].flatMap(({ entry }) =>
    entry.type === "version" && entry.origin.kind === "capture" ? [`${entry.terms} ${entry.cause} ${entry.blob}`] : [],
  );
  return Promise.resolve(texts.toSorted());
}

/** What `export` makes of the index: a description with a hash of every table. */
async function tablesOf(place: Place): Promise<string> {
  await succeed(["export", exported(place), "--workspace", place.workspace], { database: place.database });
  return textOf(join(exported(place), "datapackage.json"));
}

/** What `reprocess` has read, and what the index shows, which it does not change. */
async function reprocessed(place: Place): Promise<unknown> {
  const { workspace, database } = place;
  const status = await succeed(["reprocess", "status", "--json", "--workspace", workspace], { database });
  return [status, await tablesOf(place)];
}

const textOf = (path: string): string => readFileSync(path, "utf8");

const wholeOrAbsent = (folder: string, last: string): string | null =>
  !existsSync(folder) || existsSync(join(folder, last)) ? null : `${folder} is there without ${last}`;

/** The first finding of an audited workspace that may be reviewed. */
export async function findFinding(workspace: string): Promise<string> {
  const found = jsonLines<{ id: string }>(await succeed(["findings", "--json", "--workspace", workspace]));
  const [first] = found;
  if (!first) throw new Error("the example has findings");
  return first.id;
}
