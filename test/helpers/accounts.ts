import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type AccountStore, addUser, OPERATOR, openAccounts, type Role } from "../../src/accounts/index.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { openProvider, serveWorkspace } from "../../src/server/index.ts";
import type { Clock } from "../../src/std/index.ts";
import { rawRecord } from "./casebook-record.ts";
import { runHere } from "./in-process.ts";
import { PASSWORD } from "./visitor.ts";

/** Makes a workspace with two labs and a few findings under `folder`, audited; gives its path. Takes a second or two. */
export async function makeSmallWorkspace(folder: string, database?: string): Promise<string> {
  const workspace = join(folder, "watch");
  const casebook = join(folder, "casebook");
  for (const lab of ["openai", "anthropic"]) {
    const records = ["first", "second"].map((name) =>
      rawRecord("oversight-event", { id: `${lab}-2024-01-${name}`, lab, title: `Something happened: ${name}` }),
    );
    mkdirSync(join(casebook, lab), { recursive: true });
    writeFileSync(join(casebook, lab, "test.yaml"), stringify(records));
  }
  for (const args of [
    ["init", workspace],
    ["import", "casebook", casebook, "--workspace", workspace],
    ["audit", "--workspace", workspace],
  ]) {
    const { code, stderr } = await runHere(args, { database });
    if (code !== 0) throw new Error(`corrigible ${args.join(" ")} exited ${code}: ${stderr}`);
  }
  return workspace;
}

export interface ServedAccounts {
  readonly url: string;
  readonly workspace: string;
  readonly accounts: AccountStore;
  /** Defects of pages. */
  readonly defects: readonly string[];
  /** Why sign-ins by the provider failed. */
  readonly problems: readonly string[];
  /** Lets the server's clock go on. */
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

/** The secret that we have with a provider. */
export const CLIENT_SECRET = "kept between the two, in these tests";

/**
 * Serves a small workspace with accounts, in this process, on a clock of its own; `database`: where its index lies,
 * `issuer`: the provider that its settings name.
 */
export async function serveAccounts(
  users: Readonly<Record<string, Role>> = {},
  { database, issuer }: { readonly database?: string | undefined; readonly issuer?: string } = {},
): Promise<ServedAccounts> {
  const folder = mkdtempSync(join(tmpdir(), "corrigible-accounts-"));
  const made = await makeSmallWorkspace(folder, database);
  if (issuer !== undefined) {
    const signIn = { issuer, client: "corrigible", secret: "SIGN_IN_SECRET", label: "the university" };
    appendFileSync(join(made, "corrigible.yaml"), stringify({ "sign-in": signIn }));
  }
  const workspace = openWorkspace(made, { database });
  let now = Date.now();
  const clock: Clock = () => new Date(now);
  const accounts = openAccounts(workspace.accountsPath, clock);
  for (const [name, role] of Object.entries(users)) {
    await addUser(accounts, { name, role, lab: role === "respondent" ? "openai" : null, password: PASSWORD }, OPERATOR);
  }
  const defects: string[] = [];
  const problems: string[] = [];
  const provider = openProvider(workspace, {
    secret: (name) => (name === "SIGN_IN_SECRET" ? CLIENT_SECRET : undefined),
    allowPrivate: true,
    onProblem: (why) => problems.push(why),
  });
  const server = await serveWorkspace(workspace, {
    port: 0,
    host: "127.0.0.1",
    publicUrl: null,
    onDefect: (address, error) => defects.push(`${address}: ${String(error)}`),
    accounts: { store: accounts, isBehindProxy: true, provider },
  });
  return {
    url: server.url,
    workspace: workspace.folder,
    accounts,
    defects,
    problems,
    advance: (milliseconds) => void (now += milliseconds),
    async stop() {
      server.close();
      await server.closed;
      accounts.database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
