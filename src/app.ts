import { main } from "./cli/main.ts";
import { EXIT, systemClock } from "./std/index.ts";

/**
 * Puts the program together: the only place that reads the environment, the computer's clock and the process.
 *
 *     CORRIGIBLE_WORKSPACE  the workspace, where --workspace is not given
 *     CORRIGIBLE_READER_URL, CORRIGIBLE_READER_MODEL, CORRIGIBLE_READER_KEY
 *                           the second reader's endpoint, model and key (docs/guide/second-reader.md)
 *     CORRIGIBLE_ALLOW_PRIVATE
 *                           for tests: 1 lets capture and webhooks ask loopback and private addresses
 *     CORRIGIBLE_BROWSER_NO_SANDBOX
 *                           1 lets root render pages made by scripts, in a Chromium without its sandbox
 *     CORRIGIBLE_NOW        the recorder's clock stands still at this time (ISO 8601)
 *     NO_COLOR              no colours
 *     and the variables that tripwires.yaml names, for the secrets of its channels (docs/guide/tripwires.md)
 */

// A reader such as `head` that has seen enough is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.outside));
}

const { CORRIGIBLE_NOW: now, CORRIGIBLE_WORKSPACE: workspace, NO_COLOR: noColor } = process.env;
const { CORRIGIBLE_READER_URL: url, CORRIGIBLE_READER_MODEL: model, CORRIGIBLE_READER_KEY: key } = process.env;

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  clock: systemClock,
  now: now || undefined,
  workspace: workspace || undefined,
  allowPrivate: process.env["CORRIGIBLE_ALLOW_PRIVATE"] === "1",
  browserWithoutSandbox: process.env["CORRIGIBLE_BROWSER_NO_SANDBOX"] === "1",
  secret: (name) => process.env[name],
  reader: { url: url || undefined, model: model || undefined, key: key || undefined },
  color: !noColor && process.stdout.isTTY,
});
