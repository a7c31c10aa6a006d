import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { jsonLines } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

const releases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name);

/** What the release said of its workspace. */
interface Told {
  readonly entries: number;
  readonly root: string;
  readonly changes: readonly string[];
  readonly finding: string;
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "corrigible-upgrade-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a workspace of the first release is kept", () => expect(releases).toContain("0.1.0"));

describe.each(releases)("a workspace of %s", (release) => {
  const kept = join(import.meta.dirname, release);
  const told = JSON.parse(readFileSync(join(kept, "told.json"), "utf8")) as Told;

  test("opens: it verifies, is audited to the same ids, exports, proves, tells nobody twice, and goes on", async () => {
    const workspace = join(folder, "watch");
    cpSync(join(kept, "workspace"), workspace, { recursive: true });
    const run = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await runHere([...args, "--workspace", workspace], {
        cwd: folder,
        now: "2026-09-01T00:00:00Z",
      });
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
      return stdout;
    };
    const verified = { ok: true, entries: told.entries, root: told.root, problems: [] };
    expect(JSON.parse(await run("verify", "--json"))).toMatchObject(verified);
    await run("audit");
    const changes = jsonLines<{ id: string; newVersion: string }>(await run("changes", "--all", "--json"));
    expect(changes.map(({ id }) => id)).toEqual(expect.arrayContaining([...told.changes]));
    expect(await run("review", "show", told.finding, "--as", "ada")).toContain("Both versions were read.");
    await run("export", "tables");
    expect(readFileSync(join(folder, "tables", "versions.csv"), "utf8")).toContain("lampwright/usage-rules@");

    // A proof of then holds by the key of today, and one of today says the same.
    const { vkey } = openWorkspace(workspace);
    const proof = join(kept, "version.proof");
    expect(await run("verify", proof, "--vkey", vkey)).toContain("Proved: entry");
    expect(await run("prove", changes[0]?.newVersion ?? "")).toContain("c2sp.org/tlog-proof@");
    expect(await run("tripwire", "run")).toContain("nothing new\n0 deliveries made");

    const { size } = openEvidence(join(workspace, "evidence"));
    await makeArchive(join(folder, "more"), [
      {
        date: "2026-08-02T10:00:00Z",
        subject: "First record of Lampwright Terms",
        files: { "Lampwright/Terms.md": "# Terms\n\nYou may leave.\n" },
      },
    ]);
    await run("import", "ota", join(folder, "more"));
    const grown = openEvidence(join(workspace, "evidence"));
    expect(grown.size).toBeGreaterThan(size);
    expect(Buffer.from(grown.rootAt(told.entries)).toString("hex")).toBe(told.root);
    expect(await run("verify")).toContain("All is as recorded");
  });
});
