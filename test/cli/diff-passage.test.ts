import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PassageChange } from "../../src/compare/passage/index.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-passage-"));
  writeFileSync(join(folder, "old.txt"), "We will pause training until the safeguards are in place.\n");
  writeFileSync(join(folder, "new.txt"), "We may consider further safeguards.\n");
  writeFileSync(join(folder, "empty.txt"), "");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("prints one JSON object and nothing else, options before or after the files, and leaves nothing behind", () => {
  const { code, stdout, stderr } = corrigible(["diff", "--passage", "old.txt", "new.txt", "--json"], { cwd: folder });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const change = JSON.parse(stdout) as PassageChange;
  expect(Object.keys(change)).toEqual(["outcome", "dimensions", "confidence", "reasons"]);
  expect(change.outcome).toBe("weakened");
  expect(change.dimensions).toEqual(expect.arrayContaining(["modality", "consequence"]));
  expect(change.confidence).toBeGreaterThan(0.5);
  for (const args of [
    ["diff", "--json", "--passage", "old.txt", "new.txt"],
    ["diff", "old.txt", "new.txt", "--json", "--passage"],
    ["diff", "old.txt", "--passage", "new.txt", "--json"],
  ]) {
    expect(succeed(args, { cwd: folder })).toBe(stdout);
  }
  expect(readdirSync(folder)).toEqual(["empty.txt", "new.txt", "old.txt"]);
});

test("an empty side is a passage that came or went", () => {
  const outcome = (old: string, neu: string): string =>
    (JSON.parse(succeed(["diff", old, neu, "--passage", "--json"], { cwd: folder })) as PassageChange).outcome;
  expect(outcome("old.txt", "empty.txt")).toBe("removed");
  expect(outcome("empty.txt", "old.txt")).toBe("added");
  expect(outcome("empty.txt", "empty.txt")).toBe("retained");
});

test("reads well without --json", () => {
  const text = succeed(["diff", "--passage", "old.txt", "new.txt"], { cwd: folder });
  expect(text).toMatch(/^WEAKENED in .*modality.*, confidence 0\.\d\d\n/);
  expect(text).toContain("  lower on the scale of obligation (modality-weaker)\n");
});

test("wrong input: one clear line", () => {
  writeFileSync(join(folder, "latin.txt"), Buffer.from([0x57, 0xe9, 0x20, 0xff]));
  writeFileSync(join(folder, "long.txt"), "We test. ".repeat(5000));
  const fail = (name: string): string => {
    const { code, stdout, stderr } = corrigible(["diff", "--passage", name, "new.txt", "--json"], { cwd: folder });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    return stderr;
  };
  expect(fail("nowhere.txt")).toContain("no such file");
  expect(fail("latin.txt")).toContain("not UTF-8");
  expect(fail("long.txt")).toContain("has 45000 characters and a passage at most 20000");
  expect(fail(".")).toContain("is a folder");
});
