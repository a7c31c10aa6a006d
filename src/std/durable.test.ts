import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, makeFolderDurable, writeAllDurable, writeDurable } from "./index.ts";

let folder: string;
let tempDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-durable-"));
  tempDir = join(folder, "temp");
  mkdirSync(tempDir);
});

afterEach(() => rmSync(folder, { recursive: true }));

test("more files than one round are written, with their folders, and nothing temporary stays", () => {
  const files = Array.from({ length: 300 }, (_, at) => ({
    path: join(folder, "deep", `${at % 7}`, `${at}`),
    bytes: Buffer.from(`file ${at}`),
  }));
  writeAllDurable(files, tempDir);
  for (const { path, bytes } of files) expect(readFileSync(path)).toEqual(bytes);
  expect(readdirSync(tempDir)).toEqual([]);
});

test("a file is replaced, over what a crash left in the temporary folder", () => {
  const path = join(folder, "file");
  writeFileSync(path, "old");
  writeFileSync(join(tempDir, "0"), "longer than the new bytes");
  writeDurable({ path, bytes: Buffer.from("new") }, tempDir);
  expect(readFileSync(path, "utf8")).toBe("new");
});

test("permission bits are set before the file has its name", () => {
  const path = join(folder, "key");
  writeDurable({ path, bytes: Buffer.from("secret"), mode: 0o600 }, tempDir);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("folders are made once and may be there already", () => {
  const path = join(folder, "a", "b", "c");
  makeFolderDurable(path);
  makeFolderDurable(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test.skipIf(!existsSync("/proc/self"))("a folder that takes no new ones is an error, not a wait without end", () => {
  expect(() => makeFolder("/proc/corrigible/deep")).toThrow("ENOENT");
});
