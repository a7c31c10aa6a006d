import { mkdtempSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeArchive } from "../../test/helpers/ota-archive.ts";
import { openEvidence } from "../evidence/index.ts";
import type { DocumentRows } from "../index/index.ts";
import { fixedClock } from "../std/index.ts";
import { auditDocuments } from "./audit-pool.ts";
import type { DocumentHistory, LoggedVersion } from "./document-rows.ts";
import { importOta } from "./import-ota.ts";
import { toError } from "./read-document.ts";
import { initWorkspace } from "./init-workspace.ts";
import type { Workspace } from "./workspace.ts";

let folder: string;
let workspace: Workspace;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-pool-"));
  const archive = join(folder, "archive");
  await makeArchive(
    archive,
    Array.from({ length: 24 }, (_, at) => ({
      date: `2024-01-${String(at + 1).padStart(2, "0")}T10:00:00Z`,
      subject: `Record new changes of Acme Policy ${at % 4}`,
      files: { [`Acme/Policy ${at % 4}.md`]: policy(at) },
    })),
  );
  workspace = initWorkspace(join(folder, "watch"));
  await importOta(workspace, { location: archive, clock: fixedClock("2026-08-01T00:00:00Z") });
});

afterAll(() => rmSync(folder, { recursive: true }));

const BANS = [
  "Building weapons",
  "Selling tobacco",
  "Gambling for money",
  "Scoring of citizens",
  "Reading emotions at work",
];

/** A policy whose list of bans has another gap in each version. */
function policy(at: number): string {
  const bans = BANS.toSpliced(at % BANS.length, 1).map((ban) => `* ${ban}\n`);
  return `# Policy\n\nYou may not use our models for the following:\n\n${bans.join("")}`;
}

function histories(): DocumentHistory[] {
  const documents = Map.groupBy(openEvidence(workspace.evidence).entries(), ({ entry }) =>
    entry.type === "version" ? entry.terms : "",
  );
  documents.delete("");
  return [...documents].map(([terms, versions]) => ({
    document: `acme/${terms}`,
    lab: "acme",
    labName: "Acme",
    versions: versions.filter((one): one is LoggedVersion => one.entry.type === "version"),
  }));
}

async function audit(workers: number): Promise<DocumentRows[]> {
  const read = await Array.fromAsync(auditDocuments(workspace.evidence, histories(), workers));
  const rows = read.map((one) => {
    if (one.kind === "failed") throw toError(one.failure);
    return one.rows;
  });
  return rows.toSorted((a, b) => (a.document.id < b.document.id ? -1 : 1));
}

test("the rows are the same in this thread, on one thread and on three", async () => {
  const here = await audit(0);
  expect(here.map(({ versions }) => versions.length)).toEqual([6, 6, 6, 6]);
  expect(here[0]?.changes.length).toBeGreaterThan(0);
  expect(await audit(1)).toEqual(here);
  expect(await audit(3)).toEqual(here);
});

test("what a thread finds wrong is one line for the user, as in this thread", async () => {
  const blobs = join(workspace.evidenceDir, "blobs");
  for (const name of readdirSync(blobs, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".zst")) unlinkSync(join(blobs, name));
  }
  await expect(audit(0)).rejects.toMatchObject({ name: "UserError" });
  await expect(audit(2)).rejects.toMatchObject({ name: "UserError" });
});
