import { fileURLToPath } from "node:url";
import { type RanHere, runWith } from "../helpers/process.ts";
import { KEYS } from "../helpers/s3-server.ts";

/** The program as it is built, in this process: what is shipped, pages and all. */
const load = (path: string): Promise<unknown> => import(new URL(`../../dist/${path}`, import.meta.url).href);

export const { main } = (await load("cli/main.js")) as typeof import("../../src/cli/main.ts");
export const std = (await load("std/files.js")) as typeof import("../../src/std/files.ts");
export const evidence = (await load("evidence/index.js")) as typeof import("../../src/evidence/index.ts");
export const model = (await load("model/index.js")) as typeof import("../../src/model/index.ts");
export const tlog = (await load("tlog/index.js")) as typeof import("../../src/tlog/index.ts");
export const pipeline = (await load("pipeline/index.js")) as typeof import("../../src/pipeline/index.ts");
export const { withWriter } = (await load(
  "pipeline/with-writer.js",
)) as typeof import("../../src/pipeline/with-writer.ts");
export const accounts = (await load("accounts/index.js")) as typeof import("../../src/accounts/index.ts");
export const server = (await load("server/index.js")) as typeof import("../../src/server/index.ts");
export const example = (await load("pipeline/example.js")) as typeof import("../../src/pipeline/example.ts");

/** The checkout's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The moment at which commands are run, unless a fault sets the clock. */
export const NOW = "2026-08-01T00:00:00Z";
/** A secret for webhooks that is none. */
const HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

const SECRETS: Readonly<Record<string, string>> = {
  TEAM_HOOK_SECRET: HOOK_SECRET,
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
};
export const secret = (name: string): string | undefined => SECRETS[name];

/** A workspace, wherever its log lies. */
export const openWorkspace = (folder: string): ReturnType<typeof pipeline.openWorkspace> =>
  pipeline.openWorkspace(folder, { secret });

/** What a command finds around it. */
export interface Surroundings {
  /** What its clock says, ISO 8601; left out: {@link NOW}. */
  readonly now?: string | undefined;
  /** The PostgreSQL database that holds the index; left out: a file of the workspace. */
  readonly database?: string | undefined;
}

/** Runs one command line in this process. */
export function run(args: readonly string[], { now = NOW, database }: Surroundings = {}): Promise<RanHere> {
  return runWith(main, args, { cwd: ROOT, now, database, secret, allowPrivate: true });
}

/** As {@link run}, but expects success. */
export async function succeed(args: readonly string[], around: Surroundings = {}): Promise<string> {
  const { code, stdout, stderr } = await run(args, around);
  if (code !== 0) throw new Error(`corrigible ${args.join(" ")} exited ${code}: ${stderr}`);
  return stdout;
}
