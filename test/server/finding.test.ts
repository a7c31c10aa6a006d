import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonLines } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { auditExample, serve, type Served } from "../helpers/served.ts";

let folder: string;
let workspace: string;
let served: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-finding-"));
  workspace = await auditExample(folder);
  served = await serve(workspace);
});
afterAll(() => {
  served.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere([...args, "--workspace", workspace], { now: "2026-08-03T09:00:00Z" });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}
const read = async (path: string): Promise<string> => (await fetch(served.url + path)).text();

test("a finding's page shows what people did with it, and no code before there are two", async () => {
  const [finding] = jsonLines<{ id: string }>(await run("findings", "--json", "--limit", "1"));
  const { id = "" } = finding ?? {};
  expect(await read(`/findings/${id}`)).toContain("nobody has reviewed it");
  expect(await read("/findings")).toContain(`href="/findings/${id}"`);

  const code = (as: string, rationale: string): Promise<string> =>
    run(
      "review",
      "code",
      id,
      "--as",
      as,
      "--bearing",
      "mixed",
      "--severity",
      "1",
      "--confidence",
      "0.5",
      "--rationale",
      rationale,
      "--counter",
      `None found by ${as}.`,
    );
  await code("ada", "It is <script>alert(1)</script> small.");
  await run("audit");
  const blind = await read(`/findings/${id}`);
  expect(blind).toContain("One reviewer has coded it");
  expect(blind).not.toMatch(/ada|alert\(1\)/);

  await code("grace", "It is small.");
  await run(
    "review",
    "reconcile",
    id,
    "--as",
    "grace",
    "--bearing",
    "mixed",
    "--severity",
    "1",
    "--rationale",
    "Small.",
  );
  await run("review", "notice", id, "--as", "editor", "--without-notice", "The text is public and old.");
  await run("review", "accept", id, "--as", "editor", "--rationale", "As reconciled.");
  await run("audit");
  const open = await read(`/findings/${id}`);
  expect(open).toContain("It is &lt;script>alert(1)&lt;/script> small.".replaceAll(">", "&gt;"));
  expect(open).toMatch(/editor accepted it\./);
  expect(open).toContain("The text is public and old.");
  const [proof] = /\/evidence\/review\/[0-9a-f]+\/0/.exec(open) ?? [];
  expect(await read(proof ?? "")).toContain("review");
  expect((await fetch(`${served.url}${proof}`)).status).toBe(200);
  expect(served.complaints()).toBe("");
});

test("no such finding: 404", async () => {
  expect((await fetch(`${served.url}/findings/0000000000000000`)).status).toBe(404);
});
