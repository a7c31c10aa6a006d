/**
 * Loaded before the built program (`node --import`), which then stands still at moments that a test chooses, until it is let
 * go on or killed. HELD_AT: a JSON list of such moments, [part, count]: before a file with this part in its path gets its
 * name, when so many of them have got theirs. HELD_FILE: the file that is there while the program stands still.
 */
import { existsSync, writeFileSync } from "node:fs";

const POLL_MS = 2;
const PARENT = process.ppid;

const { HELD_AT = "[]", HELD_FILE = "" } = process.env;
const moments = (JSON.parse(HELD_AT) as [string, number][]).map(([part, left]) => ({ part, left }));

// The program's own copy, not the one in src.
const built = new URL("../../dist/std/files.js", import.meta.url).href;
const { NODE_FILES, replaceFiles } = (await import(built)) as typeof import("../../src/std/files.ts");
replaceFiles({
  ...NODE_FILES,
  rename(from, to) {
    for (const moment of moments) if (to.includes(moment.part) && moment.left-- === 0) hold();
    NODE_FILES.rename(from, to);
  },
});

function hold(): void {
  writeFileSync(HELD_FILE, "");
  const never = new Int32Array(new SharedArrayBuffer(4));
  // It does not outlive its test.
  while (existsSync(HELD_FILE) && process.ppid === PARENT) Atomics.wait(never, 0, 0, POLL_MS);
}
