import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { BIN, type Ran } from "../helpers/corrigible.ts";
import { hashFiles } from "../helpers/files.ts";
import { type Held, startHeld } from "../helpers/held.ts";
import { runHere } from "../helpers/in-process.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

/** Texts of the second archive: enough that its import takes a while. */
const MANY = 800;

let folder: string;
let workspace: string;
/** An archive with many new texts. */
let more: string;
/** The workspace as it was before any test. */
let pristine: string;
let tests = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-backup-"));
  pristine = join(folder, "pristine");
  more = join(folder, "more");
  initWorkspace(pristine, "corrigible.local/backup", { services: { Acme: { lab: "acme" } }, labs: {} });
  workspace = pristine;
  const rules = (month: number): string => `# Rules\n\nYou may not build bombs.\n\nWe answer within ${month} days.\n`;
  const months = Array.from({ length: 6 }, (_, at) => at + 1);
  await makeArchive(
    join(folder, "archive"),
    months.map((month) => commit("Rules", `2024-0${month}-10`, rules(month))),
  );
  await makeArchive(
    more,
    Array.from({ length: MANY }, (_, at) =>
      commit(`Terms ${at % 50}`, `2025-01-${String(1 + (at % 28)).padStart(2, "0")}`, `# Terms\n\nClause ${at}.\n`),
    ),
  );
  writeFileSync(join(pristine, "tripwires.yaml"), WIRES);
  await succeed("import", "ota", join(folder, "archive"));
  await succeed("audit");
  const account = ["user", "add", "Ada", "--role", "reviewer", "--password-stdin", "--workspace", pristine];
  const { status } = spawnSync(BIN, account, { input: "kettle-orbit-velvet-93-marsh\n" });
  if (status !== 0) throw new Error("no account was made");
  await succeed("tripwire", "run", "--since", "2020-01-01");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  workspace = join(folder, `watch-${tests++}`);
  cpSync(pristine, workspace, { recursive: true });
});

const WIRES = `tripwires:
  - { name: any, when: change, notify: [public] }
channels:
  public: { feed: public/alerts, title: Alerts }
`;

function commit(terms: string, day: string, text: string): Parameters<typeof makeArchive>[1][number] {
  const subject = `Record new changes of Acme ${terms}`;
  return { date: `${day}T10:00:00Z`, subject, files: { [`Acme/${terms}.md`]: text } };
}

const NOW = "2026-08-01T00:00:00Z";
const run = (...args: readonly string[]): Promise<Ran> =>
  runHere(args.includes("restore") ? args : [...args, "--workspace", workspace], { cwd: folder, now: NOW });
async function succeed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}
async function refuse(args: readonly string[], exit: number, said: RegExp): Promise<void> {
  const { code, stderr } = await run(...args);
  expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringMatching(said) });
  expect(stderr.trim().split("\n")).toHaveLength(1);
}
const named = (name: string): string => join(folder, `${name}-${tests}`);
/** Starts a command that stands still at these moments. */
const start = (args: readonly string[], ...moments: readonly (readonly [string, number])[]): Held =>
  startHeld(args[0] === "restore" ? args : [...args, "--workspace", workspace], {
    file: named("held"),
    moments,
    now: NOW,
  });
const sizeOf = (backup: string): number =>
  (JSON.parse(readFileSync(join(backup, "backup.json"), "utf8")) as { size: number }).size;

/** What `export` writes, file by file. */
async function exported(name: string): Promise<Map<string, string>> {
  const tables = named(name);
  await succeed("export", tables);
  return hashFiles(tables);
}

test("the rehearsal: backed up while an import runs, wrecked, restored; it verifies, and exports the same bytes", async () => {
  const before = await exported("before");
  const backup = named("backup");
  const child = start(["import", "ota", more], ["/blobs/", 200], ["/evidence/checkpoint", 0]);
  // Texts are stored, and no entry names them yet.
  await child.standsStill();
  await succeed("backup", backup, "--with-key");
  child.goOn();
  // Tiles are there, and no checkpoint names them yet.
  await child.standsStill();
  const during = named("during");
  await succeed("backup", during, "--with-key");
  expect([sizeOf(backup), sizeOf(during)]).toEqual([7, 7]);
  child.goOn();
  // Also while the append ends.
  while (child.process.exitCode === null) {
    await succeed("backup", during, "--with-key");
    await turn();
  }
  expect(await child.ended()).toBe(0);
  await succeed("audit");
  const after = await exported("after");

  // The worst day: half of the disk is gone.
  const evidence = join(workspace, "evidence");
  const lost = readdirSync(evidence, { recursive: true, encoding: "utf8" }).filter((_, at) => at % 2 === 0);
  for (const name of lost) if (existsSync(join(evidence, name))) rmSync(join(evidence, name), { recursive: true });
  rmSync(join(workspace, "keys"), { recursive: true });
  rmSync(join(workspace, "index"), { recursive: true });
  expect((await run("verify")).code).not.toBe(0);

  for (const [place, size] of [
    [backup, 7],
    [during, sizeOf(during)],
  ] as const) {
    workspace = named(`restored-${size}`);
    expect(await succeed("restore", place, workspace)).toContain("The key that signs the log is there.");
    expect(await succeed("verify")).toContain(`All is as recorded: ${size.toLocaleString("en-US")} entries`);
    expect(await succeed("user", "list")).toContain("Ada");
    await succeed("audit");
    expect([7, 7 + MANY + 1]).toContain(size);
    expect(await exported(`exported-${size}`)).toEqual(size === 7 ? before : after);
    expect(await succeed("tripwire", "run")).toContain("0 deliveries made");
    // It goes on: the import that was running is repeated, and ends in the same answers.
    await succeed("import", "ota", more);
    await succeed("audit");
    expect((await exported(`again-${size}`)).get("versions.csv")).toBe(after.get("versions.csv"));
    rmSync(workspace, { recursive: true });
  }
});

test("a folder gets what is new: texts and full tiles are not copied again; a file is whole, its owner's alone", async () => {
  const backup = named("backup");
  await succeed("backup", backup);
  const inode = (): number[] =>
    readdirSync(join(backup, "evidence/blobs"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".zst"))
      .map((name) => statSync(join(backup, "evidence/blobs", name)).ino);
  const first = inode();
  await succeed("import", "ota", more);
  const second = JSON.parse(await succeed("backup", backup, "--json")) as Record<string, unknown>;
  expect(second).toMatchObject({ entries: 7 + MANY + 1, texts: 6 + MANY, hasKey: false });
  expect(inode()).toEqual(expect.arrayContaining(first));
  // Bundles and hash tiles of six full ones, the partial ones, the level above.
  const { copied } = second as { copied: number };
  expect(copied).toBe(MANY + readdirTiles(backup));
  expect(JSON.parse(await succeed("backup", backup, "--json"))).toMatchObject({ copied: 0 });
  expect(statSync(backup).mode & 0o777).toBe(0o700);
  expect(existsSync(join(backup, ".unfinished"))).toBe(false);
});

const readdirTiles = (backup: string): number =>
  readdirSync(join(backup, "evidence/tile"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .length;

test("the key comes along only where it is asked for; without it a log is read and proved, never added to", async () => {
  const backup = named("backup");
  expect(await succeed("backup", backup)).toMatch(/is not in it\. Without keys\/log\.key .* can never be added to/);
  expect(existsSync(join(backup, "keys"))).toBe(false);
  const key = readFileSync(join(workspace, "keys/log.key"));
  workspace = named("restored");
  expect(await succeed("restore", backup, workspace)).toContain("put it into keys/log.key");
  await succeed("audit");
  expect(await succeed("prove", "acme/rules@0")).toContain("c2sp.org/tlog-proof");
  await refuse(["import", "ota", more], 2, /log\.key is missing: the key that signs the log/);

  workspace = join(folder, `watch-${tests - 1}`);
  expect(await succeed("backup", backup, "--with-key")).toContain("keep it as you keep the key");
  expect(readFileSync(join(backup, "keys/log.key"))).toEqual(key);
  expect(statSync(join(backup, "keys/log.key")).mode & 0o777).toBe(0o600);
  // A later one without the option leaves what is there, and says so.
  expect(await succeed("backup", backup)).toContain("The key that signs the log is in it");
});

test("one file: packed, restored, the same; one that is there, cut or altered is refused", async () => {
  const file = `${named("backup")}.zip`;
  await succeed("backup", file, "--with-key");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  await refuse(["backup", file], 2, /is there already; name a new file/);
  const log = hashFiles(join(workspace, "evidence"));
  const restored = named("restored");
  await succeed("restore", file, restored);
  expect(hashFiles(join(restored, "evidence"))).toEqual(log);
  const files = [...hashFiles(restored).keys()].filter((name) => !name.startsWith("evidence"));
  expect(files).toEqual([
    "accounts/accounts.sqlite",
    "corrigible.yaml",
    "keys/log.key",
    "state/alerts.sqlite",
    "state/evidence.lock",
    "tripwires.yaml",
  ]);

  const bytes = readFileSync(file);
  const at = bytes.indexOf("name: any");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(`${file}.altered`, bytes);
  await refuse(
    ["restore", `${file}.altered`, named("altered")],
    1,
    /nothing is restored: tripwires\.yaml is not as it was/,
  );
  truncateSync(file, bytes.length - 100);
  await refuse(["restore", file, named("cut")], 2, /is no backup/);
  expect(existsSync(named("cut"))).toBe(false);
});

test("an altered backup restores nothing, and says which file", async () => {
  const backup = named("backup");
  await succeed("backup", backup);
  const [blob = ""] = readdirSync(join(backup, "evidence/blobs"), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".zst"),
  );
  const restored = named("restored");
  for (const [path, said] of [
    [`evidence/blobs/${blob}`, /\.zst is damaged/],
    ["evidence/tile/entries/000.p/7", /entry \d in .* is damaged/],
    ["evidence/checkpoint", /checkpoint is damaged/],
    ["state/alerts.sqlite", /alerts\.sqlite is not as it was/],
  ] as const) {
    const kept = readFileSync(join(backup, path));
    const bytes = Buffer.from(kept);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
    writeFileSync(join(backup, path), bytes);
    const { code, stderr } = await run("restore", backup, restored);
    expect({ path, code, stderr }).toMatchObject({ stderr: expect.stringMatching(said) });
    expect([1, 3]).toContain(code);
    expect(existsSync(restored)).toBe(false);
    writeFileSync(join(backup, path), kept);
  }
  await succeed("restore", backup, restored);
});

test("nothing is rolled back: not over a folder, not behind what readers have seen, not in the backup itself", async () => {
  const backup = named("backup");
  await succeed("backup", backup, "--with-key");
  const old = named("old");
  cpSync(workspace, old, { recursive: true });
  await succeed("import", "ota", more);
  const seen = join(workspace, "evidence/checkpoint");
  await refuse(
    ["restore", backup, workspace],
    2,
    /is not empty; restore into a new folder .*--seen takes: .*checkpoint/,
  );
  const restored = named("restored");
  await refuse(
    ["restore", backup, restored, "--seen", seen],
    1,
    /ends at entry 7, and readers have seen 808\. .* a rollback: .*every witness refuses .*--without-key/,
  );
  expect(await succeed("restore", backup, restored, "--seen", seen, "--without-key")).toContain("is not there");
  expect(existsSync(join(restored, "keys"))).toBe(false);

  // The newest is restored; a log that went back does not go over it.
  await succeed("backup", backup, "--with-key");
  await succeed("restore", backup, named("newest"), "--seen", seen);
  workspace = old;
  await refuse(["backup", backup], 2, /is newer than this log of 7: the log was rolled back/);
  await succeed("import", "ota", join(folder, "archive"));
  await refuse(["restore", backup, named("other"), "--seen", join(backup, "backup.json")], 2, /--seen: no checkpoint/);

  // Another history under the same key.
  await makeArchive(named("fork"), [commit("Fork", "2025-03-01", "# Fork\n\nAnother.\n")]);
  await succeed("import", "ota", named("fork"));
  await refuse(
    ["restore", backup, named("fork-restored"), "--seen", join(old, "evidence/checkpoint")],
    1,
    /was forked/,
  );
});

test("what is no place for a backup is refused: the workspace, folders of others, another log's backup", async () => {
  await refuse(["backup", workspace], 2, /holds the workspace itself/);
  await refuse(["backup", join(workspace, "evidence", "x")], 2, /is the workspace's own/);
  await refuse(["backup", folder], 2, /holds the workspace itself|is not empty and no earlier backup/);
  await refuse(["backup", join(folder, "archive")], 2, /is not empty and no earlier backup/);
  await refuse(["restore", join(folder, "archive"), named("restored")], 2, /holds no backup/);
  await refuse(["restore", join(folder, "nowhere"), named("restored")], 2, /there is no such file/);
  const backup = named("backup");
  await succeed("backup", backup);
  workspace = named("another");
  initWorkspace(workspace, "corrigible.local/another");
  await refuse(["backup", backup], 2, /is of another log than corrigible\.local\/another/);
  expect(sizeOf(backup)).toBe(7);
});

test("killed at any moment, what is there stays a backup, and the next run completes it", async () => {
  const backup = named("backup");
  await succeed("backup", backup, "--with-key");
  await succeed("import", "ota", more);
  for (const [round, [part, count]] of MOMENTS.entries()) {
    appendFileSync(join(workspace, "tripwires.yaml"), `# ${round}\n`);
    const child = start(["backup", backup, "--with-key"], [part, count]);
    await child.standsStill();
    await child.kill();
    const restored = named(`restored-${round}`);
    const size = round < 3 ? 7 : 7 + MANY + 1;
    expect(await succeed("restore", backup, restored)).toContain(`with ${size} entries`);
    rmSync(restored, { recursive: true });
  }
  expect(JSON.parse(await succeed("backup", backup, "--json"))).toMatchObject({ entries: 7 + MANY + 1 });
});

/** Before which file a backup is killed: texts, tiles, the checkpoint, and from there on the settings. */
const MOMENTS = [
  ["/blobs/", 300],
  ["/tile/", 5],
  ["/evidence/checkpoint", 0],
  ["/backup.json", 0],
  ["/tripwires.yaml", 0],
  ["/accounts.sqlite", 0],
  ["/backup.json", 1],
] as const;

test("of two at once in one place the second is refused, and the first is whole", async () => {
  const [folderOf, fileOf, restored] = [named("backup"), `${named("backup")}.zip`, named("restored")];
  const from = named("from");
  await succeed("backup", from);
  for (const args of [
    ["backup", folderOf],
    ["backup", fileOf],
    ["restore", from, restored],
  ]) {
    const child = start(args, ["/evidence/checkpoint", 0]);
    await child.standsStill();
    await refuse(
      args,
      3,
      /^corrigible: cannot (back up|restore) to .*another process \(pid \d+\) is working on it; wait/,
    );
    child.goOn();
    expect(await child.ended()).toBe(0);
  }
  await succeed("restore", folderOf, named("of-folder"));
  await succeed("restore", fileOf, named("of-file"));
  workspace = restored;
  await succeed("verify");
  expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("what is backed up can be restored: links, hidden files, names of any letters", async () => {
  const settings = join(workspace, "corrigible.yaml");
  const elsewhere = named("settings");
  renameSync(settings, elsewhere);
  symlinkSync(elsewhere, settings);
  mkdirSync(join(workspace, "tracked"));
  for (const name of [".a.yaml", "tracked/.gitkeep", "tracked/Ümläut (2).yaml"])
    writeFileSync(join(workspace, name), "[]\n");
  symlinkSync(named("nowhere"), join(workspace, "dangling.yaml"));
  for (const place of [named("backup"), `${named("backup")}.zip`]) {
    await succeed("backup", place);
    const restored = named(place.endsWith(".zip") ? "of-file" : "of-folder");
    await succeed("restore", place, restored);
    expect(readFileSync(join(restored, "corrigible.yaml"))).toEqual(readFileSync(elsewhere));
    expect(readdirSync(join(restored, "tracked"))).toEqual([".gitkeep", "Ümläut (2).yaml"]);
    expect(readdirSync(restored).filter((name) => name.endsWith(".yaml"))).toEqual([
      ".a.yaml",
      "corrigible.yaml",
      "tripwires.yaml",
    ]);
  }
  writeFileSync(join(workspace, "tracked/a:b.yaml"), "[]\n");
  await refuse(["backup", named("unfit")], 2, /a:b\.yaml has a name that a backup cannot have; rename it/);
});

test("a backup that names files elsewhere is refused", async () => {
  const backup = named("backup");
  await succeed("backup", backup);
  const manifest = JSON.parse(readFileSync(join(backup, "backup.json"), "utf8")) as { files: Record<string, string[]> };
  const outside = named("outside");
  writeFileSync(outside, "");
  const files = { ...manifest.files, [`../${basename(outside)}`]: [createHash("sha256").digest("hex")] };
  writeFileSync(join(backup, "backup.json"), JSON.stringify({ ...manifest, files }));
  await refuse(["restore", backup, named("restored")], 3, /backup\.json is damaged/);
  expect(existsSync(named("restored"))).toBe(false);
});

test("settings that go while a backup is made are no backup", async () => {
  const backup = named("backup");
  const child = start(["backup", backup], ["/evidence/checkpoint", 0]);
  await child.standsStill();
  rmSync(join(workspace, "corrigible.yaml"));
  child.goOn();
  expect(await child.ended()).toBe(2);
  expect(existsSync(join(backup, "backup.json"))).toBe(false);
});
