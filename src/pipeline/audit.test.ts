import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeArchive } from "../../test/helpers/ota-archive.ts";
import { openEvidence } from "../evidence/index.ts";
import { openIndexWriter } from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import { fixedClock } from "../std/index.ts";
import { auditDocuments } from "./audit-pool.ts";
import { auditEvidence } from "./audit.ts";
import { readDocumentHistories } from "./document-histories.ts";
import { importOta } from "./import-ota.ts";
import { isIndexCurrent } from "./index-state.ts";
import { rebuildIndex } from "./rebuild.ts";
import { initWorkspace } from "./init-workspace.ts";
import { openWorkspace, SETTINGS_FILE, type Workspace } from "./workspace.ts";

const EARLIER = "2020.1.1";
const clock = fixedClock("2026-08-01T00:00:00Z");

let folder: string;
let workspace: Workspace;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-audit-"));
  workspace = initWorkspace(join(folder, "watch"));
  await importPolicies("first", 2);
  await auditEvidence(workspace);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Imports an archive with one version of each of so many documents; a second one continues the first. */
async function importPolicies(name: string, documents: number): Promise<void> {
  const archive = join(folder, name);
  const commits = Array.from({ length: documents }, (_, at) => ({
    date: `2024-01-0${at + 1}T10:00:00Z`,
    subject: `First record of Acme Policy ${at}`,
    files: { [`Acme/Policy ${at}.md`]: `# Policy ${at} of the ${name}\n\nYou may not build weapons.\n` },
  }));
  await makeArchive(archive, commits);
  await importOta(workspace, { location: archive, clock });
}

/** Leaves the index as if an earlier detector had read one document. */
async function readByEarlier(document: string): Promise<void> {
  const writer = await openIndexWriter(workspace.index);
  const { state } = writer;
  const histories = readDocumentHistories(openEvidence(workspace.evidence), workspace.labTable);
  for await (const read of auditDocuments(workspace.evidence, histories)) {
    if (read.kind !== "rows" || read.rows.document.id !== document) continue;
    await writer.replaceDocument({ ...read.rows, document: { ...read.rows.document, detector: EARLIER } });
  }
  if (state) await writer.commit({ ...state, detector: `${EARLIER}, ${DETECTOR_VERSION}` });
}

test("only what another detector read is read again", async () => {
  await readByEarlier("acme/policy-1");
  expect(await isIndexCurrent(workspace)).toBe(false);
  expect(await auditEvidence(workspace)).toMatchObject({ documents: 1, versions: 1, detector: DETECTOR_VERSION });
  expect(await isIndexCurrent(workspace)).toBe(true);
});

test("where verdicts are held, an audit leaves what another detector read, and says so when it has new versions", async () => {
  await readByEarlier("acme/policy-1");
  appendFileSync(join(workspace.folder, SETTINGS_FILE), "rereading: held\n");
  workspace = openWorkspace(workspace.folder);
  expect(await isIndexCurrent(workspace)).toBe(true);
  const detector = `${EARLIER}, ${DETECTOR_VERSION}`;
  expect(await auditEvidence(workspace)).toMatchObject({ documents: 0, detector });
  await importPolicies("second", 1);
  expect(await auditEvidence(workspace)).toMatchObject({ documents: 1, versions: 2, detector });
  await importPolicies("third", 2);
  const held = /holds the verdicts of detector 2020\.1\.1 on acme\/policy-1; .* corrigible reprocess/;
  await expect(auditEvidence(workspace)).rejects.toThrow(held);
  await expect(rebuildIndex(workspace)).rejects.toThrow(held);
});
