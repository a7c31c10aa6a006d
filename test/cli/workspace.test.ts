import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedChange } from "../../src/index/index.ts";
import { corrigible, jsonLines, succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

const TERMS = "Acme Chat/Acceptable Use Policy.md";
const PRIVACY = "Beta/Privacy Policy.md";

const RULES =
  "# Rules\n\nYou may not use our models for the following:\n\n* Building weapons\n* Military and warfare\n";
const NARROWER = RULES.replace("* Military and warfare\n", "");
const COMMITS = [
  {
    date: "2024-01-02T10:00:00Z",
    subject: "First record of Acme Chat Acceptable Use Policy",
    files: { [TERMS]: RULES },
  },
  {
    date: "2024-01-03T10:00:00Z",
    subject: "First record of Beta Privacy Policy",
    files: { [PRIVACY]: "We will never sell your data.\n" },
  },
  {
    date: "2024-01-10T10:00:00Z",
    subject: "Record new changes of Acme Chat Acceptable Use Policy",
    files: { [TERMS]: NARROWER },
  },
];
const LATER = {
  date: "2024-02-01T10:00:00Z",
  subject: "Record new changes of Beta Privacy Policy",
  files: { [PRIVACY]: "We may sell your data.\n" },
};

let folder: string;
let archive: string;
let workspace: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-cli-"));
  archive = join(folder, "archive");
  workspace = join(folder, "watch");
  await makeArchive(archive, COMMITS);
  succeed(["init", workspace, "--origin", "corrigible.local/test"]);
  succeed(["import", "ota", archive, "--workspace", workspace]);
  succeed(["audit", "--workspace", workspace]);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Name → SHA-256 of every file in a folder. */
function hashes(path: string): Record<string, string> {
  const hash = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(path, name)))
      .digest("hex");
  return Object.fromEntries(
    readdirSync(path)
      .toSorted()
      .map((name) => [name, hash(name)]),
  );
}

function changes(...args: string[]): RecordedChange[] {
  return jsonLines(succeed(["changes", "--workspace", workspace, "--json", ...args]));
}

describe("a watchdog's day", () => {
  test("the ban that was dropped is told with its lead-ins and both versions", () => {
    const [dropped] = changes("--lab", "acme-chat", "--direction", "loosens");
    expect(dropped).toMatchObject({
      kind: "removed",
      subject: "use",
      date: "2024-01-10T10:00:00Z",
      document: "acme-chat/acceptable-use-policy",
      oldVersion: "acme-chat/acceptable-use-policy@0",
      newVersion: "acme-chat/acceptable-use-policy@2",
      old: { text: "Military and warfare", path: ["Rules", "You may not use our models for the following:"] },
    });
    const read = succeed(["changes", "--workspace", workspace]);
    expect(read).toContain("2024-01-10  Acme Chat, Acceptable Use Policy");
    expect(read).toMatch(/LOOSENS what the systems may be used for: clause removed/);
    expect(read).toContain(
      "proofs: corrigible prove acme-chat/acceptable-use-policy@0; corrigible prove acme-chat/acceptable-use-policy@2",
    );
  });

  test("filters by day, both included", () => {
    expect(changes("--since", "2024-01-10", "--until", "2024-01-10")).toHaveLength(1);
    expect(changes("--since", "2024-01-11")).toHaveLength(0);
    expect(changes("--until", "2024-01-09")).toHaveLength(0);
  });

  test("a clause is found with the time it was in force", () => {
    const found = jsonLines(succeed(["search", "military", "--workspace", workspace, "--json"]));
    expect(found).toMatchObject([
      { text: "Military and warfare", since: "2024-01-02T10:00:00Z", until: "2024-01-10T10:00:00Z" },
    ]);
    expect(succeed(["search", "weapon", "--workspace", workspace])).toContain("in force 2024-01-02 – now");
  });

  test.each(["acme-chat/acceptable-use-policy@2", "2", createHash("sha256").update(NARROWER).digest("hex")])(
    "prove %s, verified in another folder",
    (id) => {
      const proof = join(folder, "one.proof");
      succeed(["prove", id, "--workspace", workspace, "--out", proof]);
      expect(succeed(["verify", proof], { cwd: tmpdir() })).toContain("Acme Chat, Acceptable Use Policy of 2024-01-10");
    },
  );

  test("verify is content with an untouched workspace, and exits 1 after a change of one byte", () => {
    expect(JSON.parse(succeed(["verify", "--json", "--workspace", workspace]))).toMatchObject({ ok: true, entries: 4 });
    const copy = join(folder, "altered");
    succeed(["init", copy, "--origin", "corrigible.local/altered"]);
    succeed(["import", "ota", archive, "--workspace", copy]);
    const blobs = join(copy, "evidence", "blobs");
    const [sub = ""] = readdirSync(blobs);
    const [name = ""] = readdirSync(join(blobs, sub));
    appendFileSync(join(blobs, sub, name), "x");
    const { code, stdout, stderr } = corrigible(["verify", "--workspace", copy]);
    expect(code).toBe(1);
    expect(stdout).toContain(join("blobs", sub, name));
    expect(stderr).toMatch(/^corrigible: 1 problem found in .*\n$/);
  });

  test("verify tells what an import left in few lines, and exits 1 where the checkpoint is gone", () => {
    const copy = join(folder, "leftovers");
    succeed(["init", copy]);
    cpSync(join(workspace, "evidence", "blobs"), join(copy, "evidence", "blobs"), { recursive: true });
    for (const name of ["ab", "cd"]) mkdirSync(join(copy, "evidence", "blobs", name), { recursive: true });
    const told = succeed(["verify", "--workspace", copy]);
    expect(told.match(/^note: blobs/gm)).toHaveLength(3);
    expect(told).toContain(
      "note: and 2 more files of an interrupted or a running import\nAll is as recorded: 0 entries",
    );
    rmSync(join(copy, "evidence", "checkpoint"));
    const { code, stdout } = corrigible(["verify", "--workspace", copy]);
    expect([code, stdout]).toEqual([1, "checkpoint: missing; nothing else can be checked without it\n"]);
  });

  test("commands find the workspace upwards, by option and by variable", () => {
    expect(succeed(["changes"], { cwd: join(workspace, "evidence") })).toContain("LOOSENS");
    expect(succeed(["--workspace", workspace, "changes"])).toContain("LOOSENS");
    expect(succeed(["changes"], { env: { CORRIGIBLE_WORKSPACE: workspace } })).toContain("LOOSENS");
  });
});

describe("what is repeated", () => {
  test("a second import adds only what is new, a second audit reads only that", async () => {
    const grown = join(folder, "grown");
    const repository = join(folder, "growing");
    await makeArchive(repository, COMMITS);
    succeed(["init", grown, "--origin", "corrigible.local/test"]);
    const run = (...args: string[]): unknown => JSON.parse(succeed([...args, "--json", "--workspace", grown]));
    expect(run("import", "ota", repository)).toMatchObject({ versions: 3, logSize: 4 });
    expect(run("audit")).toMatchObject({ documents: 2, versions: 3, loosens: 1 });
    expect(run("import", "ota", repository)).toMatchObject({ versions: 0, logSize: 4 });
    expect(run("audit")).toMatchObject({ documents: 0, versions: 0, loosens: 1 });
    rmSync(repository, { recursive: true });
    await makeArchive(repository, [...COMMITS, LATER]);
    expect(run("import", "ota", repository)).toMatchObject({ versions: 1, logSize: 6 });
    const { stderr } = corrigible(["changes", "--workspace", grown]);
    expect(stderr).toBe("corrigible: the index is behind the evidence log; run corrigible audit to bring it up\n");
    expect(corrigible(["export", join(folder, "behind"), "--workspace", grown])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the index is behind the evidence log; run corrigible audit first") as string,
    });
    expect(existsSync(join(folder, "behind"))).toBe(false);
    expect(run("audit")).toMatchObject({ documents: 1, versions: 2, loosens: 2 });
    succeed(["export", join(folder, "grown-one"), "--workspace", grown]);
    run("rebuild");
    succeed(["export", join(folder, "grown-two"), "--workspace", grown]);
    expect(hashes(join(folder, "grown-two"))).toEqual(hashes(join(folder, "grown-one")));
  });

  test("rebuild gives the same export, byte for byte", () => {
    const [before, after] = [join(folder, "before"), join(folder, "after")];
    succeed(["export", before, "--workspace", workspace]);
    succeed(["rebuild", "--workspace", workspace]);
    succeed(["export", after, "--workspace", workspace]);
    expect(hashes(after)).toEqual(hashes(before));
    const tables = [
      "documents",
      "versions",
      "clauses",
      "changes",
      "findings",
      "measures",
      "assessments",
      "comparisons",
    ];
    const described = [
      "checkpoint",
      "checksums.txt",
      "codebook.md",
      "croissant.json",
      "datapackage.json",
      "dataset.jsonld",
    ];
    expect(Object.keys(hashes(after)).toSorted()).toEqual(
      [
        ...tables.flatMap((name) => ["csv", "jsonl", "parquet"].map((ending) => `${name}.${ending}`)),
        "annotations.jsonl",
        "control.bods.json",
        "control.ftm.json",
        ...described,
      ].toSorted(),
    );
  });

  test("an export says of its files what they are", () => {
    const tables = join(folder, "tables");
    succeed(["export", tables, "--workspace", workspace]);
    const descriptor = JSON.parse(readFileSync(join(tables, "datapackage.json"), "utf8")) as {
      resources: { path: string; hash: string; bytes: number; schema?: { fields: { name: string }[] } }[];
    };
    const found = hashes(tables);
    for (const { path, hash, bytes, schema } of descriptor.resources) {
      expect(hash).toBe(`sha256:${found[path]}`);
      expect(bytes).toBe(readFileSync(join(tables, path)).byteLength);
      const header = readFileSync(join(tables, path), "utf8").split("\n", 1)[0];
      expect(schema === undefined || header === schema?.fields.map(({ name }) => name).join(",")).toBe(true);
    }
    succeed(["export", tables, "--workspace", workspace]);
    expect(hashes(tables)).toEqual(found);
  });

  test("an export never replaces what is not its own", () => {
    const foreign = join(folder, "foreign");
    mkdirSync(foreign);
    writeFileSync(join(foreign, "thesis.txt"), "mine");
    const { code, stderr } = corrigible(["export", foreign, "--workspace", workspace]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("is not empty and no earlier export")]);
    expect(readdirSync(foreign)).toEqual(["thesis.txt"]);
  });

  test("an export is not replaced when something of the user's lies beside it", () => {
    const tables = join(folder, "annotated");
    succeed(["export", tables, "--workspace", workspace]);
    writeFileSync(join(tables, "notes.txt"), "mine");
    const { code, stderr } = corrigible(["export", tables, "--workspace", workspace]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("notes.txt is no part of the earlier export")]);
    expect(readFileSync(join(tables, "notes.txt"), "utf8")).toBe("mine");
  });

  test("equal clocks and inputs give equal roots", () => {
    const root = (): string => {
      const other = mkdtempSync(join(folder, "root-"));
      succeed(["init", other]);
      return (JSON.parse(succeed(["import", "ota", archive, "--json", "--workspace", other])) as { root: string }).root;
    };
    expect(root()).toBe(root());
  });
});
