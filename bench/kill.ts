import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BIN, environment, findBundle, inFolder, run } from "./archive.ts";
import type { Measure } from "./run.ts";

/** How often import and audit are killed, together. */
const KILLS = 30;

/** The real archive imported and audited under SIGKILL: the same root and the same tables as without. */
export function benchKill(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const bundle = findBundle();
    const whole = await makeWorkspace(folder, "whole");
    const seconds = [];
    for (const args of commands(bundle, whole)) seconds.push((await run(BIN, args)).seconds);
    const expected = await stateOf(whole);

    let killed = 0;
    let differing = 0;
    for (let round = 0; killed < KILLS; round++) {
      const workspace = await makeWorkspace(folder, `killed-${round}`);
      for (const [at, args] of commands(bundle, workspace).entries()) {
        // Half of the kills fall on each command; the moments spread over all its work.
        const most = at === 0 ? KILLS / 2 - (killed % (KILLS / 2)) : KILLS - killed;
        killed += await killRepeatedly(args, (seconds[at] ?? 0) * 1000, most);
      }
      if ((await stateOf(workspace)) !== expected) differing++;
      rmSync(workspace, { recursive: true });
    }
    return [
      { what: "SIGKILLs during import and audit", value: killed, unit: "", max: null },
      { what: "workspaces that ended differently", value: differing, unit: "", max: 0 },
    ];
  });
}

async function makeWorkspace(folder: string, name: string): Promise<string> {
  const workspace = join(folder, name);
  await run(BIN, ["init", workspace, "--origin", "corrigible.local/bench"]);
  return workspace;
}

function commands(bundle: string, workspace: string): string[][] {
  return [
    ["import", "ota", bundle, "--workspace", workspace],
    ["audit", "--workspace", workspace],
  ];
}

/** Root of the log and hashes of all tables. */
async function stateOf(workspace: string): Promise<string> {
  const { root } = JSON.parse((await run(BIN, ["verify", "--json", "--workspace", workspace])).stdout) as {
    root: string;
  };
  const tables = `${workspace}-tables`;
  await run(BIN, ["export", tables, "--workspace", workspace]);
  const descriptor = readFileSync(join(tables, "datapackage.json"), "utf8");
  rmSync(tables, { recursive: true });
  return `${root}\n${descriptor}`;
}

/** Kills the command up to `most` times, then lets it end; gives how often it was killed. */
async function killRepeatedly(args: readonly string[], lastsMs: number, most: number): Promise<number> {
  for (let killed = 0; killed < most; killed++) {
    const child = spawn(BIN, args, { env: environment(), stdio: "ignore" });
    const ended = once(child, "exit") as Promise<[number | null]>;
    await Promise.race([ended, wait((lastsMs * (killed + 1)) / (most + 1))]);
    child.kill("SIGKILL");
    const [code] = await ended;
    if (code === 0) return killed;
  }
  await run(BIN, args);
  return most;
}
