import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEvents, openAccounts } from "../../src/accounts/index.ts";
import { makeSmallWorkspace } from "../helpers/accounts.ts";
import { PASSWORD } from "../helpers/visitor.ts";
import { BIN, corrigible, jsonLines, type Ran } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { serve } from "../helpers/served.ts";

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-user-"));
  workspace = await makeSmallWorkspace(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const user = (args: readonly string[], typed = ""): Promise<Ran> =>
  runHere(["user", ...args, "--workspace", workspace], { stdin: Readable.from([typed]) });
const add = (name: string, role: string, ...more: readonly string[]): Promise<Ran> =>
  user(["add", name, "--role", role, "--password-stdin", ...more], `${PASSWORD}\n`);

test("without an account nobody is served any, and reading asks for none", () => {
  const { code, stderr } = corrigible(["serve", "--accounts", "--port", "0", "--workspace", workspace]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("make the first with corrigible user add NAME --role admin"),
  ]);
  expect(existsSync(join(workspace, "accounts"))).toBe(false);
});

test("makes the first admin, in a file that its owner alone reads, which verify, export and publish leave alone", async () => {
  expect(await add("ada", "admin")).toMatchObject({ code: 0, stdout: expect.stringContaining("ada, admin") });
  const path = join(workspace, "accounts", "accounts.sqlite");
  expect([statSync(join(workspace, "accounts")).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(await runHere(["verify", "--workspace", workspace])).toMatchObject({ code: 0 });
  const inside = await runHere(["export", join(workspace, "accounts", "x"), "--workspace", workspace]);
  expect(inside).toMatchObject({ code: 2, stderr: expect.stringContaining("the workspace's own") });
});

test.each([
  ["a name that is taken, in another case", ["ADA", "reader"], /names are never given twice/],
  ["a name that no act can carry", ["<b>", "reader"], /cannot be a name/],
  ["a respondent of no lab", ["hal", "respondent"], /a respondent is of a lab/],
  ["a reader of a lab", ["hal", "reader", "--lab", "openai"], /only a respondent is of a lab/],
  ["an unknown role", ["hal", "king"], /Allowed choices are reader, reviewer/],
] as const)("refuses %s", async (_, [name, role, ...more], why) => {
  expect(await add(name, role, ...more)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(why) });
});

test.each([
  ["short", "violet", /at least 12 characters/],
  ["common", "password1234", /easily guessed/],
  ["the name and the site", "corrigibleada", /easily guessed/],
  ["a row of the keyboard", "qwertyuiop123", /easily guessed/],
  ["too long", "violet tractor ".repeat(10), /at most 128 characters/],
])("refuses a password that is %s", async (_, password, why) => {
  const ran = await user(["password", "ada", "--password-stdin"], `${password}\n`);
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringMatching(why) });
  expect(ran.stderr).not.toContain(password);
});

test("without a terminal it says how to give the password, and never takes it as an argument", async () => {
  expect(await user(["add", "eve", "--role", "reader"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--password-stdin"),
  });
  expect(await user(["add", "eve", PASSWORD, "--role", "reader"])).toMatchObject({ code: 2 });
});

const hasScript = spawnSync("script", ["--version"]).status === 0;
if (!hasScript && process.env["CI"]) throw new Error("CI needs script of util-linux");
describe.skipIf(!hasScript)(`at a terminal${hasScript ? "" : " (skipped: there is no script of util-linux)"}`, () => {
  /** Types each line once its prompt stands there; gives what the terminal showed. */
  function type(args: readonly string[], lines: readonly string[]): Promise<{ code: number | null; shown: string }> {
    const command = [BIN, ...args, "--workspace", workspace].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"]);
    let shown = "";
    let typed = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
      const prompts = shown.match(/(?:Password|Once more): /g)?.length ?? 0;
      // The prompt stands there just before the terminal stops showing what is typed.
      for (; typed < Math.min(prompts, lines.length); typed++) {
        const line = lines[typed];
        setTimeout(() => child.stdin.write(`${line}\r`), 300);
      }
    });
    return new Promise((resolve) => child.once("exit", (code) => resolve({ code, shown })));
  }

  test("asks twice and shows nothing of it", async () => {
    const { code, shown } = await type(["user", "add", "grace", "--role", "reviewer"], [PASSWORD, PASSWORD]);
    expect([code, shown.includes("violet")]).toEqual([0, false]);
    expect(shown).toContain("grace, reviewer");
  });

  test("two that differ change nothing", async () => {
    const { code, shown } = await type(["user", "password", "grace"], [PASSWORD, `${PASSWORD}!`]);
    expect([code, shown]).toEqual([2, expect.stringContaining("the two passwords differ")]);
  });
});

test("lists, changes roles, disables and enables, and never takes the last admin away", async () => {
  await add("hal", "respondent", "--lab", "openai");
  expect((await user(["role", "hal", "--role", "reviewer"])).stdout).toBe("hal, reviewer\n");
  expect((await user(["disable", "hal"])).stdout).toMatch(/^hal, reviewer, disabled since /);
  expect((await user(["enable", "hal"])).stdout).toBe("hal, reviewer\n");
  const listed = jsonLines<{ name: string; role: string }>((await user(["list", "--json"])).stdout);
  expect(listed.find(({ name }) => name === "hal")).toMatchObject({ role: "reviewer", lab: null, disabled: null });
  expect(JSON.stringify(listed)).not.toContain("argon2");
  for (const args of [
    ["disable", "ada"],
    ["role", "ada", "--role", "reader"],
  ]) {
    expect(await user(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("the only admin") });
  }
  expect(await user(["disable", "nobody"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no account") });
});

test("the audit trail tells of all of it, and the database refuses to change or remove a line", async () => {
  const accounts = openAccounts(join(workspace, "accounts", "accounts.sqlite"), () => new Date());
  try {
    const told = listEvents(accounts, { user: "hal", limit: 10 }).map(({ kind, by, detail }) => [kind, by, detail]);
    expect(told).toEqual([
      ["enabled", "operator", ""],
      ["disabled", "operator", "ends sessions: 0, tokens: 0"],
      ["role-changed", "operator", "respondent of openai → reviewer"],
      ["user-added", "operator", "respondent of openai"],
    ]);
    expect(() => accounts.database.exec("update events set user = 'eve'")).toThrow(/append-only/);
    expect(() => accounts.database.exec("delete from events")).toThrow(/append-only/);
  } finally {
    accounts.database.close();
  }
});

test("links an account to who somebody is at the provider, which the settings name", async () => {
  const link = (subject: string, name = "grace"): Promise<Ran> => user(["link", name, "--subject", subject]);
  await add("grace", "reviewer");
  expect(await link("7f3a9c52")).toMatchObject({ code: 2, stderr: expect.stringContaining("names no provider") });
  const file = join(workspace, "corrigible.yaml");
  const plain = readFileSync(file, "utf8");
  const settings = (secret: string): string =>
    `${plain}\nsign-in: { issuer: https://login.example.org, client: corrigible, secret: ${secret} }\n`;
  try {
    writeFileSync(file, settings("hunter2"));
    const inFile = { code: 2, stderr: expect.stringContaining("sign-in.secret: the name of an environment variable") };
    expect(await link("7f3a9c52")).toMatchObject(inFile);
    writeFileSync(file, settings("SIGN_IN_SECRET"));
    const there = "grace is 7f3a9c52 at https://login.example.org\n";
    expect(await link("7f3a9c52")).toMatchObject({ code: 0, stdout: there });
    expect(await link("other")).toMatchObject({ code: 2, stderr: expect.stringContaining("unlink it first") });
    expect(await link("7f3a9c52", "ada")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("linked to grace"),
    });
    expect((await user(["list"])).stdout).toContain("grace, reviewer, 7f3a9c52 at the provider\n");
    expect(await user(["unlink", "grace"])).toMatchObject({ code: 0, stdout: "grace: password alone\n" });
    expect(await user(["unlink", "grace"])).toMatchObject({ code: 2, stderr: expect.stringContaining("to nobody") });
    const served = await runHere(["serve", "--accounts", "--port", "0", "--workspace", workspace]);
    expect(served).toMatchObject({ code: 2, stderr: expect.stringContaining("sign-in needs SIGN_IN_SECRET") });
  } finally {
    writeFileSync(file, plain);
  }
});

test("passkeys are listed and removed, with what began by them", async () => {
  const accounts = openAccounts(join(workspace, "accounts", "accounts.sqlite"), () => new Date());
  try {
    accounts.database.exec(
      "insert into passkeys select 'abc', id, 'laptop', x'00', 0, '', '2026-01-01T00:00:00Z', null from users where key = 'ada'",
    );
  } finally {
    accounts.database.close();
  }
  const laptop = "laptop, made 2026-01-01T00:00:00Z, never used\n";
  expect(await user(["passkeys", "ada"])).toMatchObject({ code: 0, stdout: laptop });
  const [listed] = jsonLines((await user(["passkeys", "ada", "--json"])).stdout);
  expect(listed).toEqual({ id: "abc", label: "laptop", created: "2026-01-01T00:00:00Z", used: null });
  expect(await user(["passkeys", "ada", "--remove"])).toMatchObject({ code: 0, stdout: "1 passkey removed\n" });
  expect(await user(["passkeys", "ada"])).toMatchObject({ code: 0, stdout: "" });
});

test("a token is shown once, listed without its secret, and revoked", async () => {
  const token = (args: readonly string[]): Promise<Ran> => runHere(["token", ...args, "--workspace", workspace]);
  const made = await token(["create", "ada", "--scope", "read", "review", "--label", "notebook", "--days", "30"]);
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining("read review, notebook") });
  expect(made.stdout).toMatch(/^corrigible_[\w-]{43}\n$/);
  const [listed] = jsonLines<{ id: number; scopes: string[] }>((await token(["list", "ada", "--json"])).stdout);
  expect(listed).toMatchObject({
    user: "ada",
    label: "notebook",
    scopes: ["read", "review"],
    used: null,
    revoked: null,
  });
  expect(JSON.stringify(listed)).not.toContain(made.stdout.trim());
  expect((await token(["revoke", String(listed?.id)])).stdout).toBe(`token ${listed?.id} revoked\n`);
  expect((await token(["list"])).stdout).toContain("revoked 20");
  expect(await token(["revoke", String(listed?.id)])).toMatchObject({ code: 2 });
  expect(await token(["create", "ada", "--scope", "king", "--label", "x"])).toMatchObject({ code: 2 });
  expect(await token(["create", "ada", "--scope", "read", "--label", "x", "--days", "999"])).toMatchObject({ code: 2 });
  const trail = await runHere(["audit-trail", "--user", "ada", "--limit", "2", "--workspace", workspace]);
  expect(trail.stdout).toMatch(
    /^\S+ token-revoked of ada, by operator from command line: 1: notebook\n\S+ token-created/,
  );
});

test("serve --accounts lets them in; a session ended from outside is over at once", async () => {
  const served = await serve(workspace, () => {}, ["--accounts"]);
  try {
    const answer = await fetch(`${served.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: served.url },
      body: new URLSearchParams({ name: "ada", password: PASSWORD }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const account = (): Promise<Response> =>
      fetch(`${served.url}/account`, { headers: { cookie }, redirect: "manual" });
    expect([answer.status, (await account()).status]).toEqual([303, 200]);
    expect(jsonLines((await user(["sessions", "ada", "--json"])).stdout)).toMatchObject([{ address: "127.0.0.1" }]);
    expect((await user(["sessions", "ada", "--end"])).stdout).toBe("1 session ended\n");
    expect((await account()).status).toBe(303);
    expect(served.complaints()).toBe("");
  } finally {
    served.stop();
  }
});

test.each([
  [["--host", "0.0.0.0"]],
  [["--public-url", "http://audits.example.org"]],
  [["--host", "0.0.0.0", "--public-url", "http://audits.example.org"]],
])("refuses to serve accounts in the clear: %j", async (options) => {
  const ran = await runHere(["serve", "--accounts", "--port", "0", ...options, "--workspace", workspace]);
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("accounts need https") });
});

test("refuses to serve accounts by https where all visitors would have the proxy's address", async () => {
  const options = ["--accounts", "--port", "0", "--public-url", "https://audits.example.org"];
  const ran = await runHere(["serve", ...options, "--workspace", workspace]);
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("need --behind-proxy") });
});
