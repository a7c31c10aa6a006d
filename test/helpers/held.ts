import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

const PRELOAD = new URL("held-child.ts", import.meta.url).href;
const APP = fileURLToPath(new URL("../../dist/app.js", import.meta.url));
/** Longest that a program may take to a moment, in milliseconds: a machine may be busy. */
const MOMENT_MS = 60_000;

/** A running program that stands still at moments its test chose. */
export interface Held {
  readonly process: ChildProcess;
  /** Waits until it stands still. Throws where it ends before. */
  standsStill(): Promise<void>;
  goOn(): void;
  /** Kills it; gives when it is gone. */
  kill(): Promise<void>;
  /** Waits until it ends; gives its exit code. */
  ended(): Promise<number | null>;
}

/**
 * Starts a command line of the built program that stands still before a file with `part` in its path gets its name, when
 * `count` of them have got theirs: one stop for each of `moments`. `file`: a path that nothing else uses.
 */
export function startHeld(
  args: readonly string[],
  { file, moments, now }: { file: string; moments: readonly (readonly [part: string, count: number])[]; now: string },
): Held {
  const env = { ...process.env, CORRIGIBLE_NOW: now, HELD_AT: JSON.stringify(moments), HELD_FILE: file };
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--import", PRELOAD, APP, ...args], {
    env,
    stdio: "ignore",
  });
  // From the start: who asks for an event that was is never told.
  const exit = once(child, "exit");
  return {
    process: child,
    async standsStill() {
      await vi.waitUntil(() => existsSync(file) || child.exitCode !== null, { timeout: MOMENT_MS, interval: 5 });
      if (!existsSync(file)) throw new Error(`${args.join(" ")} ended with ${child.exitCode} before its moment`);
    },
    goOn: () => rmSync(file),
    async kill() {
      child.kill("SIGKILL");
      await exit;
      rmSync(file, { force: true });
    },
    ended: async () => ((await exit) as [number | null])[0],
  };
}
