import { main } from "./cli/main.ts";
import { EXIT, systemClock } from "./std/index.ts";

/**
 * Puts the program together: the only place that reads the environment, the computer's clock and the process.
 *
 *     CORRIGIBLE_WORKSPACE  the workspace, where --workspace is not given
 *     CORRIGIBLE_NOW        the recorder's clock stands still at this time (ISO 8601)
 *     NO_COLOR              no colours
 */

// A reader such as `head` that has seen enough is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.outside));
}

const { CORRIGIBLE_NOW: now, CORRIGIBLE_WORKSPACE: workspace, NO_COLOR: noColor } = process.env;

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  clock: systemClock,
  now: now || undefined,
  workspace: workspace || undefined,
  color: !noColor && process.stdout.isTTY,
});
