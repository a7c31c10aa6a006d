import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeArchive } from "../../../test/helpers/ota-archive.ts";
import { UserError } from "../../std/index.ts";
import { openOtaArchive, peekHead, TEXT_BYTES_MAX } from "../index.ts";

const DATE = "2024-01-01T00:00:00Z";
const FIRST = { date: DATE, subject: "First record of A B", files: { "A/B.md": "first" } };
const SECOND = { date: DATE, subject: "Record new changes of A B", files: { "A/B.md": "second" } };

let folder: string;
let good: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-wrong-ota-"));
  good = join(folder, "good");
  await makeArchive(good, [FIRST, SECOND]);
});

afterAll(() => rmSync(folder, { recursive: true }));

function git(...args: string[]): string {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

async function readEverything(location: string, program?: string): Promise<void> {
  const cacheDir = join(folder, "cache");
  const archive = await openOtaArchive(location, { cacheDir, ...(program === undefined ? {} : { git: program }) });
  await Array.fromAsync(archive.read(await archive.plan(() => false)));
}

/** Reads everything and gives the one line and the exit code with which that was refused. */
async function refusal(location: string, program?: string): Promise<string> {
  const error: unknown = await readEverything(location, program).catch((error: unknown) => error);
  if (!(error instanceof UserError)) throw new Error(`not refused as it should be`, { cause: error });
  expect(error.message).not.toMatch(/\p{Cc}/u);
  return `${error.exitCode} ${error.message.replaceAll(folder, "~")}`;
}

async function archiveOf(name: string, ...commits: Parameters<typeof makeArchive>[1]): Promise<string> {
  await makeArchive(join(folder, name), commits);
  return join(folder, name);
}

function file(name: string, bytes: string | Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

test("a place that is no archive", async () => {
  mkdirSync(join(folder, "empty"));
  mkdirSync(join(good, "inside"));
  expect(await refusal(join(folder, "nowhere"))).toBe("2 no such file or folder: ~/nowhere");
  expect(await refusal(join(folder, "empty"))).toBe("2 ~/empty is not a git repository");
  // A repository around the folder is not what was named.
  expect(await refusal(join(good, "inside"))).toBe("2 ~/good/inside is not a git repository");
  expect(await refusal(file("notes.txt", "notes"))).toBe(
    "2 ~/notes.txt is neither a git bundle nor a repository's folder",
  );
  expect(await refusal("/dev/null")).toBe("2 /dev/null is neither a file nor a folder");
  for (const location of ["", "-x", "--upload-pack=touch x", "a\nb", "a\0b"]) {
    expect(await refusal(location)).toContain("give a bundle file, a repository's folder or a git URL");
  }
  expect(await refusal("ext::sh -c true")).toBe("2 no such file or folder: ext::sh -c true");
  for (const scheme of ["ext", "ftp", "fd", "constructor"]) {
    expect(await refusal(`${scheme}://me:secret@host/x`)).toBe(
      `2 ${scheme}://host/x: an archive is not fetched over ${scheme}; give an https, ssh, git or file URL`,
    );
  }
});

test("a repository that is no archive", async () => {
  expect(await refusal(await archiveOf("no-commits"))).toBe("2 ~/no-commits has no commits, or its HEAD is damaged");
  expect(await refusal(pathToFileURL(join(folder, "no-commits")).href)).toMatch(/^2 .*no-commits has no commits$/);
  const software = await archiveOf(
    "software",
    { date: DATE, subject: "Update README", files: { "README.md": "x" } },
    { date: DATE, subject: "Fix guide", files: { "docs/guide.md": "x" } },
  );
  expect(await refusal(software)).toMatch(/^2 ~\/software: no Open Terms Archive: /);
  git("clone", "--quiet", "--depth=1", pathToFileURL(good).href, join(folder, "shallow"));
  expect(await refusal(join(folder, "shallow"))).toBe(
    "2 ~/shallow is a shallow clone; run git fetch --unshallow in it to get its whole history",
  );
  expect(await refusal(pathToFileURL(join(folder, "shallow")).href)).toMatch(/^3 .*shallow cannot be fetched: /);
});

test("a bundle that is damaged at any place, cut off anywhere, or not whole", async () => {
  const whole = join(folder, "whole.bundle");
  git("-C", good, "bundle", "create", whole, "HEAD");
  await readEverything(whole);
  const bytes = readFileSync(whole);
  for (const length of [0, 10, 30, 80, bytes.indexOf("PACK"), bytes.indexOf("PACK") + 15, bytes.byteLength - 1]) {
    expect(await refusal(file("cut.bundle", bytes.subarray(0, length)))).toMatch(/^2 ~\/cut\.bundle is /);
  }
  for (let at = bytes.indexOf("PACK"); at < bytes.byteLength; at += 23) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    expect(await refusal(file("damaged.bundle", damaged))).toMatch(/^2 ~\/damaged\.bundle is a damaged bundle: \S/);
  }
  git("-C", good, "bundle", "create", join(folder, "later.bundle"), "main~1..main");
  expect(await refusal(join(folder, "later.bundle"))).toBe(
    "2 ~/later.bundle only continues an earlier bundle; make a whole one: git bundle create FILE HEAD",
  );
  git("-C", good, "tag", "one", "main~1");
  git("-C", good, "bundle", "create", join(folder, "tag.bundle"), "one");
  expect(await refusal(join(folder, "tag.bundle"))).toMatch(
    /^2 ~\/tag\.bundle does not say which commit is the newest/,
  );
  const partial = `# v3 git bundle\n@filter=blob:none\n${"1".repeat(40)} HEAD\n\nPACK`;
  expect(await refusal(file("partial.bundle", partial))).toMatch(/^2 ~\/partial\.bundle is a partial bundle/);
  // Refused bundles leave no copies; the one that was read has its own.
  expect(readdirSync(join(folder, "cache"))).toHaveLength(1);
});

test("a text that is not UTF-8, one that is too long, one that is missing", async () => {
  const latin = await archiveOf("latin", FIRST, { ...SECOND, files: { "A/B.md": Uint8Array.of(0x63, 0xe9) } });
  const commit = git("-C", latin, "rev-parse", "main");
  expect(await refusal(latin)).toBe(`2 ~/latin: "A/B.md" of commit ${commit} is not UTF-8; nothing was recorded`);
  const long = await archiveOf(
    "long",
    { ...FIRST, files: { "A/B.md": "x".repeat(TEXT_BYTES_MAX) } },
    {
      ...SECOND,
      files: { "A/B.md": "x".repeat(TEXT_BYTES_MAX + 1) },
    },
  );
  expect(await refusal(long)).toBe(
    `2 ~/long: "A/B.md" of commit ${git("-C", long, "rev-parse", "main")} has 16777217 bytes; at most 16777216 are taken`,
  );
  const holed = await archiveOf("holed", FIRST);
  removeObject(holed, git("-C", holed, "rev-parse", "main:A/B.md"));
  const lacking = git("-C", holed, "rev-parse", "main");
  expect(await refusal(holed)).toBe(`2 ~/holed: "A/B.md" of commit ${lacking} is missing; the repository is damaged`);
});

/** Takes one object out of a repository, whether it lies packed or loose. */
function removeObject(repository: string, id: string): void {
  const packs = join(repository, "objects", "pack");
  const names = readdirSync(packs).filter((name) => name.endsWith(".pack"));
  const bytes = names.map((name) => readFileSync(join(packs, name)));
  rmSync(packs, { recursive: true });
  for (const input of bytes) execFileSync("git", ["-C", repository, "unpack-objects", "-q"], { input });
  rmSync(join(repository, "objects", id.slice(0, 2), id.slice(2)));
}

test("a path that is not UTF-8", async () => {
  const repository = await archiveOf("latin-path", FIRST);
  const stream =
    "commit refs/heads/main\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\n" +
    'from refs/heads/main^0\nM 100644 inline "A/\\351.md"\ndata 1\nx\n';
  execFileSync("git", ["-C", repository, "fast-import", "--quiet"], { input: stream });
  expect(await refusal(repository)).toMatch(/^2 ~\/latin-path: commit [0-9a-f]{40} has a path that is not UTF-8: /);
});

test("git that is missing, a network that fails: exit 3", async () => {
  expect(await refusal(good, join(folder, "no-git"))).toBe("3 ~/no-git cannot be run; install git 2.39 or newer");
  await expect(peekHead(good, { git: join(folder, "no-git") })).rejects.toMatchObject({ exitCode: 3 });
  expect(await refusal("http://me:secret@127.0.0.1:1/archive")).toMatch(
    /^3 http:\/\/127\.0\.0\.1:1\/archive cannot be reached: (?!.*secret).*127\.0\.0\.1/,
  );
  expect(await refusal(pathToFileURL(join(folder, "nowhere")).href)).toMatch(/^3 file:.*nowhere cannot be reached: \S/);
});
