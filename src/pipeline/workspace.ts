import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { BucketKeys, EvidencePlace } from "../evidence/index.ts";
import { type IndexPlace, postgresPlace } from "../index/index.ts";
import type { LabTable } from "../model/index.ts";
import { UserError } from "../std/index.ts";
import { parseSettings, placeOf, type SignInSettings, type StoreSettings } from "./workspace-settings.ts";

/** A folder with one evidence log and all that is derived from it. Format page: docs/formats/workspace.md. */
export interface Workspace {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Name of the evidence log, as its checkpoints carry it. */
  readonly origin: string;
  /** Its public key: what `verify` checks signatures with. */
  readonly vkey: string;
  /** Service → lab. */
  readonly labTable: LabTable;
  /** The web archive that captures of others are asked of; undefined: the default one. */
  readonly wayback: string | undefined;
  /** Whether what another detector read changes through `reprocess publish` alone, not by an audit. */
  readonly holdsVerdicts: boolean;
  /** Keys of reviewers who sign what they do: name → vkey. */
  readonly reviewers: Readonly<Record<string, string>>;
  /** Keys of labs that sign their replies: id of the lab → vkey. */
  readonly respondents: Readonly<Record<string, string>>;
  /** The OpenID provider that people may sign in with; undefined: there is none. */
  readonly signIn: SignInSettings | undefined;
  /** Where the evidence log lies. */
  readonly evidence: EvidencePlace;
  /** Its folder: what `verify` covers to the last byte. */
  readonly evidenceDir: string;
  readonly keysDir: string;
  /** Locks, temporary files, and clones of the archives that were imported. */
  readonly stateDir: string;
  readonly cacheDir: string;
  /** The index: derived, can be deleted. */
  readonly indexDir: string;
  readonly index: IndexPlace;
  /** Connection string of the PostgreSQL database that holds it; undefined: it lies in the folder. Secret. */
  readonly database: string | undefined;
  /** Who signs in to the dashboard, if anyone does: neither evidence nor derived. */
  readonly accountsPath: string;
}

/** What of a workspace does not lie in its folder. */
export interface Elsewhere {
  /** The PostgreSQL database that holds the index, `postgres://user@host:5432/name`; undefined: a file of the folder. */
  readonly database?: string | undefined;
  /** Gives the keys of the store that holds the log, where its settings name one. */
  readonly secret?: ReadSecret;
}

/** Gives a variable of the environment. */
export type ReadSecret = (name: string) => string | undefined;

/** The file that marks a workspace. */
export const SETTINGS_FILE = "corrigible.yaml";

/** Folders looked at upwards from where the user stands. */
const FOLDERS_UP_MAX = 64;

/** The folder of the workspace that `from` lies in, or null. */
export function findWorkspace(from: string): string | null {
  let folder = resolve(from);
  for (let up = 0; up < FOLDERS_UP_MAX; up++) {
    if (existsSync(join(folder, SETTINGS_FILE))) return folder;
    if (dirname(folder) === folder) return null;
    folder = dirname(folder);
  }
  return null;
}

/** Opens the workspace in a folder. Throws a UserError where it is none, or where its settings cannot be read. */
export function openWorkspace(folder: string, { database, secret = () => undefined }: Elsewhere = {}): Workspace {
  const file = join(folder, SETTINGS_FILE);
  if (!existsSync(file)) throw new UserError(`${folder} is no workspace; make one with corrigible init ${folder}`);
  const {
    origin,
    vkey,
    store,
    wayback,
    rereading,
    reviewers = {},
    respondents = {},
    "sign-in": signIn,
    ...labTable
  } = parseSettings(readFileSync(file, "utf8"), file);
  const holdsVerdicts = rereading === "held";
  const paths = pathsOf(folder);
  return {
    folder: resolve(folder),
    origin,
    vkey,
    labTable,
    wayback,
    holdsVerdicts,
    reviewers,
    respondents,
    signIn,
    ...paths,
    database,
    index: database === undefined ? paths.index : postgresPlace(database, { origin, vkey }),
    ...(store ? { evidence: placeInStore(folder, store, readKeys(secret)) } : {}),
  };
}

/** The place in a store, with the copies kept in the workspace's state. */
export function placeInStore(folder: string, store: StoreSettings, keys: BucketKeys | null): EvidencePlace {
  return placeOf(store, keys, join(pathsOf(folder).stateDir, "store-cache"));
}

/** Keys by the names that all clients of S3 read. */
export function readKeys(secret: ReadSecret): BucketKeys | null {
  const accessKeyId = secret("AWS_ACCESS_KEY_ID");
  const secretAccessKey = secret("AWS_SECRET_ACCESS_KEY");
  if (!accessKeyId || !secretAccessKey) return null;
  return { accessKeyId, secretAccessKey, sessionToken: secret("AWS_SESSION_TOKEN") || undefined };
}

/** What lies where in the folder of a workspace. */
export function pathsOf(
  folder: string,
): Omit<
  Workspace,
  | "folder"
  | "origin"
  | "vkey"
  | "labTable"
  | "wayback"
  | "holdsVerdicts"
  | "reviewers"
  | "respondents"
  | "signIn"
  | "database"
> {
  const root = resolve(folder);
  return {
    evidence: join(root, "evidence"),
    evidenceDir: join(root, "evidence"),
    keysDir: join(root, "keys"),
    stateDir: join(root, "state"),
    cacheDir: join(root, "state", "archives"),
    indexDir: join(root, "index"),
    index: { kind: "sqlite", path: join(root, "index", "corrigible.sqlite") },
    accountsPath: join(root, "accounts", "accounts.sqlite"),
  };
}
