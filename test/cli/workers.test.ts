import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { dropStage, type IndexPlace, listStages, openStage } from "../../src/index/index.ts";
import { DETECTOR_VERSION } from "../../src/model/index.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { Commands } from "../helpers/commands.ts";
import { corrigible, jsonLines, succeed } from "../helpers/corrigible.ts";
import { readByEarlier } from "../helpers/earlier-detector.ts";
import { type ArchiveCommit, makeArchive } from "../helpers/ota-archive.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "../helpers/postgres.ts";

const DOCUMENTS = 8;
const VERSIONS = 64;
/** A worker that is killed is missed after 10 seconds, and its job tried again soon after. */
const KILLED_MS = 60_000;

let folder: string;
let postgres: Postgres;
let env: Record<string, string>;
/** `datapackage.json` of the export of an index that threads made: it holds a hash of every table. */
let expected: string;
let workspaces = 0;
let commands: Commands;

beforeAll(async () => {
  if (!HAS_POSTGRES) return;
  folder = mkdtempSync(join(tmpdir(), "corrigible-workers-"));
  postgres = startPostgres();
  env = { CORRIGIBLE_DATABASE: postgres.url };
  commands = new Commands(env);
  await makeArchive(join(folder, "archive"), COMMITS);
  const embedded = join(folder, "embedded");
  succeed(["init", embedded, "--origin", "corrigible.local/workers"]);
  succeed(["import", "ota", join(folder, "archive"), "--workspace", embedded]);
  succeed(["audit", "--workspace", embedded]);
  expected = tablesOf(embedded, {});
});

afterEach(() => commands?.end());

afterAll(() => {
  if (!HAS_POSTGRES) return;
  postgres.remove();
  rmSync(folder, { recursive: true });
});

const COMMITS = Array.from({ length: VERSIONS }, (_, at): ArchiveCommit => ({
  date: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().replace(".000", ""),
  subject: `Record new changes of Acme Policy ${at % DOCUMENTS}`,
  files: { [`Acme/Policy ${at % DOCUMENTS}.md`]: policy(at) },
}));

/** A policy of some 4 kB whose rules move with `at`. */
function policy(at: number): string {
  const rules = Array.from({ length: 40 }, (_, rule) => {
    const days = 10 + ((at * 7 + rule) % 40);
    return `* You must not use feature ${rule} without telling us within ${days} days, whatever your plan says.`;
  });
  return `# Policy\n\n${rules.filter((_, rule) => (rule + at) % 11 !== 0).join("\n")}\n`;
}

/** A workspace whose index lies in PostgreSQL, with everything imported and nothing read. */
function makeWorkspace(): string {
  const workspace = join(folder, `watch-${workspaces++}`);
  succeed(["init", workspace, "--origin", "corrigible.local/workers"], { env });
  succeed(["import", "ota", join(folder, "archive"), "--workspace", workspace], { env });
  return workspace;
}

function tablesOf(workspace: string, over: Record<string, string> = env): string {
  const tables = `${workspace}-tables`;
  succeed(["export", tables, "--workspace", workspace], { env: over });
  return readFileSync(join(tables, "datapackage.json"), "utf8");
}

/** A longer log: one version more of a document, and one of a document that is new. */
async function growLog(workspace: string): Promise<void> {
  const more = [3, DOCUMENTS].map((policyAt, at): ArchiveCommit => ({
    date: new Date(Date.UTC(2025, 0, 1 + at)).toISOString().replace(".000", ""),
    subject: `Record new changes of Acme Policy ${policyAt}`,
    files: { [`Acme/Policy ${policyAt}.md`]: policy(VERSIONS + at) },
  }));
  const archive = `${workspace}-longer`;
  await makeArchive(archive, [...COMMITS, ...more]);
  expect(await commands.run(workspace, "import", "ota", archive)).toMatchObject({ code: 0 });
}

const indexOf = (workspace: string): IndexPlace => openWorkspace(workspace, { database: postgres.url }).index;

/** What the tables are where threads read the same log. */
function tablesByThreads(workspace: string): string {
  succeed(["audit", "--workspace", workspace]);
  return tablesOf(workspace, {});
}

interface Status {
  readonly dead: number;
  readonly done: number;
  readonly waiting: number;
  readonly running: number;
  readonly workers: readonly { readonly state: string }[];
}

async function statusOf(workspace: string): Promise<Status> {
  return JSON.parse((await commands.run(workspace, "worker", "status", "--json")).stdout) as Status;
}

describe.runIf(HAS_POSTGRES)(`workers over PostgreSQL${WHY_NO_POSTGRES}`, () => {
  test(
    "two of them read for one audit, and the tables are those that threads make",
    async () => {
      const workspace = makeWorkspace();
      const two = [await commands.startWorker(workspace), await commands.startWorker(workspace)];
      expect(await commands.run(workspace, "audit", "--workers")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Read 8 documents with 64 versions\./),
      });
      expect(tablesOf(workspace)).toBe(expected);
      const read = two.flatMap((one) => one.said().match(/^read acme\/policy-\d/gm) ?? []);
      expect(read.toSorted()).toEqual(Array.from({ length: DOCUMENTS }, (_, at) => `read acme/policy-${at}`));
      expect(await commands.run(workspace, "rebuild", "--workers")).toMatchObject({ code: 0 });
      expect(tablesOf(workspace)).toBe(expected);
    },
    KILLED_MS,
  );

  test(
    "one that is killed loses its document to another",
    async () => {
      const workspace = makeWorkspace();
      const killed = await commands.startWorker(workspace);
      const audit = commands.start(workspace, "audit", "--workers");
      await killed.hasSaid(/^read /m);
      await killed.kill();
      await commands.startWorker(workspace);
      expect(await audit.ended).toBe(0);
      expect(tablesOf(workspace)).toBe(expected);
    },
    KILLED_MS,
  );

  test(
    "an audit that is killed goes on where it was",
    async () => {
      const workspace = makeWorkspace();
      const worker = await commands.startWorker(workspace);
      const audit = commands.start(workspace, "audit", "--workers");
      await worker.hasSaid(/^read /m);
      audit.child.kill("SIGKILL");
      await audit.ended;
      expect((await commands.run(workspace, "audit", "--workers")).code).toBe(0);
      expect(tablesOf(workspace)).toBe(expected);
      expect(worker.said().match(/^read /gm)).toHaveLength(DOCUMENTS);
    },
    KILLED_MS,
  );

  test(
    "an audit that is killed before the log grows reads again what has changed, and leaves nothing behind",
    async () => {
      const workspace = makeWorkspace();
      // As another detector left it.
      await openStage(indexOf(workspace), "audit_0123456789");
      const worker = await commands.startWorker(workspace);
      const audit = commands.start(workspace, "audit", "--workers");
      await worker.hasSaid(/^read /m);
      audit.child.kill("SIGKILL");
      await audit.ended;
      await worker.hasSaid(/(?:^read .*\n[^]*){8}/m);
      await growLog(workspace);
      expect(await commands.run(workspace, "audit", "--workers")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Read 9 documents with 66 versions\./),
      });
      const read = worker.said().match(/^read acme\/policy-\d, \d+/gm) ?? [];
      expect(read).toHaveLength(DOCUMENTS + 2);
      expect(read.slice(DOCUMENTS)).toEqual(["read acme/policy-3, 9", "read acme/policy-8, 1"]);
      expect(await statusOf(workspace)).toMatchObject({ done: DOCUMENTS + 2, waiting: 0 });
      expect(await listStages(indexOf(workspace))).toEqual([]);
      expect(tablesOf(workspace)).toBe(tablesByThreads(workspace));
    },
    KILLED_MS,
  );

  test(
    "of two audits at once the one that knew a shorter log says so, and the other one reads each document once",
    async () => {
      const workspace = makeWorkspace();
      const shorter = commands.start(workspace, "audit", "--workers");
      await vi.waitFor(() => expect(shorter.said().stderr).toContain("no worker is there"), { timeout: 20_000 });
      await growLog(workspace);
      const longer = commands.start(workspace, "audit", "--workers");
      expect([await shorter.ended, shorter.said().stderr]).toEqual([
        3,
        expect.stringMatching(/another process has asked workers for other histories; run this again\n$/),
      ]);
      const worker = await commands.startWorker(workspace);
      expect(await longer.ended).toBe(0);
      expect(worker.said().match(/^read /gm)).toHaveLength(DOCUMENTS + 1);
      expect(await statusOf(workspace)).toMatchObject({ waiting: 0, running: 0, dead: 0 });
      expect(tablesOf(workspace)).toBe(tablesByThreads(workspace));
    },
    KILLED_MS,
  );

  test(
    "a database that stops ends whoever asked with one line; started again, the work goes on",
    async () => {
      const workspace = makeWorkspace();
      const worker = await commands.startWorker(workspace);
      const audit = commands.start(workspace, "audit", "--workers");
      await worker.hasSaid(/^read /m);
      postgres.stop();
      try {
        expect(await audit.ended).toBe(3);
        expect(audit.said().stderr).toMatch(/^corrigible: [^\n]+\n$/m);
        expect(audit.said().stderr).not.toContain("a defect of Corrigible");
      } finally {
        postgres.start();
      }
      // The worker that was there has waited for the server.
      expect((await commands.run(workspace, "audit", "--workers")).code).toBe(0);
      expect(tablesOf(workspace)).toBe(expected);
      expect(await worker.kill("SIGTERM")).toBe(0);
    },
    KILLED_MS,
  );

  test(
    "what nobody waits for any more is no longer in the queue",
    async () => {
      const workspace = makeWorkspace();
      const ask = async (...command: string[]): Promise<void> => {
        const { child, ended, said } = commands.start(workspace, ...command, "--workers");
        await vi.waitFor(() => expect(said().stderr).toContain("no worker is there"), { timeout: 20_000 });
        child.kill("SIGKILL");
        await ended;
        expect(await statusOf(workspace)).toMatchObject({ waiting: DOCUMENTS });
      };
      await ask("audit");
      expect((await commands.run(workspace, "audit")).code).toBe(0);
      expect(await statusOf(workspace)).toMatchObject({ waiting: 0 });
      await readByEarlier(openWorkspace(workspace, { database: postgres.url }));
      await ask("reprocess");
      expect((await commands.run(workspace, "reprocess", "discard")).code).toBe(0);
      expect(await statusOf(workspace)).toMatchObject({ waiting: 0 });
      expect(await listStages(indexOf(workspace))).toEqual([]);
    },
    KILLED_MS,
  );

  test(
    "of two audits at once the later one says that the other has put in what workers read",
    async () => {
      const workspace = makeWorkspace();
      const { ended, said } = commands.start(workspace, "audit", "--workers");
      await vi.waitFor(() => expect(said().stderr).toContain("no worker is there"), { timeout: 20_000 });
      // As the other does in the end.
      const [stage, ...others] = await listStages(indexOf(workspace));
      expect([stage, others]).toEqual([expect.stringMatching(/^audit_/), []]);
      await dropStage(indexOf(workspace), stage ?? "");
      expect([await ended, said().stderr]).toEqual([
        3,
        expect.stringMatching(/another process has put .*; run this again/),
      ]);
    },
    KILLED_MS,
  );

  test(
    "what always fails is given up with its reason; the audit says so, and is right once it is mended",
    async () => {
      const workspace = makeWorkspace();
      await commands.startWorker(workspace);
      const { evidenceDir, evidence } = openWorkspace(workspace);
      const entry = [...openEvidence(evidence).entries()].flatMap((one) =>
        one.entry.type === "version" ? one.entry : [],
      )[3];
      const blob = entry?.blob ?? "";
      const path = join(evidenceDir, "blobs", blob.slice(0, 2), `${blob.slice(2)}.zst`);
      renameSync(path, `${path}.away`);
      const { code, stderr } = await commands.run(workspace, "audit", "--workers");
      expect([code, stderr]).toEqual([
        3,
        expect.stringMatching(/workers gave up acme\/policy-3: .*worker dead; nothing was/),
      ]);
      expect(await statusOf(workspace)).toMatchObject({ dead: 1, waiting: 0, running: 0 });
      const [dead] = jsonLines<{ document: string; error: string }>(
        (await commands.run(workspace, "worker", "dead", "--json")).stdout,
      );
      expect(dead).toMatchObject({
        document: "acme/policy-3",
        error: expect.stringContaining(`${blob.slice(2)}.zst is missing`),
      });
      renameSync(`${path}.away`, path);
      expect((await commands.run(workspace, "worker", "retry")).stdout).toBe("Sent 1 document once more.\n");
      expect((await commands.run(workspace, "audit", "--workers")).code).toBe(0);
      expect((await statusOf(workspace)).dead).toBe(0);
      expect(tablesOf(workspace)).toBe(expected);
    },
    KILLED_MS,
  );

  test(
    "one that is asked to end does so after the document in hand",
    async () => {
      const workspace = makeWorkspace();
      const worker = await commands.startWorker(workspace);
      const audit = commands.start(workspace, "audit", "--workers");
      await worker.hasSaid(/^read /m);
      expect(await worker.kill("SIGTERM")).toBe(0);
      const status = await statusOf(workspace);
      expect(status).toMatchObject({ dead: 0, running: 0, workers: [{ state: "stopped" }] });
      const another = await commands.startWorker(workspace);
      expect(await audit.ended).toBe(0);
      const read = `${worker.said()}${another.said()}`.match(/^read /gm);
      expect(read).toHaveLength(DOCUMENTS);
    },
    KILLED_MS,
  );

  test(
    "they read history again for reprocess",
    async () => {
      const workspace = makeWorkspace();
      expect((await commands.run(workspace, "audit")).code).toBe(0);
      await readByEarlier(openWorkspace(workspace, { database: postgres.url }));
      await commands.startWorker(workspace);
      const { code, stdout } = await commands.run(workspace, "reprocess", "--workers", "--json");
      expect([code, JSON.parse(stdout)]).toEqual([
        0,
        expect.objectContaining({
          documents: DOCUMENTS,
          differing: 0,
          detector: { before: "2020.1.1", after: DETECTOR_VERSION },
        }),
      ]);
      expect((await commands.run(workspace, "reprocess", "publish")).code).toBe(0);
      expect(tablesOf(workspace)).toBe(expected);
    },
    KILLED_MS,
  );
});

test("without a database that machines can share there are none", () => {
  const workspace = mkdtempSync(join(tmpdir(), "corrigible-no-workers-"));
  try {
    succeed(["init", join(workspace, "watch")]);
    for (const args of [["worker"], ["worker", "--metrics", "0"], ["worker", "status"], ["audit", "--workers"]]) {
      const { code, stderr } = corrigible([...args, "--workspace", join(workspace, "watch")]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/CORRIGIBLE_DATABASE=postgres:/)]);
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
});
