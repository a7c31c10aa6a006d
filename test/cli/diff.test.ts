import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Comparison } from "../../src/model/index.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

const OLD = "\ufeff# Rules\n\nYou may not use our models for:\n\n* Building weapons 🔫\n* Military and warfare\n";
const NEW = OLD.replace("* Military and warfare\n", "").replace("\ufeff", "");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-diff-"));
  writeFileSync(join(folder, "old.md"), OLD);
  writeFileSync(join(folder, "new.md"), NEW);
});

afterEach(() => rmSync(folder, { recursive: true }));

test("prints one JSON object and nothing else, and leaves nothing behind", () => {
  const { code, stdout, stderr } = corrigible(["diff", "old.md", "new.md", "--json"], { cwd: folder });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const comparison = JSON.parse(stdout) as Comparison;
  expect(Object.keys(comparison)).toEqual(["noise", "disclosure", "changes"]);
  expect(comparison).toMatchObject({ noise: null, disclosure: { note: null, where: null } });
  expect(comparison.changes.map((change) => Object.keys(change).join(" "))).toEqual([
    "id kind direction subject severity confidence old new nearest disclosed reasons",
  ]);
  expect(readdirSync(folder)).toEqual(["new.md", "old.md"]);
});

test("quotes the clause as it stands in the file, a byte order mark counted", () => {
  const { changes } = JSON.parse(succeed(["diff", "old.md", "new.md", "--json"], { cwd: folder })) as Comparison;
  const quote = changes[0]?.old;
  expect(quote?.text).toBe("Military and warfare");
  expect(OLD.slice(quote?.start, quote?.end)).toBe("Military and warfare");
  expect(quote?.path.at(-1)).toBe("You may not use our models for:");
});

test("reads well without --json", () => {
  const text = succeed(["diff", "old.md", "new.md"], { cwd: folder });
  expect(text).toMatch(/^LOOSENS what the systems may be used for: clause removed, severity 3 \(major\)/);
  expect(text).toContain("  - Military and warfare\n");
  expect(text).toContain("disclosed: no, the document has no note about its change\n");
  expect(succeed(["diff", "old.md", "old.md"], { cwd: folder })).toMatch(/^No (change|clause)/);
});

test("a hostile text reaches the terminal harmless", () => {
  writeFileSync(join(folder, "new.md"), `${NEW}\n* You must not \x1b]0;owned\x07 leave \u202esdrawkcab\n`);
  const shown = succeed(["diff", "old.md", "new.md"], { cwd: folder });
  for (const control of ["\x1b", "\x07", "\u202e"]) expect(shown).not.toContain(control);
});

test("says so where no clause of the other text comes near one that went or came", () => {
  const read = (old: string, neu: string): string => succeed(["diff", old, neu], { cwd: folder });
  writeFileSync(join(folder, "other.md"), "# Rules\n\nYou may not use our models for:\n\n* Selling pets\n");
  expect(read("old.md", "other.md")).toContain("no clause of the new text comes near");
  expect(read("other.md", "old.md")).toContain("no clause of the old text comes near");
});
