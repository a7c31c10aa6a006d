import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logAt, makeFolder, makeLog, record, write, type TestLog } from "../../test/helpers/evidence-log.ts";
import { openEvidence, openEvidenceWriter, verifyEvidence } from "./index.ts";

const KILLS = 25;
const SIZE = 600;
const PER_APPEND = 12;

let folder: string;
let empty: string;
let vkey: string;
let expectedRoot: Uint8Array;

beforeAll(() => {
  folder = makeFolder();
  empty = join(folder, "empty");
  vkey = write(makeLog(empty), (writer) => writer.vkey);
  const { dir } = write(copyOf("whole"), (writer) => {
    record(writer, SIZE, PER_APPEND);
    return { dir: join(folder, "whole", "evidence") };
  });
  expectedRoot = openEvidence(dir).root;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the empty log, with its key, so that all end in the same root. */
function copyOf(name: string): TestLog {
  const log = join(folder, name);
  cpSync(empty, log, { recursive: true });
  return logAt(log);
}

interface Child {
  readonly process: ChildProcess;
  /** Entries that the process has said to be recorded. */
  acknowledged: number;
}

/** Starts a process that records all entries, and waits until it holds the lock. */
async function startWriter(paths: TestLog): Promise<Child> {
  const program = fileURLToPath(new URL("../../test/helpers/evidence-child.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", program, JSON.stringify(paths), `${SIZE}`, `${PER_APPEND}`];
  const process_ = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const child: Child = { process: process_, acknowledged: 0 };
  const lines = createInterface({ input: process_.stdout });
  lines.on("line", (line) => (child.acknowledged = Number(line)));
  await once(lines, "line");
  return child;
}

test(`killed at ${KILLS} moments, a log verifies each time and ends as if it had not been`, async () => {
  let paths = copyOf("killed-0");
  for (let killed = 0; killed < KILLS;) {
    const child = await startWriter(paths);
    const closed = once(child.process, "close");
    await wait(Math.random() * 40);
    child.process.kill("SIGKILL");
    const [code] = (await closed) as [number | null];
    const { problems, entries, root } = verifyEvidence(paths.dir, { vkey });
    expect(problems).toEqual([]);
    expect(entries).toBeGreaterThanOrEqual(child.acknowledged);
    expect(entries % PER_APPEND).toBe(0);
    if (code === null) killed++;
    if (entries < SIZE) continue;
    // The last kill may have come before the old tiles were removed; opening the log removes them.
    write(paths, () => {});
    expect(verifyEvidence(paths.dir, { vkey })).toMatchObject({ problems: [], notes: [] });
    expect(root).toEqual(expectedRoot);
    paths = copyOf(`killed-${killed}`);
  }
  write(paths, (writer) => record(writer, SIZE, PER_APPEND));
  expect(openEvidence(paths.dir).root).toEqual(expectedRoot);
  expect(verifyEvidence(paths.dir, { vkey })).toMatchObject({ problems: [], notes: [] });
});

test("while a process writes, another is refused and readers see whole states", async () => {
  const paths = copyOf("shared");
  const child = await startWriter(paths);
  const closed = once(child.process, "close");
  expect(() => openEvidenceWriter(paths)).toThrow(`pid ${child.process.pid}`);
  const sizes = new Set<number>();
  while (child.process.exitCode === null) {
    const evidence = openEvidence(paths.dir);
    sizes.add(evidence.size);
    expect([...evidence.entries()]).toHaveLength(evidence.size);
    expect(verifyEvidence(paths.dir, { vkey }).problems).toEqual([]);
    await wait(1);
  }
  await closed;
  expect(sizes.size).toBeGreaterThan(2);
  expect(openEvidence(paths.dir).root).toEqual(expectedRoot);
});
