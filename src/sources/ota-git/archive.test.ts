import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ArchiveCommit, makeArchive } from "../../../test/helpers/ota-archive.ts";
import { type OtaArchive, openOtaArchive, peekHead, type PlannedVersion } from "../index.ts";

const COMMITS: readonly ArchiveCommit[] = [
  { date: "2024-01-01T00:00:00Z", subject: "Initial commit", files: { "README.md": "Read me\n", LICENSE: "ODbL\n" } },
  {
    date: "2024-01-02T10:00:00+02:00",
    subject: "First record of DALL·E Terms of Service\n\nThis version was recorded after extracting",
    files: { "DALL·E/Terms of Service.md": "Be kind.\n" },
  },
  {
    date: "2023-12-24T00:00:00Z",
    subject: "Apply technical or declaration upgrade on DALL·E Terms of Service",
    files: { "DALL·E/Terms of Service.md": "Be  kind.\n" },
  },
  {
    date: "2024-01-03T00:00:00Z",
    subject: "Record new changes of DALL·E Terms of Service",
    files: { "DALL·E/Terms of Service.md": "Be kind.\n" },
  },
];

let folder: string;
let cacheDir: string;
let bare: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-ota-"));
  cacheDir = join(folder, "state", "archives");
  bare = join(folder, "bare");
  await makeArchive(bare, COMMITS);
});

afterAll(() => rmSync(folder, { recursive: true }));

function git(...args: string[]): string {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** Opens an archive, does something, closes it. */
async function using<T>(location: string, job: (archive: OtaArchive) => Promise<T>): Promise<T> {
  const archive = await openOtaArchive(location, { cacheDir });
  try {
    return await job(archive);
  } finally {
    await archive.close();
  }
}

function plan(location: string): Promise<PlannedVersion[]> {
  return using(location, (archive) => archive.plan(() => false));
}

/** The versions of an archive made of these commits, as "cause path". */
async function planned(name: string, commits: readonly ArchiveCommit[]): Promise<string[]> {
  await makeArchive(join(folder, name), commits);
  return (await plan(join(folder, name))).map(({ cause, path }) => `${cause} ${path}`);
}

/** Path → text of every planned version, in order. */
function readAll(location: string): Promise<string[]> {
  return using(location, async (archive) => {
    const versions = await archive.plan(() => false);
    const texts = new Map<string, string>();
    for await (const { blobId, bytes } of archive.read(versions)) {
      expect(texts.has(blobId)).toBe(false);
      texts.set(blobId, Buffer.from(bytes).toString());
    }
    return versions.map(({ path, blobId }) => `${path}: ${texts.get(blobId)}`);
  });
}

const record = (files: ArchiveCommit["files"], more: Partial<ArchiveCommit> = {}): ArchiveCommit => ({
  date: "2024-01-01T00:00:00Z",
  subject: "Record new changes of A B",
  files,
  ...more,
});

const longText = (at: number): string => `${at} `.repeat(200_000);

describe("what an archive holds", () => {
  test("versions in git order, though dates run backwards, with commit, date in UTC, cause and names", async () => {
    const ids = git("-C", bare, "log", "--reverse", "--format=%H", "main").split("\n");
    const path = "DALL·E/Terms of Service.md";
    const names = { path, service: "DALL·E", terms: "Terms of Service" };
    const [kind, spaced] = [
      git("-C", bare, "rev-parse", `main:${path}`),
      git("-C", bare, "rev-parse", `main~1:${path}`),
    ];
    await using(bare, async (archive) => {
      expect(archive.repository).toBe(ids[0]);
      expect(archive.head).toBe(ids[3]);
      expect(await archive.plan(() => false)).toEqual([
        { commit: ids[1], date: "2024-01-02T08:00:00Z", cause: "first-record", blobId: kind, ...names },
        { commit: ids[2], date: "2023-12-24T00:00:00Z", cause: "technical-upgrade", blobId: spaced, ...names },
        { commit: ids[3], date: "2024-01-03T00:00:00Z", cause: "change", blobId: kind, ...names },
      ]);
    });
    expect(await readAll(bare)).toEqual([`${path}: Be kind.\n`, `${path}: Be  kind.\n`, `${path}: Be kind.\n`]);
  });

  test("only what is not known is planned", async () => {
    const [first, , third] = await plan(bare);
    const known = (commit: string, path: string): boolean => `${commit} ${path}` === `${first?.commit} ${first?.path}`;
    expect((await using(bare, (archive) => archive.plan(known))).map(({ commit }) => commit)).toHaveLength(2);
    const all = await using(bare, (archive) => archive.plan((commit) => commit !== third?.commit));
    expect(all).toEqual([third]);
    expect(await using(bare, (archive) => archive.plan(() => true))).toEqual([]);
  });

  test.each([
    ["First record of A B", "first-record"],
    ["Start tracking A B", "first-record"],
    ["Record new changes of A B", "change"],
    ["Update A B", "change"],
    ["Apply technical or declaration upgrade on A B", "technical-upgrade"],
    ["Apply technical or declaration upgrade of A B", "technical-upgrade"],
    ["Refilter A B", "technical-upgrade"],
    ["Remove mojibake", "technical-upgrade"],
    ["", "technical-upgrade"],
    [":100644 100644 0 0 M", "technical-upgrade"],
  ])("%j is recorded as %s", async (subject, cause) => {
    const commits = [record({ "A/B.md": "0" }), record({ "A/B.md": "1" }, { subject })];
    expect(await planned("subjects", commits)).toEqual(["change A/B.md", `${cause} A/B.md`]);
  });

  test("names with spaces, quotes, newlines, colons, other scripts; files elsewhere are no texts", async () => {
    const paths = ['A "quoted" one/B.md', "a\nb/c\nd.md", ":x/:y.md", "文心一言/服务条款.md", " / .md", "-A/--b.md"];
    const elsewhere = ["top.md", "A/deeper/B.md", "A/B.txt", "A/B.md.bak", "A/.md", ".github/PULL_REQUEST.md"];
    const files = Object.fromEntries([...paths, ...elsewhere].map((path) => [path, `text of ${path}`]));
    await makeArchive(join(folder, "names"), [record(files)]);
    expect((await readAll(join(folder, "names"))).toSorted()).toEqual(
      paths.map((path) => `${path}: text of ${path}`).toSorted(),
    );
  });

  test("one commit may record several texts; a deleted text is no version; a renamed one is a version of the new path", async () => {
    const text = "The same long text, so that git would see a rename.\n".repeat(10);
    const commits = [
      record({ "A/B.md": text, "A/C.md": "c" }),
      record({ "A/C.md": null }, { subject: "Delete C" }),
      record({ "A/B.md": null, "New/B.md": text }, { subject: "Rename A" }),
    ];
    expect(await planned("moves", commits)).toEqual(["change A/B.md", "change A/C.md", "technical-upgrade New/B.md"]);
  });

  test("every commit of a merged history once, parents first whatever the dates say", async () => {
    const commits = [
      record({ "A/1.md": "1" }, { date: "2024-06-01T00:00:00Z" }),
      record({ "A/2.md": "2" }, { date: "2024-01-01T00:00:00Z" }),
      record({ "A/3.md": "3" }, { date: "2024-01-02T00:00:00Z", parents: [0] }),
      record({}, { subject: "Merge", parents: [1, 2], date: "2024-01-03T00:00:00Z" }),
      record({ "B/1.md": "other root" }, { parents: [], date: "2020-01-01T00:00:00Z" }),
      record({ "A/5.md": "5" }, { parents: [3, 4] }),
    ];
    const versions = await planned("merged", commits);
    expect(versions.toSorted()).toEqual(["A/1", "A/2", "A/3", "B/1"].map((path) => `change ${path}.md`));
    expect(versions.indexOf("change A/1.md")).toBeLessThan(versions.indexOf("change A/2.md"));
    expect(versions.indexOf("change A/1.md")).toBeLessThan(versions.indexOf("change A/3.md"));
    const root = git("-C", join(folder, "merged"), "rev-parse", "main~3");
    expect(await using(join(folder, "merged"), async ({ repository }) => repository)).toBe(root);
  });

  test("a link and a submodule are no texts", async () => {
    const repository = join(folder, "links");
    await makeArchive(repository, [record({ "A/B.md": "text" })]);
    const stream = [
      "commit refs/heads/main\ncommitter A <a@example.org> 0 +0000\ndata 26\nRecord new changes of A BC",
      "from refs/heads/main^0\nM 120000 inline A/Link.md\ndata 11\n/etc/passwd",
      `M 160000 ${"1".repeat(40)} A/Module.md\n`,
    ].join("\n");
    execFileSync("git", ["-C", repository, "fast-import", "--quiet"], { input: stream });
    expect((await plan(repository)).map(({ path }) => path)).toEqual(["A/B.md"]);
  });

  test("reading stops with the reader, and with the archive", async () => {
    const repository = join(folder, "large");
    await makeArchive(
      repository,
      Array.from({ length: 20 }, (_, at) => record({ "A/B.md": longText(at) })),
    );
    await using(repository, async (archive) => {
      const versions = await archive.plan(() => false);
      let read = 0;
      for await (const { bytes } of archive.read(versions)) {
        expect(Buffer.from(bytes).toString()).toBe(longText(read));
        if (++read === 3) break;
      }
      const texts = archive.read(versions);
      await texts.next();
      await archive.close();
      await expect(Array.fromAsync(texts)).rejects.toThrow("aborted");
    });
  });
});

describe("where an archive lies", () => {
  test("bare or with a work tree, as a bundle, behind a URL: the same archive", async () => {
    const [normal, bundle, branch] = ["normal", "all.bundle", "branch.bundle"].map((name) => join(folder, name));
    git("clone", "--quiet", "--no-checkout", bare, normal ?? "");
    git("-C", bare, "bundle", "create", bundle ?? "", "--all");
    git("-C", bare, "bundle", "create", branch ?? "", "main");
    const expected = await plan(bare);
    for (const location of [normal, bundle, branch, pathToFileURL(bare).href]) {
      expect(await peekHead(location ?? "")).toBe(await peekHead(bare));
      expect(await plan(location ?? "")).toEqual(expected);
      expect(await readAll(location ?? "")).toEqual(await readAll(bare));
    }
    expect(readdirSync(normal ?? "")).toEqual([".git"]);
  });

  test("what is new in a bundle or behind a URL is fetched into the copy made before", async () => {
    const source = join(folder, "growing");
    const bundle = join(folder, "growing.bundle");
    const publish = async (commits: readonly ArchiveCommit[]): Promise<void> => {
      await makeArchive(source, commits);
      git("-C", source, "bundle", "create", bundle, "HEAD");
    };
    await publish(COMMITS);
    const before = await Promise.all([plan(bundle), plan(pathToFileURL(source).href)]);
    await publish([...COMMITS, record({ "New/Terms.md": "new" })]);
    for (const [at, location] of [bundle, pathToFileURL(source).href].entries()) {
      const after = await plan(location);
      expect(after.slice(0, -1)).toEqual(before[at]);
      expect(after.at(-1)?.path).toBe("New/Terms.md");
    }
  });

  test("a damaged copy is made anew", async () => {
    const bundle = join(folder, "copied.bundle");
    git("-C", bare, "bundle", "create", bundle, "HEAD");
    const own = join(folder, "own-cache");
    const open = async (): Promise<number> => {
      const archive = await openOtaArchive(bundle, { cacheDir: own });
      return (await Array.fromAsync(archive.read(await archive.plan(() => false)))).length;
    };
    expect(await open()).toBe(2);
    const [copy] = readdirSync(own).map((name) => join(own, name));
    const objects = (): string[] => git("-C", copy ?? "", "rev-list", "--objects", "--all").split("\n");
    const whole = objects();
    const damages: readonly ((dir: string) => void)[] = [
      (dir) => rmSync(join(dir, "objects"), { recursive: true }),
      (dir) => rmSync(join(dir, "HEAD")),
      (dir) => writeFileSync(join(dir, "refs", "heads", "archive"), "nonsense"),
      (dir) => writeFileSync(join(dir, "config"), "[nonsense"),
      (dir) => truncateSync(packOf(dir), 100),
      (dir) => rmSync(packOf(dir)),
      // What a crash in the middle leaves.
      (dir) => {
        rmSync(dir, { recursive: true });
        mkdirSync(join(`${dir}.new`, "objects"), { recursive: true });
      },
    ];
    for (const damage of damages) {
      damage(copy ?? "");
      expect(await open()).toBe(2);
      expect(objects()).toEqual(whole);
      expect(readdirSync(own)).toHaveLength(1);
    }
    // Nothing but reading shows a byte that has turned over in a text; then the copy goes.
    const pack = packOf(copy ?? "");
    const bytes = readFileSync(pack);
    for (const [, size, offset] of git("verify-pack", "-v", pack).matchAll(/ blob +\d+ (\d+) (\d+)$/gm)) {
      bytes.fill(0xff, Number(offset) + Number(size) - 4, Number(offset) + Number(size));
    }
    writeFileSync(pack, bytes);
    await expect(open()).rejects.toThrow("run this again");
    expect(await open()).toBe(2);
  });
});

/** The file that holds all objects of a copy. */
function packOf(dir: string): string {
  const packs = join(dir, "objects", "pack");
  const pack = join(packs, readdirSync(packs).find((name) => name.endsWith(".pack")) ?? "");
  chmodSync(pack, 0o600);
  return pack;
}
