import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Disk } from "../../test/faults/disk.ts";
import { LOWEST } from "../../test/faults/random.ts";
import { NODE_FILES, replaceFiles } from "./files.ts";
import { makeFolder, makeFolderDurable, renameDurable, writeAllDurable, writeDurable } from "./index.ts";

let folder: string;
let tempDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-durable-"));
  tempDir = join(folder, "temp");
  mkdirSync(tempDir);
});

afterEach(() => {
  replaceFiles(NODE_FILES);
  rmSync(folder, { recursive: true });
});

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

test.each([
  ["write", 2],
  ["syncAll", 1],
] as const)("where a %s fails no file gets its name, and none stays open", (call, failing) => {
  let [calls, open] = [0, 0];
  replaceFiles({
    ...NODE_FILES,
    open: (...args) => (open++, NODE_FILES.open(...args)),
    close: (descriptor) => (open--, NODE_FILES.close(descriptor)),
    [call]: () => {
      if (++calls === failing) throw new Error("no space");
    },
  });
  const files = ["a", "b", "c"].map((name) => ({ path: join(folder, name), bytes: Buffer.from(name) }));
  expect(() => writeAllDurable(files, tempDir)).toThrow("no space");
  expect(readdirSync(folder)).toEqual(["temp"]);
  expect(open).toBe(0);
});

test("what was renamed has its new name after a power cut", () => {
  const [before, after] = [join(folder, "before"), join(folder, "after")];
  mkdirSync(before);
  const disk = new Disk(NODE_FILES);
  replaceFiles(disk);
  makeFolderDurable(join(before, "building"));
  writeDurable({ path: join(before, "building", "file"), bytes: Buffer.from("bytes") }, tempDir);
  renameDurable(join(before, "building", "file"), join(before, "file"));
  replaceFiles(NODE_FILES);
  disk.leave(before, after, LOWEST, 0);
  expect(readFileSync(join(after, "file"), "utf8")).toBe("bytes");
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

test("files are waited for side by side, and one that the disk does not take is an error", () => {
  const files = Array.from({ length: 200 }, (_, at) => ({
    path: join(folder, `many-${at}`),
    bytes: Buffer.from(`${at}`),
  }));
  writeAllDurable(files, tempDir);
  expect(files.every(({ path, bytes }) => readFileSync(path).equals(bytes))).toBe(true);
  // No file can be synced that is none.
  const opened = [...files.slice(0, 40).map(({ path }) => path), "/dev/null"].map((path) => openSync(path, "r"));
  expect(() => NODE_FILES.syncAll(opened)).toThrow(expect.objectContaining({ code: "EINVAL" }));
  for (const descriptor of opened) closeSync(descriptor);
});
