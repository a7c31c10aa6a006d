import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import type { Measure } from "../../src/model/index.ts";
import { readRecordedControl } from "../../src/pipeline/read-control.ts";
import { corrigible, jsonLines, succeed } from "../helpers/corrigible.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-measures-"));
  succeed(["init", "watch"], { cwd: folder });
  for (const args of [["import", "casebook"], ["audit"]]) succeed([...args, "--workspace", "watch"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

const measures = (...args: string[]) => corrigible(["measures", ...args, "--workspace", "watch"], { cwd: folder });

test("without a lab, those over all labs: concentration with its interval, and why others are not established", () => {
  const { code, stdout } = measures("--eval", "power-seeking");
  expect(code).toBe(0);
  const text = stdout.replaceAll(/\s+/g, " ");
  expect(text).toMatch(
    /^Power seeking .*Valuation: concentration among the labs \([^)]*\): [\d,]+ hhi \([\d,]+ hhi to/,
  );
  expect(text).toContain("in the fitted model: not established: ");
});

test("of one lab as JSON, each with the rows behind it", () => {
  const found = jsonLines<Measure>(measures("openai", "--json").stdout);
  expect(new Set(found.map(({ lab }) => lab))).toEqual(new Set(["openai"]));
  expect(found.find(({ name }) => name === "promises-kept")).toMatchObject({ unit: "share", eval: "deception" });
});

test("an unknown lab is one line that names near ones", () => {
  expect(measures("opnai")).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^corrigible: no lab "opnai"; .*openai.*\n$/),
  });
});

test("an export tells of control as ownership statements, which import takes back", () => {
  succeed(["export", "tables", "--workspace", "watch"], { cwd: folder });
  const file = join(folder, "tables", "control.bods.json");
  const text = readFileSync(file);
  const { resources } = JSON.parse(readFileSync(join(folder, "tables", "datapackage.json"), "utf8")) as {
    resources: { path: string; bytes: number; hash: string }[];
  };
  expect(resources.find(({ path }) => path === "control.bods.json")).toMatchObject({
    bytes: text.length,
    hash: expect.stringContaining(createHash("sha256").update(text).digest("hex")),
  });
  succeed(["init", "other"], { cwd: folder });
  succeed(["import", "bods", file, "--workspace", "other"], { cwd: folder });
  const graph = (workspace: string) =>
    readRecordedControl(openEvidence(join(folder, workspace, "evidence")))
      .map((relation) => ({ ...relation, evidence: "" }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(graph("other")).toEqual(graph("watch"));
});

test("an export says whom to attribute it to, by what the log holds", () => {
  succeed(["init", "incidents"], { cwd: folder });
  const csv = 'incident_id,date,Alleged developer of AI system,title\n1,2024-05-01,"[""openai""]",A wrong answer\n';
  writeFileSync(join(folder, "incidents.csv"), csv);
  for (const args of [["import", "aiid", "incidents.csv"], ["audit"], ["export", "from-incidents"]]) {
    succeed([...args, "--workspace", "incidents"], { cwd: folder });
  }
  expect(JSON.parse(readFileSync(join(folder, "from-incidents", "datapackage.json"), "utf8"))).toMatchObject({
    sources: [{ title: expect.stringContaining("AI Incident Database") }],
    licenses: [{ name: "CC-BY-SA-4.0" }],
  });
});
