import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The launcher, as a user runs it. */
export const BIN = fileURLToPath(new URL("../../bin/corrigible", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const NOW = "2026-08-01T00:00:00Z";

/** Runs one command line to its end, with the recorder's clock standing still. */
export function corrigible(args: readonly string[], { cwd, env }: RunOptions = {}): Ran {
  const { status, stdout, stderr } = spawnSync(BIN, args, {
    cwd,
    env: { ...process.env, CORRIGIBLE_NOW: NOW, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** As {@link corrigible}, but expects success and gives what was printed. */
export function succeed(args: readonly string[], options: RunOptions = {}): string {
  const { code, stdout, stderr } = corrigible(args, options);
  if (code !== 0) throw new Error(`corrigible ${args.join(" ")} exited ${code}: ${stderr}`);
  return stdout;
}

/** Starts a command line that the test kills. */
export function start(args: readonly string[], { cwd, env }: RunOptions = {}): ChildProcess {
  return spawn(BIN, args, { cwd, env: { ...process.env, CORRIGIBLE_NOW: NOW, ...env }, stdio: "ignore" });
}

/** The lines of output that is one JSON object a line. */
export function jsonLines<T>(stdout: string): T[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
