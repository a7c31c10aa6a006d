import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { corrigible } from "../helpers/corrigible.ts";
import { hashFiles } from "../helpers/files.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { startStore, type TestStore } from "../helpers/s3.ts";
import { BUCKET, KEYS, REGION } from "../helpers/s3-server.ts";

let folder: string;
let store: TestStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-backup-bucket-"));
  store = await startStore();
  await makeArchive(join(folder, "archive"), [
    {
      date: "2024-02-02T10:00:00Z",
      subject: "First record of Acme Rules",
      files: { "Acme/Rules.md": "# Rules\n\nNo bombs.\n" },
    },
  ]);
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

function succeed(cwd: string, ...args: string[]): string {
  const env = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey };
  const { code, stdout, stderr } = corrigible(args, { cwd: join(folder, cwd), env });
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

test("a log in a bucket is backed up as one in a folder, and restored into a folder, from which it moves on", () => {
  const place = [`s3://${BUCKET}/backup`, "--endpoint", store.endpoint, "--region", REGION];
  succeed("", "init", "watch");
  succeed("watch", "import", "ota", "../archive");
  succeed("watch", "audit");
  succeed("watch", "export", "../before");
  const log = hashFiles(join(folder, "watch/evidence"));
  succeed("watch", "store", "move", ...place);
  succeed("watch", "backup", "../backup", "--with-key");
  expect(hashFiles(join(folder, "backup/evidence"))).toEqual(log);

  const told = succeed("", "restore", "backup", "restored");
  expect(told).toContain(`The log lay in s3://${BUCKET}/backup and lies in the folder now.`);
  expect(readFileSync(join(folder, "restored/corrigible.yaml"), "utf8")).not.toContain("s3://");
  succeed("restored", "verify");
  succeed("restored", "audit");
  succeed("restored", "export", "../after");
  expect(hashFiles(join(folder, "after"))).toEqual(hashFiles(join(folder, "before")));
  expect(succeed("restored", "store", "move", `${place[0]}-restored`, ...place.slice(1))).toContain("verified");
});
