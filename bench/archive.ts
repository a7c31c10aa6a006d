import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../src/std/errors.ts";

/** The launcher, as a user runs it. */
export const BIN = fileURLToPath(new URL("../bin/corrigible", import.meta.url));

/** The real archive's bundle. Throws where CORRIGIBLE_DATA does not name it. */
export function findBundle(): string {
  const data = process.env["CORRIGIBLE_DATA"];
  const bundle = resolve(data ?? "", "archives", "genai-contrib-versions.bundle");
  if (data === undefined || !existsSync(bundle)) {
    throw new UserError("CORRIGIBLE_DATA must name the folder that holds archives/genai-contrib-versions.bundle");
  }
  return bundle;
}

/** Runs a job in a folder that is removed afterwards. */
export async function inFolder<T>(job: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "corrigible-bench-"));
  try {
    return await job(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Ran {
  readonly seconds: number;
  /** Peak resident memory in MB; 0 where the system does not tell. */
  readonly peakMb: number;
  /** Seconds of CPU of the process and its threads, up to the last look; 0 where the system does not tell. */
  readonly cpuSeconds: number;
  readonly stdout: string;
}

/** How often the memory of a running command is read, in milliseconds. */
const SAMPLE_MS = 20;

/** Runs a program to its end, with the recorder's clock standing still. Throws where it fails. */
export async function run(program: string, args: readonly string[]): Promise<Ran> {
  const began = performance.now();
  const child = spawn(program, args, { env: environment(), stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  let [peakMb, cpuSeconds] = [0, 0];
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, readPeakMb(child.pid));
    cpuSeconds = Math.max(cpuSeconds, readCpuSeconds(child.pid));
  }, SAMPLE_MS);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(sampling);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} exited ${code}`);
  return { seconds: (performance.now() - began) / 1000, peakMb, cpuSeconds, stdout: Buffer.concat(chunks).toString() };
}

export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CORRIGIBLE_NOW: "2026-08-01T00:00:00Z" };
}

/** The kernel keeps the peak itself (VmHWM): only the time after the last look is missed. */
export function readPeakMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Ticks of the kernel's clock a second: 100 on every Linux. */
const TICKS = 100;

/** Seconds of processors that a process with all its threads has had, 0 where it is gone: user and system time, fields 14 and 15 of proc(5) stat; the second field is a name in brackets. */
export function readCpuSeconds(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

/** Seconds that git takes to print every version's difference word by word: what a person would read instead. */
export function timeGitLog(repository: string): number {
  const began = performance.now();
  const { status } = spawnSync("git", ["-C", repository, "log", "-p", "--word-diff=plain", "--no-merges"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`git log in ${repository} exited ${status}`);
  return (performance.now() - began) / 1000;
}
