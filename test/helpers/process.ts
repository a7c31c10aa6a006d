import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import type { Process } from "../../src/cli/main.ts";

/** What a command line came to. */
export interface RanHere {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of the program `main` in this process; gives what it wrote. */
export async function runWith(
  main: (args: readonly string[], outer: Process) => Promise<number>,
  args: readonly string[],
  outer: Partial<Process>,
): Promise<RanHere> {
  let [stdout, stderr] = ["", ""];
  const code = await main(
    args,
    makeProcess({
      stdout: { write: (text) => (stdout += String(text)) },
      stderr: { write: (text) => (stderr += String(text)) },
      ...outer,
    }),
  );
  return { code, stdout, stderr };
}

/** What a test gives a command line that it runs in its own process: nothing from outside, but what `outer` names. */
export function makeProcess(outer: Partial<Process>): Process {
  return {
    stdin: Readable.from([]),
    stdout: { write: () => true },
    stderr: { write: () => true },
    cwd: tmpdir(),
    clock: () => new Date(),
    now: undefined,
    logSettings: undefined,
    tracesEndpoint: undefined,
    workspace: undefined,
    database: undefined,
    secret: () => undefined,
    onStop: () => {},
    allowPrivate: false,
    browserWithoutSandbox: false,
    reader: { url: undefined, model: undefined, key: undefined },
    color: false,
    ...outer,
  };
}
