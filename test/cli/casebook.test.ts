import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawRecord } from "../helpers/casebook-record.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

let folder: string;
const NEW = ["--lab", "openai", "--type", "promise", "--date", "2026-01", "--title", "Promises a yearly report"];
const SHIPPED = "384 records of 10 labs, 729 sources, 28 weak: no problem.\n";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-casebook-"));
  writeFileSync(join(folder, "record.json"), JSON.stringify(rawRecord("release")));
  for (const name of ["empty", "bad/openai", "flow/openai"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "bad/openai/power.yaml"), "- id: openai-2024-01-x\n  type: release\n  severity: 9\n");
  writeFileSync(join(folder, "flow/openai/power.yaml"), "[]\n");
  succeed(["init", "watch"], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(line: string, more: readonly string[] = []): [number | null, string, string] {
  const { code, stdout, stderr } = corrigible([...line.split(" "), ...more], { cwd: folder });
  return [code, stdout, stderr];
}

describe("casebook lint", () => {
  test("the casebook that is shipped has no problem, and nothing is left behind", () => {
    const before = readdirSync(folder);
    expect(run("casebook lint")).toEqual([0, SHIPPED, ""]);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("a casebook in this folder goes first", () => {
    const cwd = join(folder, "elsewhere");
    cpSync(join(folder, "bad"), join(cwd, "casebook"), { recursive: true });
    expect(corrigible(["casebook", "lint"], { cwd }).stdout).toMatch(
      /^casebook\/openai\/power\.yaml:3: severity: must be 1, 2 or 3$/m,
    );
  });

  test("problems are told one a line, with exit 1", () => {
    const [code, stdout, stderr] = run("casebook lint bad");
    expect(code).toBe(1);
    expect(stdout.trimEnd().split("\n")).toContain("bad/openai/power.yaml:1: lab: is missing");
    expect(stderr).toMatch(/^corrigible: \d+ problems?; 0 records without any\n$/);
  });

  test("--json", () => {
    const [code, stdout] = run("casebook lint bad --json");
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      expect.objectContaining({ ok: false, records: 0, untold: 0, problems: expect.any(Array) }),
    ]);
    expect(JSON.parse(succeed(["casebook", "lint", "--json"], { cwd: folder }))).toMatchObject({
      ok: true,
      records: 384,
    });
  });
});

describe("casebook add", () => {
  test("a skeleton that lint says is not filled in, and once only", () => {
    mkdirSync(join(folder, "mine"));
    const [code, stdout] = run("casebook add --dir mine", NEW);
    expect([code, stdout]).toEqual([
      0,
      "Added openai-2026-01-promises-a-yearly-report: mine/openai/promises-and-claims.yaml:4\n" +
        "Next: fill it in, then corrigible casebook lint mine\n",
    ]);
    const lint = run("casebook lint mine")[1];
    for (const field of ["summary", "counter", "fields.promise", "fields.status", "sources[0].title"]) {
      expect(lint).toContain(`: ${field}: must be `);
    }
    expect(run("casebook add --dir mine", NEW)).toEqual([
      2,
      "",
      "corrigible: the id openai-2026-01-promises-a-yearly-report is taken in mine/openai/promises-and-claims.yaml; " +
        "give another with --id\n",
    ]);
  });

  test("a record of a file goes where it belongs, behind those there, and is right as it stands", () => {
    mkdirSync(join(folder, "ours"));
    expect(run("casebook add --dir ours --from record.json")).toEqual([
      0,
      "Added openai-2024-01-event: ours/openai/power.yaml:4\nNext: corrigible casebook lint ours\n",
      "",
    ]);
    const other = rawRecord("release", { id: "openai-2024-01-second" });
    writeFileSync(join(folder, "second.json"), JSON.stringify([other]));
    expect(run("casebook add --dir ours --from second.json")[1]).toContain("ours/openai/power.yaml:21\n");
    expect(run("casebook lint ours")[1]).toBe("2 records of 1 lab, 2 sources, 0 weak: no problem.\n");
    const lines = readFileSync(join(folder, "ours/openai/power.yaml"), "utf8").split("\n");
    expect([lines[3], lines[20]]).toEqual(["- id: openai-2024-01-event", "- id: openai-2024-01-second"]);
  });
});

describe("import casebook", () => {
  test("each record once: a second import adds nothing", () => {
    const workspace = { cwd: join(folder, "watch") };
    expect(succeed(["import", "casebook"], workspace)).toMatch(
      /^Recorded 384 records\. The log has 385 entries, root /,
    );
    const again: unknown = JSON.parse(succeed(["import", "casebook", "--json"], workspace));
    expect(again).toMatchObject({ recorded: 0, unchanged: 384, logSize: 385 });
    expect(succeed(["verify"], workspace)).toContain("385 entries");
    expect(succeed(["prove", "openai-2024-01-usage-policy-military"], workspace)).toMatch(/^c2sp\.org\/tlog-proof@v1/);
  });

  test("a record that changed is recorded anew under its id", () => {
    const workspace = { cwd: join(folder, "watch") };
    succeed(["casebook", "add", "--dir", "../empty", "--from", "../record.json"], workspace);
    const recorded = (): unknown => JSON.parse(succeed(["import", "casebook", "../empty", "--json"], workspace));
    expect(recorded()).toMatchObject({ recorded: 1, unchanged: 0 });
    const file = join(folder, "empty/openai/power.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("severity: 2", "severity: 3"));
    expect(recorded()).toMatchObject({ recorded: 1, unchanged: 0 });
    expect(recorded()).toMatchObject({ recorded: 0, unchanged: 1 });
  });
});

describe("wrong inputs: one line and the right exit code", () => {
  test.each<[string, number, RegExp]>([
    ["casebook", 2, /a command is missing/],
    ["casebook lint nowhere", 2, /no such folder: .*nowhere/],
    ["casebook lint record.json", 2, /record\.json is a file; give a folder/],
    ["casebook lint flow/openai", 2, /flow\/openai holds no casebook: there is no LAB\/THEME\.yaml in it/],
    ["casebook add --dir flow", 2, /needs --lab, --type, --date and --title, or --from FILE/],
    ["casebook add --lab ../etc", 2, /give a lab's id as openai/],
    ["casebook add --date soon", 2, /give a date as 2026-01-05, 2026-01 or 2026/],
    ["casebook add --type rumour", 2, /Allowed choices are constraint-change, /],
    ["casebook add --lab openai --type release --date 2024 --title T", 2, /no such folder: .*casebook/],
    [
      "casebook add --lab openai --type release --date 2024 --title T --dir flow",
      2,
      /power\.yaml.*mend the file first/,
    ],
    ["casebook add --from nowhere.yaml --dir flow", 2, /no such file: .*nowhere\.yaml/],
    ["casebook add --from bad/openai/power.yaml --dir flow", 2, /bad\/openai\/power\.yaml:1: lab: is missing/],
    ["casebook add --from flow/openai/power.yaml --dir flow", 2, /flow\/openai\/power\.yaml holds no record/],
    ["import casebook", 2, /no workspace here or in a folder above/],
    ["import casebook nowhere --workspace watch", 2, /no such folder: .*nowhere/],
    ["import casebook bad --workspace watch", 2, /bad\/openai\/power\.yaml:1: lab: is missing/],
  ])("corrigible %s", (line, code, message) => {
    const [ran, stdout, stderr] = run(line);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^corrigible: [^\n]+\n$/);
    expect([ran, stdout]).toEqual([code, ""]);
  });
});
