import { tmpdir } from "node:os";
import { main, type Process } from "../../src/cli/main.ts";
import type { Ran } from "./corrigible.ts";

/** Runs a command line in this process: for tests with many runs, and where a server of the test must go on answering. */
export async function runHere(args: readonly string[], outer: Partial<Process> = {}): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const code = await main(args, {
    stdout: { write: (text) => (stdout += String(text)) },
    stderr: { write: (text) => (stderr += String(text)) },
    cwd: tmpdir(),
    clock: () => new Date(),
    now: undefined,
    workspace: undefined,
    secret: () => undefined,
    allowPrivate: false,
    browserWithoutSandbox: false,
    reader: { url: undefined, model: undefined, key: undefined },
    color: false,
    ...outer,
  });
  return { code, stdout, stderr };
}
