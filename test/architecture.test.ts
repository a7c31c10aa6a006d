import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** The code is as ARCHITECTURE.md says: who may import whom, how long a file may be, what is deliberately absent. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "src");
const read = (path: string): string => readFileSync(path, "utf8");

/** Folder → folders it may import, from the table. "all above" means every row before it. */
function readTable(): Map<string, readonly string[]> {
  const rows = [...read(join(ROOT, "ARCHITECTURE.md")).matchAll(/^\| `([\w./]+)` +\|[^|]*\| ([^|]*?) *\|$/gm)];
  const table = new Map<string, readonly string[]>();
  for (const [, folder = "", allowed = ""] of rows) {
    if (allowed === "nothing") table.set(folder, []);
    else table.set(folder, allowed === "all above" ? [...table.keys()] : allowed.split(", "));
  }
  return table;
}

interface SourceFile {
  /** Relative to src/. */
  readonly name: string;
  readonly text: string;
  readonly isTest: boolean;
}

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: read(join(SRC, name)), isTest: /\.test\.tsx?$/.test(name) }));

const ringOf = (name: string): string => (name.includes("/") ? (name.split("/")[0] as string) : name);

/** Modules that a file names, as written: `../std/index.ts`, `node:fs`. */
function importsOf({ text }: SourceFile): string[] {
  const named = text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [...named].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

const table = readTable();

test("the table names every folder of src, and no other", () => {
  expect([...table.keys()].toSorted()).toEqual([...new Set(files.map(({ name }) => ringOf(name)))].toSorted());
});

describe("imports go only downwards", () => {
  test.each(files.filter(({ isTest }) => !isTest).map((file) => [file.name, file] as const))("%s", (name, file) => {
    const ring = ringOf(name);
    const outside = importsOf(file)
      .filter((module) => module.startsWith("."))
      .map((module) => ringOf(relative(SRC, resolve(SRC, name, "..", module))))
      .filter((target) => target !== ring);
    const allowed = table.get(ring) ?? [];
    expect(outside.filter((target) => !allowed.includes(target))).toEqual([]);
  });
});

test("core folders do no I/O and ask no clock", () => {
  const core = files.filter(
    ({ name, isTest }) => !isTest && /^(?:model|tlog|extract|clauses|compare|evals|assess|tripwires)\//.test(name),
  );
  const offending = core.filter(
    (file) =>
      importsOf(file).some((module) => /^node:(?!crypto$|buffer$)/.test(module)) ||
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bfetch\(/.test(file.text),
  );
  expect(offending.map(({ name }) => name)).toEqual([]);
});

test("the file system is replaced by tests alone", () => {
  const users = files.filter(({ text, isTest }) => !isTest && /\breplaceFiles\b/.test(text)).map(({ name }) => name);
  expect(users).toEqual(["std/files.ts"]);
});

test("the environment is read in app.ts alone", () => {
  const readers = files.filter(({ text, isTest }) => !isTest && /\bprocess\.env\b/.test(text)).map(({ name }) => name);
  // git needs an environment of its own.
  expect(readers.toSorted()).toEqual(["app.ts", "sources/ota-git/git.ts"]);
});

/** Lines of a file, comments and all. */
const LINES_MAX = 400;

test(`no file is longer than ${LINES_MAX} lines`, () => {
  expect(files.filter(({ text }) => text.split("\n").length > LINES_MAX).map(({ name }) => name)).toEqual([]);
});

test("every dependency has its line in docs/dependencies.md, and no other has", () => {
  const { dependencies, devDependencies } = JSON.parse(read(join(ROOT, "package.json"))) as Record<string, object>;
  const told = [...read(join(ROOT, "docs/dependencies.md")).matchAll(/^- `([^`]+)`/gm)].map(([, name = ""]) => name);
  expect(new Set(told)).toEqual(new Set(Object.keys({ ...dependencies, ...devDependencies })));
  expect(told).toHaveLength(new Set(told).size);
});

test("dependencies are pinned", () => {
  const { dependencies, devDependencies } = JSON.parse(read(join(ROOT, "package.json"))) as Record<string, object>;
  const versions = Object.entries({ ...dependencies, ...devDependencies } as Record<string, string>);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
});

test("every link between our own pages leads somewhere", () => {
  const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  const broken = [...pages, ...docs].flatMap((page) =>
    [...read(join(ROOT, page)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, target = ""]) => resolve(ROOT, page, "..", target))
      .filter((target) => !target.startsWith(join(ROOT, "node_modules")) && !exists(target))
      .map((target) => `${page} → ${relative(ROOT, target)}`),
  );
  expect(broken).toEqual([]);
});

function exists(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOTDIR";
  }
}
