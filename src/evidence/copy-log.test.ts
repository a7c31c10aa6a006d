import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Disk, PowerCut } from "../../test/faults/disk.ts";
import { LOWEST } from "../../test/faults/random.ts";
import { makeFolder, makeLog, record, type TestLog, write } from "../../test/helpers/evidence-log.ts";
import { NODE_FILES, replaceFiles } from "../std/files.ts";
import { copyLog, moveEvidence, openEvidence, openEvidenceWriter, verifyEvidence } from "./index.ts";

/** Appends of three entries: over several bundles, so that partial tiles come and go while they are copied. */
const SIZE = 900;

let folder: string;
beforeEach(() => (folder = makeFolder()));
afterEach(() => {
  replaceFiles(NODE_FILES);
  rmSync(folder, { recursive: true, force: true });
});

test("copied again and again while a writer appends, the copy is a whole log each time, and none goes back", () => {
  const paths = makeLog(join(folder, "log"));
  const writer = openEvidenceWriter(paths);
  const { vkey } = writer;
  record(writer, 3);
  const [copy, tempDir] = [join(folder, "copy"), join(folder, "temp")];
  mkdirSync(tempDir);
  let files = 0;
  replaceFiles({
    ...NODE_FILES,
    rename(from, to) {
      // At every second file of the copy the log goes on.
      if (to.startsWith(copy) && ++files % 2 === 0 && writer.size < SIZE) record(writer, writer.size + 3);
      NODE_FILES.rename(from, to);
    },
  });
  const sizes: number[] = [];
  const copyOnce = (): void => {
    const before = writer.size;
    const { size } = copyLog(paths.place, copy, { vkey, tempDir });
    const { problems, notes, entries } = verifyEvidence(copy, { vkey });
    expect({ problems, notes, entries }).toEqual({ problems: [], notes: [], entries: before });
    sizes.push(size);
  };
  while (writer.size < SIZE) copyOnce();
  expect(new Set(sizes).size).toBeGreaterThan(5);
  copyOnce();
  expect(Buffer.from(openEvidence(copy).root)).toEqual(Buffer.from(openEvidence(paths.place).root));
  const again = copyLog(paths.place, copy, { vkey, tempDir });
  expect(again).toMatchObject({ size: SIZE, copied: 0 });
  writer.close();
});

const WAYS = [
  ["copied", (from, dir, { vkey, tempDir }) => copyLog(from.place, dir, { vkey, tempDir })],
  ["moved", ({ place, stateDir }, to, { vkey }) => moveEvidence({ from: place, to, vkey, stateDir, ...NOBODY_ASKS })],
] satisfies [string, (from: TestLog, dir: string, options: { vkey: string; tempDir: string }) => unknown][];
const NOBODY_ASKS = { onProgress: () => {}, switchOver: () => {} };

test.each(WAYS)("%s: a process dies at any call, the next completes it, and the power goes: all is there", (_, way) => {
  const [before, after] = [join(folder, "before"), join(folder, "after")];
  const [dir, tempDir] = [join(before, "copy"), join(before, "temp")];
  const paths = makeLog(join(folder, "log"));
  const vkey = write(paths, (writer) => {
    record(writer, 6);
    return writer.vkey;
  });
  const copy = (): unknown => way(paths, dir, { vkey, tempDir });
  let calls = Infinity;
  for (let stopAt = 1; stopAt <= calls; stopAt++) {
    rmSync(before, { recursive: true, force: true });
    rmSync(after, { recursive: true, force: true });
    mkdirSync(tempDir, { recursive: true });
    const disk = new Disk(NODE_FILES);
    replaceFiles(disk);
    disk.stopAt = stopAt;
    const died = whyNot(copy);
    disk.stopAt = Infinity;
    if (died === null) calls = disk.calls;
    else copy();
    replaceFiles(NODE_FILES);
    disk.leave(before, after, LOWEST, 0);
    expect(verifyEvidence(join(after, "copy"), { vkey })).toMatchObject({ problems: [], notes: [], entries: 6 });
  }
  expect(calls).toBeGreaterThan(20);
});

/** The power cut that ended a job; null where none did. */
function whyNot(job: () => unknown): PowerCut | null {
  try {
    job();
    return null;
  } catch (error) {
    if (error instanceof PowerCut) return error;
    throw error;
  }
}
