import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExample, writeExampleArchive } from "../../src/pipeline/example.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { BIN, succeed } from "./corrigible.ts";

/** The dashboard as a user runs it, over a workspace of its own. */
export interface Served {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  readonly workspace: string;
  /** What it has written to standard error: defects of pages. */
  readonly complaints: () => string;
  stop(): void;
}

/** Audits the example lab and the casebook, and serves them. Takes some ten seconds. */
export async function serveExample(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "corrigible-served-"));
  const workspace = await auditExample(folder);
  return serve(workspace, () => rmSync(folder, { recursive: true, force: true }));
}

/** Audits the example lab and the casebook in a new workspace under `folder`; gives its path. Takes some ten seconds. */
export async function auditExample(folder: string): Promise<string> {
  const workspace = join(folder, "watch");
  const example = readExample();
  await writeExampleArchive(example, join(folder, "archive"));
  initWorkspace(workspace, "corrigible.local/served", example.labTable);
  for (const args of [["import", "ota", join(folder, "archive")], ["import", "casebook"], ["audit"]]) {
    succeed([...args, "--workspace", workspace]);
  }
  return workspace;
}

/** Serves a workspace that is there; `onStop` runs after the server has been told to end. */
export async function serve(
  workspace: string,
  onStop: () => void = () => {},
  options: readonly string[] = [],
): Promise<Served> {
  const args = ["serve", "--port", "0", "--workspace", workspace, ...options];
  const child = spawn(BIN, args, { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  return {
    url: await addressOf(child, () => complaints),
    workspace,
    complaints: () => complaints,
    stop() {
      child.kill();
      onStop();
    },
  };
}

function addressOf(child: ChildProcess, complaints: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      const [url] = /http:\/\/\S+/.exec(told) ?? [];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`serve exited ${code}: ${complaints()}`)));
  });
}
