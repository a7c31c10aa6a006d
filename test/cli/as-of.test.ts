import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../src/model/index.ts";
import { corrigible, jsonLines, succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

let folder: string;
const inWatch = (...args: string[]) => corrigible([...args, "--workspace", "watch"], { cwd: folder });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-as-of-"));
  for (const name of ["watch", "tables", "early"]) succeed(["init", name], { cwd: folder });
  succeed(["import", "casebook", "--workspace", "watch"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("an audit as of a day knows no finding of a later day", () => {
  const { code, stdout } = inWatch("audit", "--as-of", "2024-01-31");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("as of 2024-01-31.") });
  const days = jsonLines<Finding>(inWatch("findings", "--json").stdout).map(({ when }) => when.date);
  expect(days.length).toBeGreaterThan(50);
  expect(days.filter((day) => day > "2024-01-31")).toEqual([]);
  expect(inWatch("card", "openai").stdout).toContain("As of 2024-01-31");
});

test("a day to come, and a day before the evidence begins, are one line", () => {
  expect(inWatch("audit", "--as-of", "9999-12-31")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^corrigible: 9999-12-31 is still to come; give a day up to \d{4}-\d\d-\d\d\n$/),
  });
  const { code, stderr } = inWatch("audit", "--as-of", "1900-01-01");
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /corrigible: nothing is recorded of 1900-01-01 or before; the evidence begins on 2\d{3}-.*\n$/,
  );
});

test("tables alone make an audit: a lab that our list knows has measures and a card, a university has none", () => {
  const csv = ["Model,Organization,Publication date,Training compute (FLOP),Confidence"];
  csv.push(
    "Stable One,Stability AI,2023-05-01,1e23,Likely",
    "Campus One,University of Somewhere,2023-06-01,1e22,Likely",
  );
  writeFileSync(join(folder, "models.csv"), `${csv.join("\n")}\n`);
  const run = (...args: string[]) => corrigible([...args, "--workspace", "tables"], { cwd: folder });
  expect(run("import", "epoch", "models.csv").code).toBe(0);
  expect(run("audit").stdout).toContain("0 findings on 1 lab in six evals, as of 2023-06-01.");
  expect(run("measures", "stability-ai", "--eval", "power-seeking").stdout).toContain(
    "Largest training run: latest known: 1.0e+23 FLOP",
  );
  expect(run("card", "stability-ai").stdout).toContain("# Lab card: Stability AI");
  expect(run("card", "university-of-somewhere")).toMatchObject({ code: 2, stdout: "" });
});

test("a report of a day before its documents begin is published, and has no link to a lab that it has no card of", async () => {
  const text = "# Terms\n\nYou must not use the service to harm others.\n";
  const record = {
    date: "2024-01-01T00:00:00Z",
    subject: "First record of Acme Terms",
    files: { "Acme/Terms.md": text },
  };
  await makeArchive(join(folder, "archive"), [record]);
  const run = (...args: string[]) => corrigible([...args, "--workspace", "early"], { cwd: folder });
  expect(run("import", "casebook").code).toBe(0);
  expect(run("import", "ota", "archive").code).toBe(0);
  expect(run("audit", "--as-of", "2019-06-30").code).toBe(0);
  expect(run("publish", "site").code).toBe(0);
  const page = readFileSync(join(folder, "site/documents.html"), "utf8");
  expect(page).toContain("Acme Terms");
  expect(page).not.toContain("labs/acme");
});
