import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock, UserError } from "./index.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-lock-"));
  path = join(folder, "state", "lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a second holder is refused at once with one line, until the first releases", () => {
  const lock = takeLock(path, "write to the log");
  expect(() => takeLock(path, "write to the log")).toThrow(
    `cannot write to the log: another process (pid ${process.pid}) is working on it; ` +
      "wait until it has finished, then run this again",
  );
  lock.release();
  takeLock(path, "write to the log").release();
});

test("a holder that is killed holds nothing any more", async () => {
  const program = `
    const { takeLock } = await import(${JSON.stringify(new URL("lock.ts", import.meta.url).href)});
    takeLock(${JSON.stringify(path)}, "write");
    console.log("held");
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(holder.stdout, "data");
  expect(() => takeLock(path, "write")).toThrow(`pid ${holder.pid}`);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  takeLock(path, "write").release();
});

test("a file that is no lock is refused and left alone", () => {
  const other = join(folder, "letter");
  writeFileSync(other, "Dear Sir or Madam, this is long enough to be taken for a header of a database. ".repeat(20));
  expect(() => takeLock(other, "write")).toThrow(UserError);
  expect(() => takeLock(other, "write")).toThrow("cannot be locked");
});
