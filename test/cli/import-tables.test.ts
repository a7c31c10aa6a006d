import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkspace, readTables, type TableSource } from "../../src/pipeline/index.ts";
import { formatBods } from "../../src/sources/index.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

const MODELS = "Model,Organization,Publication date,Training compute (FLOP),Confidence\n";
const INCIDENTS = "incident_id,date,Alleged developer of AI system,title\n";
const INCIDENT = '1,2024-05-01,"[""openai"",""unknown""]",A wrong answer\n';
const FUNDING = "Company,Close date,Status,Funding (equity),Valuation (post-money),Confidence,Type\n";

const CONTROL = formatBods(
  [
    {
      controller: "acme-trust",
      controlled: "acme",
      controllerName: "Acme Trust",
      controlledName: "Acme",
      means: "appointment",
      sharePercent: null,
      start: "2024-01-01",
      end: null,
      basis: "trust deed",
      tested: "untested",
      evidence: "deed",
    },
  ],
  { date: "2026-08-01", publisher: "us" },
);

let folder: string;

const file = (name: string, bytes: string | Uint8Array): void => writeFileSync(join(folder, name), bytes);
const importInto = (workspace: string, source: TableSource, ...paths: string[]): Record<string, unknown> =>
  JSON.parse(succeed(["import", source, ...paths, "--json", "--workspace", workspace], { cwd: folder })) as Record<
    string,
    unknown
  >;
const tables = (workspace: string): ReturnType<typeof readTables> => readTables(openWorkspace(join(folder, workspace)));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-tables-"));
  succeed(["init", "watch"], { cwd: folder });
  succeed(["init", "refused"], { cwd: folder });
  mkdirSync(join(folder, "epoch"));
  file("epoch/models.csv", `${MODELS}GPT-9,OpenAI,2030-01-02,2e25,Likely\nGPT-8,OpenAI,2029-01-02,,\n`);
  file("epoch/README.md", '# Notes on "models"\n');
  file("epoch/chart.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff));
  file("incidents.csv", INCIDENTS + INCIDENT);
  file("incidents-later.csv", `${INCIDENTS}${INCIDENT}2,2024-06-01,"[""meta""]",Another\n`);
  file("control.json", JSON.stringify(CONTROL));
  file("empty.csv", "");
  file("page.csv", '<!doctype html>\n<html lang="en"><title>Not found</title>');
  file("photo.csv", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0x00));
  file("columns.csv", MODELS.replace(",Publication date", ""));
  file("huge.csv", `${MODELS}${"x".repeat(200_000)},OpenAI,2030-01-02,,\n`);
  file("shifted.csv", `${MODELS}GPT-9,OpenAI,Inc.,2030-01-02,2e25,Likely\n`);
  file("bad.json", JSON.stringify(CONTROL.map((statement) => ({ ...statement, statementDate: "yesterday" }))));
  mkdirSync(join(folder, "nothing"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("corrigible import fmti, aiid, epoch, bods", () => {
  test("a folder: what the source knows is recorded, the rest named", () => {
    expect(importInto("watch", "epoch", "epoch")).toMatchObject({
      source: "epoch",
      files: [{ name: "models.csv", table: "models", facts: 3, leftOut: {} }],
      skipped: [
        { name: "README.md", what: "no table that import epoch reads" },
        { name: "chart.png", what: "not UTF-8 text, and so no table that import epoch reads" },
      ],
      recorded: 1,
      unchanged: 0,
      logSize: 2,
    });
    expect(tables("watch")).toMatchObject({
      events: [{ evidence: "epoch/models.csv#2" }, { evidence: "epoch/models.csv#3" }],
      series: [{ lab: "openai", amount: { value: 2e25, unit: "flop" } }],
      sources: { fmti: 0, aiid: 0, epoch: 1, bods: 0 },
    });
  });

  test("the same again adds nothing", () => {
    const first = importInto("watch", "aiid", "incidents.csv");
    const again = importInto("watch", "aiid", "incidents.csv");
    expect(again).toMatchObject({ recorded: 0, unchanged: 1, logSize: first["logSize"], root: first["root"] });
    const line = succeed(["import", "aiid", "incidents.csv", "--workspace", "watch"], { cwd: folder });
    expect(line).toBe(
      `incidents.csv (incidents): 1 fact\nNothing new. The log has 4 entries, root ${String(first["root"])}.\n`,
    );
  });

  test("a later file of the same table takes the place of the earlier, which stays in the log", () => {
    importInto("watch", "aiid", "incidents-later.csv");
    expect(tables("watch").incidents.map(({ lab, evidence }) => `${lab} ${evidence}`)).toEqual([
      "openai aiid/incidents-later.csv#2",
      "meta aiid/incidents-later.csv#3",
    ]);
    expect(tables("watch").sources.aiid).toBe(1);
  });

  test("packages of control add up, and the log verifies", () => {
    importInto("watch", "bods", "control.json");
    expect(tables("watch").control).toMatchObject([
      { controller: "acme-trust", controlled: "acme", means: "appointment" },
    ]);
    expect(corrigible(["verify", "--workspace", "watch"], { cwd: folder }).code).toBe(0);
  });

  test.each<[string, RegExp]>([
    ["epoch empty.csv", /^corrigible: empty\.csv is empty$/m],
    [
      "epoch page.csv",
      /page\.csv is no table that import epoch reads; expected the columns of Epoch's notable AI models/,
    ],
    ["fmti page.csv", /page\.csv is no table that import fmti reads; expected the columns of the scores of 2023-10/],
    ["aiid page.csv", /expected the columns of the incidents of the AI Incident Database \(incident_id, date …\)/],
    ["bods page.csv", /page\.csv is no package that import bods reads; expected a JSON array of statements/],
    ["epoch photo.csv", /photo\.csv is not UTF-8 text, and so no table that import epoch reads/],
    ["aiid epoch/models.csv", /models\.csv is no table that import aiid reads/],
    [
      "epoch columns.csv",
      /columns\.csv is not quite Epoch's notable AI models: it lacks the column "Publication date"/,
    ],
    ["epoch huge.csv", /huge\.csv, row 2: a cell of more than 131072 characters/],
    ["epoch shifted.csv", /shifted\.csv, row 2: 6 cells under a header of 5/],
    ["bods bad.json", /bad\.json: 0\.statementDate: /],
    ["epoch missing.csv", /no such file: .*missing\.csv/],
    ["epoch nothing", /no file of the folder nothing is a table that import epoch reads/],
    ["epoch epoch/models.csv epoch", /two files are called models\.csv/],
    ["epoch epoch/models.csv huge.csv", /huge\.csv, row 2/],
    ["epoch", /missing required argument 'files'/],
  ])("import %s is refused in one line, and records nothing", (line, message) => {
    const ran = corrigible(["import", ...line.split(" "), "--workspace", "refused"], { cwd: folder });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).toMatch(/^corrigible: [^\n]+\n$/);
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
    expect(tables("refused").sources).toEqual({ fmti: 0, aiid: 0, epoch: 0, bods: 0 });
  });

  test("a row that gives nothing is counted and said", () => {
    file("rounds.csv", `${FUNDING}xAI,2024-05-27,Late discussions,5,,,\nxAI,2024-05-27,Closed,5,many,,Primary\n`);
    succeed(["init", "rounds"], { cwd: folder });
    expect(succeed(["import", "epoch", "rounds.csv", "--workspace", "rounds"], { cwd: folder })).toMatch(
      /^rounds\.csv \(funding\): 1 fact\n {2}left out 1: round not closed: Late discussions\n {2}left out 1: "Valuation \(post-money\)" cannot be read: "many"\nRecorded 1 file\. The log has 2 entries, root [0-9a-f]{64}\.\n$/,
    );
  });
});
