import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { corrigible, succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-wrong-"));
  const file = (name: string, bytes: string | Uint8Array): void => writeFileSync(join(folder, name), bytes);
  file("a.md", "You may not build weapons.\n");
  file("latin1.md", Uint8Array.of(0x63, 0xe9, 0x0a));
  file("damaged.bundle", "# v2 git bundle\nnonsense");
  file("not.proof", "nothing\n");
  mkdirSync(join(folder, "empty"));
  succeed(["init", "watch"], { cwd: folder });
  succeed(["init", "audited"], { cwd: folder });
  await makeArchive(join(folder, "archive"), [
    {
      date: "2024-01-02T10:00:00Z",
      subject: "First record of Acme Terms",
      files: { "Acme/Terms of Service.md": "Hi.\n" },
    },
    { date: "2024-01-03T10:00:00Z", subject: "First record of Beta Cookies", files: { "Beta/Cookies.md": "Hi.\n" } },
  ]);
  succeed(["import", "ota", "../archive"], { cwd: join(folder, "audited") });
  succeed(["audit"], { cwd: join(folder, "audited") });
  mkdirSync(join(folder, "bad-yaml"));
  file("bad-yaml/corrigible.yaml", "origin: a\nservices: [\n");
  mkdirSync(join(folder, "bad-origin"));
  file("bad-origin/corrigible.yaml", "origin: b\nvkey: a+00000000+AA==\nservices: {}\nlabs: {}\n");
  mkdirSync(join(folder, "bad-field"));
  file("bad-field/corrigible.yaml", "origin: a\nvkey: a+00000000+AA==\nservices:\n  ChatGPT: { lab: 7 }\nlabs: {}\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("one line and the right exit code", () => {
  test.each<[string, number, RegExp]>([
    ["frobnicate", 2, /unknown command 'frobnicate'/],
    ["chnages", 2, /unknown command 'chnages' \(Did you mean changes\?\)/],
    ["import", 2, /a command is missing/],
    ["import csv x", 2, /unknown command 'csv'/],
    ["diff a.md", 2, /missing required argument 'new'/],
    ["diff a.md a.md a.md", 2, /too many arguments/],
    ["diff a.md b.md", 2, /no such file: .*b\.md/],
    ["diff a.md empty", 2, /empty is a folder/],
    ["diff a.md latin1.md", 2, /latin1\.md is not UTF-8/],
    ["diff --jsno a.md a.md", 2, /unknown option '--jsno'/],
    ["audit", 2, /no workspace here or in a folder above/],
    ["audit --workspace nowhere", 2, /nowhere is no workspace/],
    ["changes --workspace watch", 2, /nothing is indexed yet; run corrigible audit/],
    ["changes --workspace audited --severity 4", 2, /'--severity <n>' argument '4' is invalid. give 1, 2 or 3/],
    ["changes --workspace audited --since 2024-02-30", 2, /give a day as 2024-01-10/],
    ["changes --workspace audited --since 2024-02-01 --until 2024-01-01", 2, /exchange --since and --until/],
    [
      "changes --workspace audited --lab beta --document acme/terms-of-service",
      2,
      /is a document of acme, not of beta/,
    ],
    ["search --workspace audited --lab beta --document acme/terms-of-service hi", 2, /is a document of acme, not/],
    ["changes --workspace audited --min-confidence 2", 2, /give a number from 0 to 1/],
    ["changes --workspace audited --limit 0", 2, /give a whole number from 1/],
    ["changes --workspace audited --direction up", 2, /Allowed choices are loosens, tightens, neutral/],
    ["changes --workspace audited --lab acne", 2, /no lab "acne"; did you mean acme\?/],
    [
      "changes --workspace audited --document acme/terms",
      2,
      /no document "acme\/terms"; did you mean acme\/terms-of-service\?/,
    ],
    ["search --workspace audited ...", 2, /no word to search for/],
    ["search --workspace audited", 2, /missing required argument 'text'/],
    ["prove --workspace audited 99", 2, /the log has no entry 99/],
    ["prove --workspace audited zzz", 2, /"zzz" is no version/],
    [
      "prove --workspace audited beta/terms@0",
      2,
      /no version beta\/terms@0: entry 0 of the log is of acme\/terms-of-service/,
    ],
    [`prove --workspace audited ${"0".repeat(64)}`, 2, /no entry in the log has the text/],
    ["verify not.proof", 1, /proof/],
    ["verify missing.proof", 2, /no such file/],
    ["verify not.proof --vkey foo", 2, /give name\+hash\+key, as vkey in corrigible\.yaml/],
    ["audit --workspace bad-origin", 2, /corrigible\.yaml:1: origin: is not the name in vkey/],
    ["init watch", 2, /watch is a workspace already/],
    ["init a.md", 2, /a\.md is a file; give a folder/],
    ["init fresh --origin two+words", 2, /cannot name a log/],
    ["export tables --workspace watch", 2, /nothing is indexed yet/],
    ["export a.md --workspace audited", 2, /a\.md is a file; give a folder/],
    ["export a.md/tables --workspace audited", 3, /a\.md\/\.tables\.partial: a folder on the way is a file/],
    ["export audited/evidence/tables --workspace audited", 2, /lies in .*evidence, which is the workspace's own/],
    ["init a.md/watch", 3, /a\.md\/watch.*: a folder on the way is a file/],
    ["import ota nowhere --workspace watch", 2, /nowhere/],
    ["import ota empty --workspace watch", 2, /empty/],
    ["import ota damaged.bundle --workspace watch", 2, /damaged\.bundle/],
    ["audit --workspace bad-yaml", 2, /corrigible\.yaml:[23]: /],
    ["audit --workspace bad-field", 2, /corrigible\.yaml:4: services\.ChatGPT\.lab: /],
  ])("corrigible %s", (line, code, message) => {
    const ran = corrigible(line.split(" "), { cwd: folder });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).toMatch(/^corrigible: [^\n]+\n$/);
    expect([ran.code, ran.stdout]).toEqual([code, ""]);
  });

  test("a clock that cannot be read", () => {
    const ran = corrigible(["diff", "a.md", "a.md"], { cwd: folder, env: { CORRIGIBLE_NOW: "yesterday" } });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('"yesterday" is not a time')]);
  });

  test("a refused import leaves nothing behind", () => {
    expect(JSON.parse(succeed(["verify", "--json", "--workspace", "watch"], { cwd: folder }))).toMatchObject({
      ok: true,
      entries: 0,
      blobs: 0,
      notes: [],
    });
  });

  test("init goes where nothing of ours stands, and never over a stranger's folder", () => {
    mkdirSync(join(folder, "project", "keys"), { recursive: true });
    // Empty folders of our names may be of an init that was killed at once.
    writeFileSync(join(folder, "project", "keys", "house.key"), "not ours");
    const refused = corrigible(["init", "project"], { cwd: folder });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("keys is there already")]);
    rmSync(join(folder, "project", "keys"), { recursive: true });
    writeFileSync(join(folder, "project", "thesis.txt"), "mine");
    expect(succeed(["init", "."], { cwd: join(folder, "project") })).toContain("Made the workspace");
  });
});
