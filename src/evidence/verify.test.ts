import { hash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeFolder, makeLog, record, versionOf, write, type TestLog } from "../../test/helpers/evidence-log.ts";
import { decodeBundle, encodeBundle } from "../tlog/index.ts";
import { openEvidence, type Verification, verifyEvidence } from "./index.ts";

const SIZE = 300;
const ALTERATIONS = 200;

let folder: string;
let whole: TestLog;
let dir: string;
let vkey: string;
let paths: string[];

beforeAll(() => {
  folder = makeFolder();
  whole = makeLog(join(folder, "whole"));
  // Few texts, so that a folder is verified in some milliseconds: entries from 30 on share them.
  vkey = write(whole, (writer) => {
    record(writer, 30);
    const old = [...writer.entries()].map(({ entry }) => entry).filter((entry) => entry.type === "version");
    const more = Array.from({ length: SIZE - 31 }, (_, at) => {
      const { blob, size } = old[at % old.length] as (typeof old)[0];
      return versionOf(30 + at, blob, size);
    });
    writer.append([
      ...more,
      {
        type: "import",
        source: "ota-git",
        repository: "a".repeat(40),
        head: "b".repeat(40),
        versions: SIZE - 1,
        recorded: "2026-08-01T00:00:00Z",
      },
    ]);
    return writer.vkey;
  });
  paths = readdirSync(whole.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(whole.dir.length + 1));
  dir = join(folder, "copy");
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  rmSync(dir, { recursive: true, force: true });
  cpSync(whole.dir, dir, { recursive: true });
});

const verify = (): Verification => verifyEvidence(dir, { vkey });

/** What must be named when a byte of a file is altered: every entry that has the text, or the one that holds the byte. */
function recordsAt(path: string, at: number): readonly string[] | null {
  if (path === "checkpoint") return null;
  const evidence = openEvidence(whole.dir);
  if (path.startsWith("blobs/")) {
    const sha256 = path.replace(/^blobs\/(..)\/(.*)\.zst$/, "$1$2");
    return [...evidence.entries()]
      .filter(({ entry }) => entry.type === "version" && entry.blob === sha256)
      .map(({ index, entry }) => (entry.type === "version" ? `entry ${index} (Dall·E ${entry.terms}, ` : ""));
  }
  if (path === "tile/1/000.p/1") return ["entries 0 to 255"];
  const [first, last] = path.includes("000") ? [0, 255] : [256, SIZE - 1];
  const range = `entries ${first} to ${last}`;
  if (path.startsWith("tile/0/")) return [range];
  let end = 0;
  for (const [index, entry] of decodeBundle(readFileSync(join(whole.dir, path))).entries()) {
    // A length that is altered moves all that follows, so that only the bundle can be named.
    if (at < end + 2) return [range];
    end += 2 + entry.length;
    if (at < end) return [`entry ${first + index}`];
  }
  throw new Error(`${path} has no byte ${at}`);
}

test("a whole folder has no problems", () => {
  const { root, ...rest } = verify();
  expect(rest).toEqual({ problems: [], notes: [], entries: SIZE, blobs: 20 });
  expect(root).toEqual(openEvidence(dir).root);
});

test(`each of ${ALTERATIONS} altered bytes is found, and the record named`, () => {
  for (let round = 0; round < ALTERATIONS; round++) {
    const path = paths[round % paths.length] as string;
    const original = readFileSync(join(dir, path));
    const at = Math.floor(Math.random() * original.length);
    const bit = 1 << Math.floor(Math.random() * 8);
    writeFileSync(join(dir, path), original.with(at, (original[at] as number) ^ bit));
    const problem = verify().problems.find((problem) => problem.path === path);
    const named = recordsAt(path, at)?.every((record) => problem?.record?.includes(record)) ?? problem?.record === null;
    expect({ path, at, bit, problem: problem?.message, named }).toEqual({
      path,
      at,
      bit,
      problem: expect.any(String) as string,
      named: true,
    });
    writeFileSync(join(dir, path), original);
  }
  expect(verify().problems).toEqual([]);
});

test("every file that is cut, lengthened or gone is found", () => {
  for (const path of paths.filter((path) => path !== "checkpoint")) {
    const original = readFileSync(join(dir, path));
    const found = (): boolean => verify().problems.some((problem) => problem.path === path);
    truncateSync(join(dir, path), Math.floor(Math.random() * original.length));
    expect(found()).toBe(true);
    writeFileSync(join(dir, path), Buffer.concat([original, Buffer.from([0])]));
    expect(found()).toBe(true);
    rmSync(join(dir, path));
    expect(found()).toBe(true);
    writeFileSync(join(dir, path), original);
  }
  expect(verify().problems).toEqual([]);
  truncateSync(join(dir, "checkpoint"), 2_000_000);
  expect(verify().problems).toMatchObject([{ path: "checkpoint", record: null }]);
  rmSync(join(dir, "checkpoint"));
  expect(verify().problems).toMatchObject([
    { path: "checkpoint", message: expect.stringMatching(/^missing; /) as string },
  ]);
});

test("files that changed places are found", () => {
  const [a = "", b = ""] = paths.filter((path) => path.startsWith("blobs/"));
  renameSync(join(dir, a), join(dir, "kept"));
  renameSync(join(dir, b), join(dir, a));
  renameSync(join(dir, "kept"), join(dir, b));
  expect(
    verify()
      .problems.map(({ path }) => path)
      .toSorted(),
  ).toEqual([a, b].toSorted());
});

test("whatever is not the log's is found", () => {
  writeFileSync(join(dir, "README"), "");
  writeFileSync(join(dir, "blobs", "notes.txt"), "");
  writeFileSync(join(dir, "tile", "0", "0"), "");
  mkdirSync(join(dir, "tile", "7"));
  symlinkSync("/dev/null", join(dir, "link"));
  mkdirSync(join(dir, ...Array.from({ length: 20 }, () => "deep")), { recursive: true });
  const found = verify().problems.map(({ path }) => path);
  expect(found.toSorted()).toEqual(
    ["README", "blobs/notes.txt", "deep/".repeat(11).slice(0, -1), "link", "tile/0/0", "tile/7"].toSorted(),
  );
});

test("a second frame beside a text is found, though zstd passes over it and its seal is right", () => {
  const path = paths.find((path) => path.startsWith("blobs/")) as string;
  const stored = readFileSync(join(dir, path));
  const frames = Buffer.concat([stored.subarray(0, -40), zstdCompressSync("")]);
  writeFileSync(join(dir, path), Buffer.concat([frames, stored.subarray(-40, -32), hash("sha256", frames, "buffer")]));
  expect(verify().problems).toMatchObject([{ path, message: "the stored bytes are not one zstd frame" }]);
});

test("an entry rewritten with its hashes is found by the signature", () => {
  const path = "tile/entries/001.p/44";
  const entries = decodeBundle(readFileSync(join(dir, path)));
  const forged = Buffer.from(
    Buffer.from(entries[3] as Uint8Array)
      .toString()
      .replace("2024-02", "2023-02"),
  );
  writeFileSync(join(dir, path), encodeBundle(entries.with(3, forged)));
  const { problems } = verify();
  expect(problems).toMatchObject([{ path, record: expect.stringContaining("entry 259 (") as string }]);
  rmSync(join(dir, "tile", "0"), { recursive: true });
  expect(verify().problems.map((problem) => problem.path)).toContain("checkpoint");
});

test("a checkpoint by another key, or with more than one signature, is a problem", () => {
  const other = write(makeLog(join(folder, "other")), (writer) => writer.vkey);
  expect(verifyEvidence(dir, { vkey: other }).problems).toMatchObject([{ path: "checkpoint", record: null }]);
  const note = readFileSync(join(dir, "checkpoint"), "utf8");
  writeFileSync(join(dir, "checkpoint"), note + note.slice(note.indexOf("—")));
  expect(verify().problems).toMatchObject([{ path: "checkpoint", record: null }]);
});

test("what an interrupted import left is a note, and gone after the next", () => {
  const paths = { ...whole, place: dir };
  mkdirSync(join(dir, "tile", "entries", "005.p"), { recursive: true });
  writeFileSync(join(dir, "tile", "0", "001.p", "50"), new Uint8Array(50 * 32));
  writeFileSync(join(dir, "tile", "0", "001"), new Uint8Array(256 * 32));
  write(paths, (writer) => writer.putBlobs([Buffer.from("unnamed")]));
  expect(verify()).toMatchObject({ problems: [], notes: [expect.stringMatching(/^blobs.*no entry names/) as string] });
  writeFileSync(join(dir, "tile", "0", "001.p", "50"), new Uint8Array(50 * 32));
  expect(verify()).toMatchObject({ problems: [], notes: { length: 2 } });
  write(paths, (writer) => writer.discardUnreferenced());
  expect(verify()).toMatchObject({ problems: [], notes: [] });
});
