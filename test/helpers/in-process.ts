import { main, type Process } from "../../src/cli/main.ts";
import { type RanHere, runWith } from "./process.ts";

/** Runs a command line in this process: for tests with many runs, and where a server of the test must go on answering. */
export function runHere(args: readonly string[], outer: Partial<Process> = {}): Promise<RanHere> {
  return runWith(main, args, outer);
}
