import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { corrigible, type Ran } from "../helpers/corrigible.ts";
import { page, URL_OF_RULES, usage } from "../helpers/lampwright.ts";
import { writeWacz, writeWarc } from "../helpers/web-archive.ts";

let folder: string;
let workspace: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-wacz-"));
  workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/wacz", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  mkdirSync(join(workspace, "tracked"));
  const declaration = `- {service: Lampwright, terms: Usage Rules, url: "${URL_OF_RULES}"}\n`;
  writeFileSync(join(workspace, "tracked/lampwright.yaml"), declaration);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (path: string): Ran => corrigible(["import", "wacz", path, "--workspace", workspace]);

function recorded(): [string, boolean][] {
  const evidence = openEvidence(join(workspace, "evidence"));
  return [...evidence.entries()].flatMap(({ entry }) =>
    entry.type === "version" ? [[entry.date, Buffer.from(evidence.blob(entry.blob)).includes("Military")]] : [],
  );
}

describe("import wacz", () => {
  const good = [page("2024-03-01T10:00:00Z", usage("Military operations")), page("2024-05-01T10:00:00Z", usage())];
  const path = (): string => join(folder, "crawl.wacz");

  test("its WARC files are read where they stand", async () => {
    const [first, second] = [good.slice(0, 1), good.slice(1)];
    await writeWacz(path(), { "b.warc.gz": await writeWarc(second), "a.warc": await writeWarc(first, false) });
    expect(run(path()).stdout).toContain("4 records, 2 captures of tracked documents: 2 new, 0 known.");
    expect(recorded()).toEqual([
      ["2024-03-01T10:00:00Z", true],
      ["2024-05-01T10:00:00Z", false],
    ]);
    expect(run(path()).stdout).toContain("Nothing new.");
  });

  test.each<[string, (path: string, warc: Buffer) => Promise<void> | void, RegExp]>([
    [
      "another hash",
      (to, warc) =>
        writeWacz(
          to,
          { "a.warc.gz": warc },
          { described: { resources: [{ path: "archive/a.warc.gz", hash: `sha256:${"0".repeat(64)}` }] } },
        ),
      /a\.warc\.gz: it is not what datapackage\.json says: its sha256 is another$/,
    ],
    [
      "no hash",
      (to, warc) => writeWacz(to, { "a.warc.gz": warc }, { described: { resources: [] } }),
      /names no hash of it$/,
    ],
    [
      "packed within the ZIP",
      (to, warc) => writeWacz(to, { "a.warc.gz": warc }, { compress: true }),
      /packed within the ZIP; unpack it with unzip, then corrigible import warc$/,
    ],
    ["no WARC", (to) => writeWacz(to, { "a.txt": Buffer.from("a") }), /no WARC file in its folder archive$/],
    [
      "not a WACZ's description",
      (to, warc) => writeWacz(to, { "a.warc.gz": warc }, { described: { resources: 7 } }),
      /datapackage\.json is not one of a WACZ: resources$/,
    ],
    [
      "a WACZ of others",
      (to, warc) => writeWacz(to, { "a.warc.gz": warc }, { described: { profile: "multi-wacz-package" } }),
      /it holds other WACZ files/,
    ],
    ["no ZIP", (to) => writeFileSync(to, "rubbish"), /cannot be read as a ZIP: /],
    ["nothing", (to) => writeFileSync(to, ""), /cannot be read as a ZIP: /],
    [
      "a ZIP cut off",
      async (to, warc) => {
        await writeWacz(to, { "a.warc.gz": warc });
        writeFileSync(to, readFileSync(to).subarray(0, -30));
      },
      /cannot be read as a ZIP: /,
    ],
    [
      "damage within a WARC of the right hash",
      (to, warc) => writeWacz(to, { "a.warc.gz": warc.subarray(0, -20) }),
      /crawl\.wacz, archive\/a\.warc\.gz: at byte \d+: the file ends within a gzip member; what stands before it was read$/,
    ],
  ])("%s", async (_, make, said) => {
    await make(path(), await writeWarc(good));
    const { code, stderr } = run(path());
    expect(code).toBe(2);
    const [line = "", ...others] = stderr.split("\n").filter((one) => one.startsWith("corrigible: "));
    expect(others).toEqual([]);
    expect(line).toMatch(said);
  });
});
