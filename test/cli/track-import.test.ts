import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { DEFAULT_LAB_TABLE, documentOf } from "../../src/model/index.ts";
import { pagesAt, readTracked, SHIPPED_TRACKED_FOLDER } from "../../src/sources/index.ts";
import { corrigible, type Ran } from "../helpers/corrigible.ts";

let folder: string;
let workspace: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-track-import-"));
  workspace = join(folder, "w");
  initWorkspace(workspace, "corrigible.local/w", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  mkdirSync(join(folder, "declarations"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, value: unknown): string => {
  const path = join(folder, "declarations", name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
};
const importAll = (...files: string[]): Ran => corrigible(["track", "import", ...files, "--workspace", workspace]);

const declaration = {
  name: "Lampwright AI",
  terms: {
    "Terms of Service": {
      fetch: "https://lampwright.example/terms",
      select: ["main", { startAfter: "h1", endBefore: "footer" }],
      remove: ".banner",
      filter: ["dropDates", { removeQueryParams: ["utm_source"] }],
      executeClientScripts: true,
    },
    "Privacy Policy": {
      combine: [
        { fetch: "https://lampwright.example/privacy" },
        { fetch: "https://lampwright.example/privacy/eu", select: "#eu" },
      ],
      select: "article",
    },
  },
};
const history = {
  "Terms of Service": [
    { fetch: "https://lampwright.example/old-terms", select: "#a", validUntil: "2024-01-01T00:00:00Z" },
    { select: "#b", validUntil: "2025-01-01T00:00:00Z" },
  ],
};

test("declarations of an Open Terms Archive become tracked documents, with how they were declared before", () => {
  const file = write("Lampwright.json", declaration);
  write("Lampwright.history.json", history);
  const { code, stdout, stderr } = importAll(file);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "corrigible: Lampwright, Terms of Service: the filter dropDates is a program of its service: left out\n",
  });
  expect(stdout).toBe(
    "lampwright/terms-of-service in tracked/lampwright.yaml: 1 page\n" +
      "lampwright/privacy-policy in tracked/lampwright.yaml: 2 pages\n" +
      "2 documents added. Next: corrigible watch --once\n",
  );
  const [terms, privacy] = readTracked(join(workspace, "tracked"));
  expect(terms).toMatchObject({
    service: "Lampwright",
    render: true,
    pages: [
      {
        url: "https://lampwright.example/terms",
        select: ["main", { startAfter: "h1", endBefore: "footer" }],
        remove: ".banner",
        filter: [{ removeQueryParams: ["utm_source"] }],
      },
    ],
  });
  expect(privacy?.pages).toEqual([
    { url: "https://lampwright.example/privacy", select: "article" },
    { url: "https://lampwright.example/privacy/eu", select: "#eu" },
  ]);
  const at = (day: string): unknown => terms && pagesAt(terms, new Date(day));
  expect(at("2023-06-01")).toMatchObject([{ url: "https://lampwright.example/old-terms", select: "#a" }]);
  // A declaration is in force at the very time up to which it is valid.
  expect(at("2025-01-01T00:00:00Z")).toMatchObject([{ url: "https://lampwright.example/terms", select: "#b" }]);
  expect(at("2025-01-01T00:00:01Z")).toMatchObject([{ select: ["main", {}] }]);

  const lint = corrigible(["track", "lint", "--workspace", workspace]);
  expect(lint).toMatchObject({ code: 0, stdout: expect.stringContaining("2 documents tracked") });
  const before = readFileSync(join(workspace, "tracked/lampwright.yaml"), "utf8");
  expect(importAll(file).stdout).toContain("0 documents added, 2 tracked already and left as they are");
  expect(readFileSync(join(workspace, "tracked/lampwright.yaml"), "utf8")).toBe(before);
});

test.each([
  ["{", /Wrong\.json is not JSON; an Open Terms Archive declaration is expected/],
  ["[]", /Wrong\.json: the file: /],
  [{ terms: { Terms: { fetch: "javascript:alert(1)" } } }, /Wrong\.json, Terms:\d+: url: an address that begins/],
  [{ terms: { Terms: { select: "main" } } }, /Wrong\.json, Terms:\d+: url: an address that begins/],
  [
    { terms: { Terms: { fetch: "https://a.example", select: { startBefore: "a" } } } },
    /endBefore or endAfter is missing/,
  ],
])("%j: refused in one line, and nothing is added of the files beside it", (value, said) => {
  const { code, stderr } = importAll(write("Lampwright.json", declaration), write("Wrong.json", value));
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(readTracked(join(workspace, "tracked"))).toEqual([]);
});

test("a file that is not there", () => {
  expect(importAll(join(folder, "No.json"))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not there"),
  });
});

test("without files: the documents that come with Corrigible, each of the lab by whose name its file goes", () => {
  const { code, stdout } = corrigible(["track", "import", "--workspace", workspace]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("documents added") });
  const shipped = readTracked(SHIPPED_TRACKED_FOLDER);
  for (const { service, terms, lab } of shipped) {
    expect([service, terms, documentOf(DEFAULT_LAB_TABLE, service, terms).lab]).toEqual([service, terms, lab]);
  }
  const documents = shipped.map(({ service, terms }) => documentOf(DEFAULT_LAB_TABLE, service, terms).document);
  expect(new Set(documents).size).toBe(documents.length);
  for (const lab of ["openai", "anthropic", "google", "meta", "microsoft", "xai", "mistral", "deepseek", "amazon"]) {
    expect(shipped.some((one) => one.lab === lab)).toBe(true);
  }
});
