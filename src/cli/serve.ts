import { Command, InvalidArgumentError } from "commander";
import { openExistingAccounts } from "../accounts/index.ts";
import type { MetricsAddress } from "../observe/index.ts";
import { openProvider, type ServeOptions, serveWorkspace } from "../server/index.ts";
import type { Context } from "./context.ts";
import { metricsOption, startMetrics } from "./metrics-option.ts";
import { oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Port where nobody names one. */
export const DEFAULT_PORT = 4080;
const PORT_MAX = 65_535;

interface ServeCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
  readonly accounts?: true;
  readonly behindProxy?: true;
  readonly metrics?: MetricsAddress;
}

/** `corrigible serve` */
export function serveCommand(context: Context): Command {
  return new Command("serve")
    .description(
      "Serves the dashboard: every page from the index, every number with the way to its proof. For readers alone, unless --accounts.",
    )
    .option("--port <number>", "port to listen at; 0: any that is free", parsePort, DEFAULT_PORT)
    .option("--host <address>", "address to listen at (default: this machine only)", "127.0.0.1")
    .option("--public-url <url>", "address under which readers reach it, for permanent links", parsePublicUrl)
    .option("--accounts", "let the accounts of corrigible user sign in, to review and to answer")
    .option("--behind-proxy", "one proxy stands in front: a visitor's address is the last of X-Forwarded-For")
    .addOption(metricsOption())
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible serve --port 8080\n")
    .action(async (options: ServeCommandOptions, command: Command) => {
      const { port, host, publicUrl = null, accounts, behindProxy: isBehindProxy = false } = options;
      const workspace = openNamedWorkspace(context, command);
      const provider = accounts
        ? openProvider(workspace, {
            secret: context.secret,
            allowPrivate: context.allowPrivate,
            onProblem: (why) => context.log.warn("a sign-in by the provider failed", { why }),
          })
        : null;
      const store = accounts ? openExistingAccounts(workspace.accountsPath, context.clock) : null;
      const metrics = await startMetrics(context, workspace, options.metrics);
      try {
        const server = await serveWorkspace(workspace, {
          port,
          host,
          publicUrl,
          onDefect: reportDefect(context),
          onRequest: ({ id: request, ...rest }) => {
            context.log.info("request", { request, ...rest });
            metrics?.countRequest(rest);
          },
          accounts: store && { store, isBehindProxy, provider },
        });
        context.log.info("serving", { url: server.url, workspace: workspace.folder });
        context.stdout.write(`Serving ${oneLine(workspace.folder)} at ${server.url}\nStop it with Ctrl-C.\n`);
        if (metrics) context.stdout.write(`Metrics at ${metrics.url}\n`);
        await server.closed;
      } finally {
        metrics?.close();
        store?.database.close();
      }
    });
}

/** Tells of a page's failure, in the log and on standard error, with the address on one line. */
export function reportDefect({ stderr, log, logTakesStderr }: Context): ServeOptions["onDefect"] {
  return (address, error, request) => {
    log.error("a page failed", { request, path: address.replace(/\?.*/s, ""), error });
    if (logTakesStderr) return;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const where = `${oneLine(address)} (request ${request})`;
    stderr.write(`corrigible: a defect of Corrigible at ${where}, please report it: ${stack}\n`);
  };
}

/** Throws what commander shows for an option that cannot be read. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > PORT_MAX) throw new InvalidArgumentError(`a port is 0 to ${PORT_MAX}`);
  return port;
}

/** An address without a slash at its end. Throws what commander shows for anything else. */
export function parsePublicUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("it is an address such as https://audits.example.org");
  }
  return new URL(text).href.replace(/\/$/, "");
}
