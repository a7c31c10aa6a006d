import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listAssessments, listFindings, listMeasures, openIndex } from "../index/index.ts";
import { CASEBOOK_FOLDER, readCasebook } from "../sources/index.ts";
import { fixedClock } from "../std/index.ts";
import { auditEvidence } from "./audit.ts";
import { evaluateLabs } from "./evaluate.ts";
import { readExample, writeExampleArchive } from "./example.ts";
import { importCasebook } from "./import-casebook.ts";
import { importOta } from "./import-ota.ts";
import { initWorkspace } from "./init-workspace.ts";

const AS_OF = "2026-06-23";
const clock = fixedClock("2026-06-01T00:00:00Z");

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "corrigible-evaluate-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is said of the casebook's labs, with the example lab in the same log or without it. */
async function evaluate(name: string, withExample: boolean): Promise<Record<string, readonly { lab: string }[]>> {
  const example = readExample();
  const workspace = initWorkspace(join(folder, name), "corrigible.local/evaluate", example.labTable);
  importCasebook(workspace, readCasebook(CASEBOOK_FOLDER), clock);
  if (withExample) {
    await writeExampleArchive(example, join(folder, "archive"));
    await importOta(workspace, { location: join(folder, "archive"), clock });
  }
  await auditEvidence(workspace);
  await evaluateLabs(workspace, AS_OF);
  const index = await openIndex(workspace.index);
  const all = {
    assessments: await listAssessments(index),
    findings: await listFindings(index, {}),
    measures: await listMeasures(index, {}),
  };
  await index.close();
  return all;
}

test("a fictional lab is evaluated, and moves no number of a real one", async () => {
  const [alone, together] = [await evaluate("alone", false), await evaluate("together", true)];
  for (const [table, rows] of Object.entries(alone)) {
    const real = together[table]?.filter(({ lab }) => lab !== "orrinvale");
    expect(real).toEqual(rows);
    expect(together[table]?.length).toBeGreaterThan(rows.length);
  }
});

test("what is read while an audit commits is read again", async () => {
  const workspace = initWorkspace(join(folder, "overtaken"), "corrigible.local/evaluate", readExample().labTable);
  importCasebook(workspace, readCasebook(CASEBOOK_FOLDER), clock);
  await auditEvidence(workspace);
  const said: string[] = [];
  await evaluateLabs(workspace, AS_OF, ({ what }) => {
    said.push(what);
    if (said.length !== 2) return;
    const other = new DatabaseSync(workspace.index.kind === "sqlite" ? workspace.index.path : "");
    other.exec("update meta set value = 'of another audit' where name = 'generation'");
    other.close();
  });
  expect(said.filter((what) => what === "reading for the evals")).toHaveLength(2);
  expect(await evaluateLabs(workspace, AS_OF)).toBeNull();
});
