import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { Commands } from "../helpers/commands.ts";
import { succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "../helpers/postgres.ts";
import { startStore, type TestStore } from "../helpers/s3.ts";
import { BUCKET, KEYS, REGION } from "../helpers/s3-server.ts";

/** Longer than a worker may be silent, and than it is looked for silent ones. */
const ANSWER_MS = 16_000;

describe.runIf(HAS_POSTGRES)(`a worker over a log in a bucket${WHY_NO_POSTGRES}`, () => {
  let folder: string;
  let store: TestStore;
  let postgres: Postgres;
  let commands: Commands;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "corrigible-workers-bucket-"));
    store = await startStore();
    postgres = startPostgres();
  });

  afterAll(async () => {
    await commands.end();
    postgres.remove();
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  test("keeps its document however long the store keeps it waiting", async () => {
    const keys = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey };
    const env = { ...keys, CORRIGIBLE_DATABASE: postgres.url };
    commands = new Commands(env);
    const workspace = join(folder, "watch");
    const place = ["--store", `s3://${BUCKET}/watch`, "--endpoint", store.endpoint, "--region", REGION];
    succeed(["init", workspace, ...place], { env });
    const [date, subject] = ["2024-01-01T00:00:00Z", "First record of Acme One"];
    const files = { "Acme/One.md": "# One\n\nYou must not build weapons.\n" };
    await makeArchive(join(folder, "archive"), [{ date, subject, files }]);
    succeed(["import", "ota", join(folder, "archive"), "--workspace", workspace], { env });

    const audit = commands.start(workspace, "audit", "--workers");
    await vi.waitFor(() => expect(audit.said().stderr).toContain("no worker is there"), { timeout: 20_000 });
    const slow = { match: "^GET watch/checkpoint", kind: "slow", ms: ANSWER_MS, times: 1 } as const;
    await store.control({ faults: [slow] });
    const worker = await commands.startWorker(workspace);
    expect([await audit.ended, audit.said().stderr]).toEqual([0, expect.any(String)]);
    expect(worker.said().match(/^(?:read|failed) .*/gm)).toEqual([
      expect.stringMatching(/^read acme\/one, 1 version, 1\d\./),
    ]);
    const { index } = openWorkspace(workspace, { database: postgres.url, secret: () => undefined });
    const schema = index.kind === "postgres" ? `${index.schema}_jobs` : "";
    expect(postgres.run(`select state, retry_count from "${schema}".job`).trim()).toBe("completed|0");
  });
});
