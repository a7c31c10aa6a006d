import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  logAt,
  makeFolder,
  makeLog,
  record,
  textOf,
  versionOf,
  write,
  type TestLog,
} from "../../test/helpers/evidence-log.ts";
import { EXIT, UserError } from "../std/index.ts";
import { createEvidence, openEvidence, openEvidenceWriter, verifyEvidence } from "./index.ts";

let folder: string;
let paths: TestLog;

beforeEach(() => {
  folder = makeFolder();
  paths = makeLog(join(folder, "log"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();

test("an empty log is one file, its key is for its owner alone, and there is one log to a folder", () => {
  expect(filesOf(paths.dir)).toEqual(["checkpoint"]);
  expect(readdirSync(paths.keysDir)).toEqual(["log.key"]);
  expect(statSync(join(paths.keysDir, "log.key")).mode & 0o777).toBe(0o600);
  expect(openEvidence(paths.dir)).toMatchObject({ origin: "log.example/test", size: 0 });
  expect(() => createEvidence({ ...paths, origin: "log.example/other" })).toThrow(UserError);
  const other = join(folder, "other");
  expect(() => createEvidence({ place: other, keysDir: paths.keysDir, origin: "log.example/other" })).toThrow(
    "log.key",
  );
  for (const origin of ["", "a b", "a+b", "a\nb"]) {
    expect(() => createEvidence({ place: other, keysDir: other, origin })).toThrow("cannot name a log");
  }
});

test("what was recorded is read again, by the writer and by readers that come later", () => {
  write(paths, (writer) => {
    record(writer, 300, 70);
    expect(writer.size).toBe(300);
    expect(writer.entry(299)).toEqual(openEvidence(paths.dir).entry(299));
  });
  const evidence = openEvidence(paths.dir);
  const read = [...evidence.entries(250)];
  expect(read.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, at) => 250 + at));
  for (const { index, entry } of evidence.entries()) {
    expect(entry).toMatchObject({ type: "version", terms: `Policy ${index % 7}` });
    if (entry.type !== "version") continue;
    expect(Buffer.from(evidence.blob(entry.blob))).toEqual(textOf(index));
  }
  expect(() => evidence.entry(300)).toThrow(RangeError);
  expect(() => evidence.entry(-1)).toThrow(RangeError);
});

test("the folder of a log is the same in whatever steps it was recorded", () => {
  const copy = join(folder, "copy");
  execFileSync("cp", ["-r", join(folder, "log"), copy]);
  const inCopy = logAt(copy);
  write(paths, (writer) => record(writer, 600));
  for (const size of [1, 2, 255, 256, 257, 511, 600]) write(inCopy, (writer) => record(writer, size, 100));
  expect(filesOf(inCopy.dir)).toEqual(filesOf(paths.dir));
  for (const path of filesOf(paths.dir)) {
    expect([path, readFileSync(join(inCopy.dir, path))]).toEqual([path, readFileSync(join(paths.dir, path))]);
  }
  expect(filesOf(paths.dir).filter((path) => path.startsWith("tile/"))).toEqual([
    "tile/0/000",
    "tile/0/001",
    "tile/0/002.p/88",
    "tile/1/000.p/2",
    "tile/entries/000",
    "tile/entries/001",
    "tile/entries/002.p/88",
  ]);
});

test("a reader goes on reading its state while partial tiles are replaced", () => {
  const opened = [1, 5, 255, 256, 300].map((size) => {
    write(paths, (writer) => record(writer, size));
    return openEvidence(paths.dir);
  });
  write(paths, (writer) => record(writer, 700));
  for (const evidence of opened) {
    expect([...evidence.entries()]).toHaveLength(evidence.size);
    expect(evidence.inclusionProof(0)).toHaveLength(Math.ceil(Math.log2(evidence.size)));
  }
});

test("one writer at a time, refused with one line; readers do not wait", () => {
  const writer = openEvidenceWriter(paths);
  expect(() => openEvidenceWriter(paths)).toThrow(
    /^cannot write to the evidence log in .*\(pid \d+\) is working on it/,
  );
  expect(openEvidence(paths.dir).size).toBe(0);
  writer.close();
  openEvidenceWriter(paths).close();
});

test("an entry without its text is refused, and nothing of the same append is recorded", () => {
  write(paths, (writer) => {
    const text = textOf(0);
    const [blob = ""] = writer.putBlobs([text]);
    const missing = versionOf(1, "0".repeat(64), 5);
    expect(() => writer.append([versionOf(0, blob, text.length), missing])).toThrow(UserError);
    expect(() => writer.append([{ ...missing, blob: "x" }])).toThrow("64 lower-case hexadecimal digits");
    expect(() => writer.append([{ ...missing, blob, service: "a".repeat(70_000) }])).toThrow("at most 65535");
    expect(writer.size).toBe(0);
    writer.append([]);
    expect(writer.size).toBe(0);
  });
});

test("texts are stored once, empty ones too, and those without an entry can be discarded", () => {
  write(paths, (writer) => {
    record(writer, 10);
    const before = filesOf(paths.dir);
    expect(writer.putBlobs([textOf(1), textOf(2)])).toHaveLength(2);
    expect(filesOf(paths.dir)).toEqual(before);
    const hashes = writer.putBlobs([new Uint8Array(), Buffer.from("x"), new Uint8Array()]);
    expect(hashes.map((hash) => writer.hasBlob(hash))).toEqual([true, true, true]);
    expect(writer.blob(hashes[0] as string)).toHaveLength(0);
    expect(filesOf(paths.dir)).toHaveLength(before.length + 2);
    writer.discardUnreferenced();
    expect(filesOf(paths.dir)).toEqual(before);
    expect(verifyEvidence(paths.dir, { vkey: writer.vkey })).toMatchObject({ problems: [], notes: [], entries: 10 });
  });
});

test("zstd's own program reads a stored text", () => {
  const [blob = ""] = write(paths, (writer) => writer.putBlobs([textOf(0)]));
  const stored = join(paths.dir, "blobs", blob.slice(0, 2), `${blob.slice(2)}.zst`);
  const hasZstd = readdirSync("/usr/bin").includes("zstd");
  const read = hasZstd ? execFileSync("zstd", ["-dc", stored]) : openEvidence(paths.dir).blob(blob);
  expect(Buffer.from(read)).toEqual(textOf(0));
});

test("damage that a reader meets is one line, exit 3", () => {
  const [blob = ""] = write(paths, (writer) => {
    record(writer, 10);
    return writer.putBlobs([textOf(0)]);
  });
  const evidence = openEvidence(paths.dir);
  const stored = join(paths.dir, "blobs", blob.slice(0, 2), `${blob.slice(2)}.zst`);
  writeFileSync(stored, readFileSync(stored).fill(0, 9, 12));
  expect(() => evidence.blob(blob)).toThrow(expect.objectContaining({ exitCode: EXIT.outside }));
  rmSync(stored);
  expect(() => evidence.blob(blob)).toThrow("is missing; run corrigible verify");
  rmSync(join(paths.dir, "tile"), { recursive: true });
  expect(() => evidence.entry(3)).toThrow("tile/entries/000.p/10 is missing; run corrigible verify");
  expect(() => openEvidenceWriter(paths)).toThrow("is missing; run corrigible verify");
  writeFileSync(join(paths.dir, "checkpoint"), "nothing");
  expect(() => openEvidence(paths.dir)).toThrow("checkpoint is damaged");
  rmSync(join(paths.dir, "checkpoint"));
  expect(() => openEvidence(paths.dir)).toThrow("is not an evidence log");
});

test("a key that is missing, or another log's, does not write", () => {
  const other = makeLog(join(folder, "other"));
  expect(() => openEvidenceWriter({ ...paths, keysDir: other.keysDir })).toThrow("no signature by");
  expect(() => openEvidenceWriter({ ...paths, keysDir: folder })).toThrow("log.key is missing");
  mkdirSync(join(folder, "keys"));
  writeFileSync(join(folder, "keys", "log.key"), "PRIVATE+KEY+x");
  expect(() => openEvidenceWriter({ ...paths, keysDir: join(folder, "keys") })).toThrow("log.key is no key");
});
