import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeLock } from "../../src/std/index.ts";
import { corrigible, start, succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

const KILLS = 30;
const VERSIONS = 80;

let folder: string;
let archive: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-crash-"));
  archive = join(folder, "archive");
  await makeArchive(
    archive,
    Array.from({ length: VERSIONS }, (_, at) => ({
      date: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().replace(".000", ""),
      subject: `Record new changes of Acme Policy ${at % 6}`,
      files: { [`Acme/Policy ${at % 6}.md`]: policy(at) },
    })),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A policy of some 8 kB whose rules move with `at`. */
function policy(at: number): string {
  const rules = Array.from({ length: 80 }, (_, rule) => {
    const days = 10 + ((at * 7 + rule) % 40);
    return `* You must not use feature ${rule} without telling us within ${days} days, whatever your plan says.`;
  });
  return `# Policy\n\n${rules.filter((_, rule) => (rule + at) % 11 !== 0).join("\n")}\n`;
}

function makeWorkspace(name: string): string {
  const workspace = join(folder, name);
  succeed(["init", workspace, "--origin", "corrigible.local/crash"]);
  return workspace;
}

/** Root of the log and the descriptor of the export, which holds a hash of every file. */
function stateOf(workspace: string): { readonly root: string; readonly tables: string } {
  const { root } = JSON.parse(succeed(["verify", "--json", "--workspace", workspace])) as { root: string };
  const tables = `${workspace}-tables`;
  succeed(["export", tables, "--workspace", workspace]);
  return { root, tables: readFileSync(join(tables, "datapackage.json"), "utf8") };
}

/** Runs a command line and kills it after some time; true if it had ended before. */
async function killAfter(ms: number, args: readonly string[]): Promise<boolean> {
  const child = start(args);
  const ended = once(child, "exit");
  await Promise.race([ended, wait(ms)]);
  child.kill("SIGKILL");
  const [code] = (await ended) as [number | null];
  return code === 0;
}

/** Kills the command line at moments spread over its work until it ends by itself; gives how often it was killed. */
async function killRepeatedly(args: readonly string[], lastsMs: number, kills: number): Promise<number> {
  for (let killed = 0; killed < kills; killed++) {
    // Spread evenly from where the work starts to its end, in another order than time.
    const part = ((killed * 7) % kills) / kills;
    if (await killAfter(lastsMs * (0.4 + 0.55 * part), args)) return killed;
  }
  succeed(args);
  return kills;
}

test(`killed at ${KILLS} moments and resumed, import and audit end as if they had not been`, async () => {
  const commands = (workspace: string): [string[], string[]] => [
    ["import", "ota", archive, "--workspace", workspace],
    ["audit", "--workspace", workspace],
  ];
  const time = (args: string[]): number => {
    const began = performance.now();
    succeed(args);
    return performance.now() - began;
  };
  const whole = makeWorkspace("whole");
  const [importMs, auditMs] = commands(whole).map(time) as [number, number];
  const expected = stateOf(whole);
  const killed = { import: 0, audit: 0 };
  for (let round = 0; killed.import < KILLS / 2 || killed.audit < KILLS / 2; round++) {
    const workspace = makeWorkspace(`killed-${round}`);
    const [importing, auditing] = commands(workspace);
    killed.import += await killRepeatedly(importing, importMs, Math.max(1, KILLS / 2 - killed.import));
    killed.audit += await killRepeatedly(auditing, auditMs, Math.max(1, KILLS / 2 - killed.audit));
    expect(stateOf(workspace)).toEqual(expected);
  }
});

test("readers go on while another process imports and audits", async () => {
  const workspace = makeWorkspace("read");
  succeed(["import", "ota", archive, "--workspace", workspace]);
  succeed(["audit", "--workspace", workspace]);
  const writer = start(["rebuild", "--workspace", workspace]);
  const ended = once(writer, "exit");
  let reads = 0;
  while (writer.exitCode === null && reads < 8) {
    expect(corrigible(["changes", "--workspace", workspace, "--limit", "1"])).toMatchObject({ code: 0, stderr: "" });
    reads++;
    await wait(1);
  }
  await ended;
  expect(reads).toBeGreaterThan(0);
});

test("an init that was killed before its first mark is repeated, and what is somebody's own is refused", () => {
  const at = (name: string, file: string, text: string): string => {
    const workspace = join(folder, name);
    mkdirSync(join(workspace, "state"), { recursive: true });
    writeFileSync(join(workspace, "state", file), text);
    return workspace;
  };
  succeed(["init", at("killed-init", "0", "")]);
  succeed(["init", at("killed-with-lock", "init.lock.owner", "4711\n")]);
  expect(corrigible(["init", at("own", "notes", "mine")])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("state is there already, but no corrigible.yaml"),
  });
});

test("a second init of one folder touches nothing of the first, and finishes what a killed one left", () => {
  const workspace = join(folder, "two-inits");
  const state = join(workspace, "state");
  const left = join(workspace, "keys", "log.key");
  for (const name of ["state", "keys", "evidence"]) mkdirSync(join(workspace, name), { recursive: true });
  writeFileSync(join(state, "init-unfinished"), "");
  writeFileSync(left, "a key");
  const lock = takeLock(join(state, "init.lock"), "test");
  const second = corrigible(["init", workspace]);
  expect(readFileSync(left, "utf8")).toBe("a key");
  lock.release();
  expect(second).toMatchObject({ code: 3, stderr: expect.stringContaining("is working on it") });
  // As it lies where the process was killed: with the name of its holder.
  writeFileSync(join(state, "init.lock.owner"), "4711\n");
  succeed(["init", workspace]);
  succeed(["verify", "--workspace", workspace]);
});

test.each(["export", "publish"])("a second %s is kept out while one is under way", (command) => {
  const workspace = makeWorkspace(`two-${command}`);
  const lock = takeLock(join(workspace, "state", `${command}.lock`), "test");
  const second = corrigible([command, join(folder, `two-${command}-out`), "--workspace", workspace]);
  lock.release();
  expect(second).toMatchObject({ code: 3, stderr: expect.stringContaining("is working on it") });
});
