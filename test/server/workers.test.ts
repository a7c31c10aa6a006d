import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEvents } from "../../src/accounts/index.ts";
import { openEvidence } from "../../src/evidence/index.ts";
import { openStage } from "../../src/index/index.ts";
import { nameHistory, readDocumentHistories } from "../../src/pipeline/document-histories.ts";
import { importOta, openWorkspace, openWorkspaceQueue, startWork, type Workspace } from "../../src/pipeline/index.ts";
import type { RunningWorker } from "../../src/pipeline/work.ts";
import { fixedClock, listenToSteps } from "../../src/std/index.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "../helpers/postgres.ts";
import { Visitor } from "../helpers/visitor.ts";

describe.runIf(HAS_POSTGRES)(`the operator's page${WHY_NO_POSTGRES}`, () => {
  let postgres: Postgres;
  let served: ServedAccounts;
  let workspace: Workspace;

  beforeAll(async () => {
    postgres = startPostgres();
    served = await serveAccounts({ root: "admin", ada: "reviewer" }, { database: postgres.url });
    workspace = openWorkspace(served.workspace, { database: postgres.url });
  });

  afterAll(async () => {
    await served.stop();
    postgres.remove();
  });

  async function signedIn(name: string): Promise<Visitor> {
    const visitor = new Visitor(served.url);
    await visitor.signIn(name);
    return visitor;
  }

  test("shows workers and what they gave up, and sends it once more", async () => {
    const queue = await openWorkspaceQueue(workspace, "asker");
    const terms = { document: "acme/<b>terms", lab: "acme", labName: "Acme", versions: [999] };
    const job = { stage: "test", asked: "all", history: "longest", ...terms };
    await openStage(workspace.index, job.stage);
    await queue.send([job, job]);
    const worker = await startWork(workspace, () => {});
    while ((await queue.depth()).dead === 0) await wait(100);
    await worker.close();

    const admin = await signedIn("root");
    const page = await (await admin.get("/operations")).text();
    expect(page).toContain(
      "0 documents waiting, 0 being read, 0 to be tried again, 0 read in the last day, 1 given up.",
    );
    expect(page).toMatch(/acme\/&lt;b&gt;terms<\/a>, given up .*no entry 999 in a log of \d+/s);
    expect(page).toContain(`:${process.pid}</th><td>stopped</td>`);
    expect(page).not.toContain(postgres.url);

    expect((await admin.post("/operations/retry")).headers.get("location")).toBe("/operations");
    expect(await queue.depth()).toMatchObject({ waiting: 1, dead: 0 });
    expect(listEvents(served.accounts, { kind: "jobs-retried", limit: 9 })).toMatchObject([
      { by: "root", detail: "1 document" },
    ]);
    await queue.close();
  });

  test("more than a thousand given up of one stage are all found, and all sent once more", async () => {
    const queue = await openWorkspaceQueue(workspace, "asker");
    const schema = `${workspace.index.kind === "postgres" ? workspace.index.schema : ""}_jobs`;
    postgres.run(
      `insert into "${schema}".job (name, data, singleton_key, source_name)
         select 'dead', json_build_object('stage', 'many', 'document', 'acme/' || at)::jsonb, 'many ' || at,
           (select name from "${schema}".queue where name like 'read-%')
         from generate_series(1, 1001) as at`,
    );
    expect(new Set((await queue.deadOf("many")).map(({ document }) => document)).size).toBe(1001);
    expect(await queue.retryDead("many")).toBe(1001);
    expect(await queue.deadOf("many")).toEqual([]);
    postgres.run(`delete from "${schema}".job`);
    await queue.close();
  });

  test("a document that is read is one step", async () => {
    const folder = mkdtempSync(join(tmpdir(), "corrigible-step-"));
    const [date, subject] = ["2024-01-01T00:00:00Z", "Record new changes of Acme One"];
    await makeArchive(folder, [{ date, subject, files: { "Acme/One.md": "# One\n\nYou must not build weapons.\n" } }]);
    await importOta(workspace, { location: folder, clock: fixedClock("2026-06-01T00:00:00Z") });
    rmSync(folder, { recursive: true });
    const [history] = readDocumentHistories(openEvidence(workspace.evidence), workspace.labTable).filter(
      (one) => one.document === "acme/one",
    );
    if (history === undefined) throw new Error("it was imported");
    const steps: string[] = [];
    const stop = listenToSteps({ ended: ({ name }) => void steps.push(name) });
    const queue = await openWorkspaceQueue(workspace, "asker");
    const stage = await openStage(workspace.index, "steps");
    const { document, lab, labName, versions } = history;
    const name = nameHistory(history);
    const numbers = versions.map(({ index }) => index);
    await queue.send([{ stage: "steps", asked: "all", document, history: name, lab, labName, versions: numbers }]);
    const worker = await new Promise<RunningWorker>((resolve, reject) => {
      const started = startWork(workspace, ({ error }) => {
        if (error === null) void started.then(resolve, reject);
        else reject(new Error(error));
      });
    });
    await worker.close();
    await queue.close();
    stop();
    expect(await stage.state()).toMatchObject({ histories: new Map([[document, name]]) });
    expect(steps.filter((name) => name === "audit document")).toHaveLength(1);
  });

  test("is for admins alone", async () => {
    expect((await (await signedIn("ada")).get("/operations")).status).toBe(403);
    expect((await new Visitor(served.url).get("/operations")).status).toBe(303);
  });
});
