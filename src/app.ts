import { main } from "./cli/main.ts";
import { EXIT, systemClock } from "./std/index.ts";

/**
 * Puts the program together: the only place that reads the environment, the computer's clock and the process.
 *
 *     CORRIGIBLE_WORKSPACE  the workspace, where --workspace is not given
 *     CORRIGIBLE_DATABASE   the PostgreSQL database that holds the index (docs/guide/scale.md)
 *     CORRIGIBLE_READER_URL, CORRIGIBLE_READER_MODEL, CORRIGIBLE_READER_KEY
 *                           the second reader's endpoint, model and key (docs/guide/second-reader.md)
 *     CORRIGIBLE_ALLOW_PRIVATE
 *                           for tests: 1 lets capture, webhooks and sign-in ask loopback and private addresses
 *     CORRIGIBLE_BROWSER_NO_SANDBOX
 *                           1 lets root render pages made by scripts, in a Chromium without its sandbox
 *     CORRIGIBLE_NOW        the recorder's clock stands still at this time (ISO 8601)
 *     CORRIGIBLE_LOG        the operator's log: LEVEL or LEVEL:FILE (docs/guide/operations.md)
 *     OTEL_EXPORTER_OTLP_ENDPOINT
 *                           where traces go (docs/guide/operations.md); its library reads the other variables of that name
 *     AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
 *                           the keys of the store that the log lies in (docs/guide/scale.md)
 *     NO_COLOR              no colours
 *     and the variables that tripwires.yaml and corrigible.yaml name, for the secrets of channels (docs/guide/tripwires.md) and of
 *     the provider to sign in by (docs/guide/accounts.md)
 */

// A reader such as `head` that has seen enough is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.outside));
}

const { CORRIGIBLE_NOW: now, CORRIGIBLE_WORKSPACE: workspace, NO_COLOR: noColor } = process.env;
const { CORRIGIBLE_READER_URL: url, CORRIGIBLE_READER_MODEL: model, CORRIGIBLE_READER_KEY: key } = process.env;

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  clock: systemClock,
  now: now || undefined,
  tracesEndpoint: process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] || undefined,
  logSettings: process.env["CORRIGIBLE_LOG"] || undefined,
  workspace: workspace || undefined,
  database: process.env["CORRIGIBLE_DATABASE"] || undefined,
  allowPrivate: process.env["CORRIGIBLE_ALLOW_PRIVATE"] === "1",
  browserWithoutSandbox: process.env["CORRIGIBLE_BROWSER_NO_SANDBOX"] === "1",
  secret: (name) => process.env[name],
  onStop: (then) => ["SIGTERM", "SIGINT"].forEach((signal) => process.once(signal, then)),
  reader: { url: url || undefined, model: model || undefined, key: key || undefined },
  color: !noColor && process.stdout.isTTY,
});
