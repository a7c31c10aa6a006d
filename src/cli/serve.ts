import { Command, InvalidArgumentError } from "commander";
import { serveWorkspace } from "../server/index.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Port where nobody names one. */
export const DEFAULT_PORT = 4080;
const PORT_MAX = 65_535;

interface ServeCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
}

/** `corrigible serve` */
export function serveCommand(context: Context): Command {
  return new Command("serve")
    .description("Serves the dashboard: every page from the index, every number with the way to its proof. Read only.")
    .option("--port <number>", "port to listen at; 0: any that is free", parsePort, DEFAULT_PORT)
    .option("--host <address>", "address to listen at (default: this machine only)", "127.0.0.1")
    .option("--public-url <url>", "address under which readers reach it, for permanent links", parsePublicUrl)
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible serve --port 8080\n")
    .action(async ({ port, host, publicUrl }: ServeCommandOptions, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const server = await serveWorkspace(workspace, {
        port,
        host,
        publicUrl: publicUrl ?? null,
        onDefect: reportDefect(context),
      });
      context.stdout.write(`Serving ${oneLine(workspace.folder)} at ${server.url}\nStop it with Ctrl-C.\n`);
      await server.closed;
    });
}

/** Writes a page's failure to standard error, with the address on one line. */
export function reportDefect({ stderr }: Context): (address: string, error: unknown) => void {
  return (address, error) => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stderr.write(`corrigible: a defect of Corrigible at ${oneLine(address)}, please report it: ${stack}\n`);
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
