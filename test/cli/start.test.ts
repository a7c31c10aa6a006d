import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVAL_TITLES } from "../../src/model/index.ts";
import type { Ran } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));

let folder: string;
/** A copy of the checkout: `start` writes into the checkout that it is called from. */
let copy: string;
let elsewhere: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-start-"));
  copy = join(folder, "a copy");
  elsewhere = join(folder, "elsewhere");
  mkdirSync(copy);
  mkdirSync(elsewhere);
  for (const name of ["bin", "casebook", "dist", "examples", "package.json"]) {
    cpSync(join(CHECKOUT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(CHECKOUT, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(join(copy, "bin", "corrigible"), ["start", "--no-serve", ...args], {
    cwd: elsewhere,
    env: { ...process.env, CORRIGIBLE_NOW: "2026-06-01T00:00:00Z" },
    encoding: "utf8",
  });
  // A machine that is busy shows a line of progress a second.
  return { code: status, stdout, stderr: stderr.replaceAll(/^(?!corrigible).*\n/gm, "") };
}

const report = (): string => readFileSync(join(copy, "report", "index.html"), "utf8");
const demos = (): string[] => readdirSync(join(copy, "demo")).toSorted();

describe("a newcomer's first command", () => {
  let first: Ran;

  beforeAll(() => {
    first = start();
  });

  test("prints the answer: what was loosened in silence comes first", () => {
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(
      /^Orrinvale \(fictional\): .* Read: 52 versions of 6 documents\.\n\nLoosened, not disclosed: /,
    );
    expect(first.stdout).toMatch(
      /\n {2}2024-06-18 {2}severity 3 {2}removed {7}Murrel Usage Policy: “Military and intelligence operations”\n/,
    );
    expect(first.stdout).toMatch(/\nTightened: \d+\n/);
    expect(first.stdout).toMatch(/\nNoise {8}\d+ versions set aside: error-page 1, /);
    expect(first.stdout).toMatch(/\nLog {10}\d+ entries, root [0-9a-f]{64}\n/);
    expect(first.stdout).toContain("../a copy/report/index.html\n");
  });

  test("shows real labs in six evals, each with its card", () => {
    expect(first.stdout).toMatch(/\n {2}Anthropic(?: +\.\d\d \.\d\d–\.\d\d){6}\n/);
    expect(first.stdout).toMatch(/\n {2}OpenAI(?: +\.\d\d \.\d\d–\.\d\d){6}\n/);
    const card = readFileSync(join(copy, "report", "cards", "openai.html"), "utf8");
    for (const title of Object.values(EVAL_TITLES)) expect(card).toContain(`<h2>${title}</h2>`);
    expect(report()).toContain('href="cards/openai.html"');
  });

  test("writes the report into the checkout, wherever it is called from, and nothing elsewhere", () => {
    expect(report()).toContain("Military and intelligence operations");
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(demos()).toEqual(["example"]);
  });

  test("a second run gives the same answer and the same report, byte for byte", () => {
    const before = report();
    expect(start()).toEqual(first);
    expect(report()).toBe(before);
  });

  test("the report carries the root that the answer names, and its commands work", () => {
    const root = /root ([0-9a-f]{64})/.exec(first.stdout)?.[1] ?? "none";
    expect(report()).toContain(root);
    const command = /bin\/corrigible verify --workspace [^\s<]+/.exec(report())?.[0] ?? "none";
    const { status, stdout } = spawnSync("sh", ["-c", command], { cwd: copy, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(root) });
  });

  test("ends by serving the dashboard, and stops when it is told to", async () => {
    const child = spawn(join(copy, "bin", "corrigible"), ["start"], {
      cwd: elsewhere,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let told = "";
    for await (const chunk of child.stdout) {
      told += String(chunk);
      if (/^Dashboard .*\n/m.test(told)) break;
    }
    const url = /^Dashboard +(\S+)/m.exec(told)?.[1] ?? "none";
    const answer = await fetch(url);
    expect({ status: answer.status, text: await answer.text() }).toEqual({
      status: 200,
      text: expect.stringContaining("corrigible.local/example"),
    });
    const ended = once(child, "exit");
    child.kill("SIGINT");
    expect(await ended).toEqual([null, "SIGINT"]);
  });

  test("an example that has been edited begins a new demonstration", () => {
    const file = join(copy, "examples", "orrinvale", "usage-policy", "2023-02-14.md");
    const text = readFileSync(file, "utf8");
    try {
      writeFileSync(file, `${text}\nA new last line.\n`);
      expect(start().stdout).toContain("Read: 52 versions of 6 documents.");
    } finally {
      writeFileSync(file, text);
    }
    expect(start().stdout).toBe(first.stdout);
  });
});

describe("an archive of the user's", () => {
  const rules =
    "# Rules\n\nYou may not use our models for the following:\n\n* Building weapons\n* Military and warfare\n";

  test("has its own workspace, and its hostile names stay text", async () => {
    const archive = join(elsewhere, "Acme archive");
    const path = "<img src=x>/Acceptable Use Policy.md";
    await makeArchive(archive, [
      { date: "2024-01-02T10:00:00Z", subject: "First record of Acme", files: { [path]: rules } },
      {
        date: "2024-01-10T10:00:00Z",
        subject: "Record new changes of Acme",
        files: { [path]: rules.replace("* Military and warfare\n", "") },
      },
    ]);
    const { code, stdout } = start("--archive", "Acme archive", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ documents: 1, versions: 2 });
    expect(report()).toContain("Military and warfare");
    expect(report()).not.toContain("<img");
    expect(demos()).toEqual([expect.stringMatching(/^acme-archive-[0-9a-f]{8}$/), "example"]);
    expect(readdirSync(elsewhere)).toEqual(["Acme archive"]);
  });

  test.each(["nothing-here", "../a copy/package.json"])("%s is refused in one line, and leaves nothing", (archive) => {
    const before = demos();
    const { code, stdout, stderr } = start("--archive", archive);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^corrigible: [^\n]+\n$/);
    expect(demos()).toEqual(before);
    expect(existsSync(join(copy, "report", "index.html"))).toBe(true);
  });
});
