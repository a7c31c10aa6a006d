import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVAL_TITLES } from "../../src/model/index.ts";
import { CHROMIUM, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-card-"));
  succeed(["init", "watch"], { cwd: folder });
  for (const args of [["import", "casebook"], ["audit"]]) succeed([...args, "--workspace", "watch"], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

const card = (...args: string[]) => corrigible(["card", ...args, "--workspace", "watch"], { cwd: folder });

test.each(["md", "html"])("as %s it has a section for each of the six evals", (format) => {
  const { stdout } = card("openai", "--format", format);
  for (const title of Object.values(EVAL_TITLES))
    expect(stdout).toContain(format === "md" ? `## ${title}` : `<h2>${title}</h2>`);
});

test("as JSON it is one object", () => {
  expect(JSON.parse(card("openai", "--json").stdout)).toMatchObject({ lab: "openai", evals: { length: 6 } });
});

test("an unknown lab is one line that names near ones", () => {
  expect(card("opnai")).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^corrigible: no lab "opnai"; .*openai.*\n$/),
  });
});

describe.skipIf(CHROMIUM === null)(`as PDF${WHY_NO_BROWSER}`, () => {
  test("it has several pages", () => {
    expect(card("openai", "--pdf", "--output", "openai.pdf")).toEqual({ code: 0, stdout: "", stderr: "" });
    const pdf = readFileSync(join(folder, "openai.pdf"), "latin1");
    expect(pdf.slice(0, 5)).toBe("%PDF-");
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
  });

  test("a file that cannot be written is one line", () => {
    const { code, stderr } = card("openai", "--pdf", "--output", "nowhere/openai.pdf");
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/cannot be written \(ENOENT\)\n$/) });
  });
});
