import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Disk, PowerCut } from "../../test/faults/disk.ts";
import { type Calls, faultyFiles } from "../../test/faults/layer.ts";
import { LOWEST, randomOf } from "../../test/faults/random.ts";
import { logAt, makeFolder, makeLog, record, type TestLog } from "../../test/helpers/evidence-log.ts";
import { NODE_FILES, replaceFiles } from "../std/files.ts";
import { type EvidenceWriter, openEvidence, openEvidenceWriter, verifyEvidence } from "./index.ts";

const SIZE = 6;
const PER_APPEND = 3;

let folder: string;
let vkey: string;
let expectedRoot: Uint8Array;
/** Calls that adding all entries takes. */
let calls: Calls;

beforeAll(() => {
  folder = makeFolder();
  vkey = using(makeLog(join(folder, "empty")), (writer) => writer.vkey);
  const whole = copyOf("empty", "whole");
  calls = countCalls(() => recordAll(whole));
  expectedRoot = openEvidence(whole.place).root;
});
afterEach(() => replaceFiles(NODE_FILES));
afterAll(() => rmSync(folder, { recursive: true }));

function copyOf(from: string, name: string): TestLog {
  rmSync(join(folder, name), { recursive: true, force: true });
  cpSync(join(folder, from), join(folder, name), { recursive: true });
  return logAt(join(folder, name));
}

/** As jobs of the pipeline do it: where the work fails, texts that no entry names are given up. */
function using<T>(log: TestLog, run: (writer: EvidenceWriter) => T): T {
  const writer = openEvidenceWriter(log);
  try {
    return run(writer);
  } catch (error) {
    writer.discardUnreferenced();
    throw error;
  } finally {
    writer.close();
  }
}

/** Gives the last size that was acknowledged. */
function recordAll(log: TestLog, acknowledged: (size: number) => void = () => {}): void {
  using(log, (writer) => {
    acknowledged(writer.size);
    record(writer, SIZE, PER_APPEND, acknowledged);
  });
}

function countCalls(run: () => void): Calls {
  const counted = { all: 0, syncs: 0, names: 0 };
  replaceFiles(faultyFiles(NODE_FILES, {}, counted));
  run();
  replaceFiles(NODE_FILES);
  return counted;
}

/** What is wrong in a log after a fault: of what `acknowledged` says, and when the work is repeated. */
function findLoss(log: TestLog, acknowledged: number): readonly unknown[] {
  const { problems, entries } = verifyEvidence(log.place, { vkey });
  const missing = entries < acknowledged ? [`${acknowledged} entries were acknowledged, ${entries} are there`] : [];
  recordAll(log);
  const repeated = verifyEvidence(log.place, { vkey });
  const other = Buffer.compare(repeated.root, expectedRoot) === 0 ? [] : ["another root"];
  return [...problems, ...missing, ...repeated.problems, ...repeated.notes, ...other];
}

/** Works until the power goes. */
function workUntilCut(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

test.each(["syncFails", "namesFail"] as const)("%s: whichever call it is, no acknowledged entry is lost", (kind) => {
  for (const from of upTo(kind === "syncFails" ? calls.syncs : calls.names)) {
    const log = copyOf("empty", "failing");
    let size = 0;
    replaceFiles(faultyFiles(NODE_FILES, { [kind]: { from, times: 2 } }, { all: 0, syncs: 0, names: 0 }));
    expect(() => recordAll(log, (so) => (size = so))).toThrow("EIO");
    replaceFiles(NODE_FILES);
    expect(findLoss(log, size)).toEqual([]);
  }
});

test("a writer whose append failed adds nothing more", () => {
  const log = copyOf("empty", "failing");
  const writer = openEvidenceWriter(log);
  replaceFiles(
    faultyFiles(NODE_FILES, { syncFails: { from: calls.syncs / 2, times: 1 } }, { all: 0, syncs: 0, names: 0 }),
  );
  expect(() => record(writer, SIZE, PER_APPEND)).toThrow("EIO");
  expect(() => record(writer, SIZE, PER_APPEND)).toThrow("open the log again");
  writer.close();
});

test("the power goes at any call: what was acknowledged is there, whatever else the disk has", () => {
  for (const stopAt of upTo(calls.all)) {
    const log = copyOf("empty", "before");
    const disk = new Disk(NODE_FILES);
    disk.stopAt = stopAt;
    let size = 0;
    replaceFiles(disk);
    workUntilCut(() => recordAll(log, (so) => (size = so)));
    replaceFiles(NODE_FILES);
    for (const random of [LOWEST, randomOf(`${stopAt}`)]) {
      rmSync(join(folder, "after"), { recursive: true, force: true });
      disk.leave(join(folder, "before"), join(folder, "after"), random, 0);
      expect(findLoss(logAt(join(folder, "after")), size)).toEqual([]);
    }
  }
});

test("a process dies at any call, the next finds or adds all, and the power goes: all is there", () => {
  for (const stopAt of upTo(calls.all)) {
    const log = copyOf("empty", "before");
    const disk = new Disk(NODE_FILES);
    replaceFiles(disk);
    disk.stopAt = stopAt;
    workUntilCut(() => recordAll(log));
    disk.stopAt = Infinity;
    recordAll(log);
    replaceFiles(NODE_FILES);
    rmSync(join(folder, "after"), { recursive: true, force: true });
    disk.leave(join(folder, "before"), join(folder, "after"), LOWEST, 0);
    expect(findLoss(logAt(join(folder, "after")), SIZE)).toEqual([]);
  }
});

test("the model loses what was not synced", () => {
  const [path, other] = [join(folder, "model", "file"), join(folder, "model", "other")];
  const disk = new Disk(NODE_FILES);
  disk.makeFolder(join(folder, "model"));
  for (const name of [path, other]) {
    const descriptor = disk.open(name, "w");
    disk.write(descriptor, Buffer.from("bytes"));
    if (name === path) disk.syncAll([descriptor]);
    disk.close(descriptor);
  }
  const left = (kept: number): string => {
    rmSync(join(folder, "left"), { recursive: true, force: true });
    disk.leave(join(folder, "model"), join(folder, "left"), LOWEST, kept);
    return readFileSync(join(folder, "left", "file"), "utf8");
  };
  expect(() => left(0)).toThrow("ENOENT");
  const parent = disk.open(folder, "r");
  disk.syncAll([parent]);
  expect(() => left(0)).toThrow("ENOENT");
  const own = disk.open(join(folder, "model"), "r");
  disk.syncAll([own]);
  for (const descriptor of [parent, own]) disk.close(descriptor);
  expect(left(0)).toBe("bytes");
  expect(readFileSync(join(folder, "left", "other"), "utf8")).toBe("\0".repeat(5));
});
