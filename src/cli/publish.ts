import { resolve } from "node:path";
import { Command } from "commander";
import { publishSite } from "../server/index.ts";
import type { Context } from "./context.ts";
import { showProgress } from "./progress.ts";
import { parsePublicUrl } from "./serve.ts";
import { count, oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface PublishOptions {
  readonly publicUrl?: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

/** `corrigible publish DIR` */
export function publishCommand(context: Context): Command {
  return new Command("publish")
    .description(
      "Writes the dashboard as files that any host serves, under any path: pages, proofs, texts, the log's tiles, and a " +
        "search that runs in the browser. Equal logs give equal bytes.",
    )
    .argument("<dir>", "a new or empty folder, or an earlier copy, which is replaced")
    .option("--public-url <url>", "address under which readers will reach it, for permanent links", parsePublicUrl)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible publish site --public-url https://audits.example.org\n")
    .action(async (dir: string, { publicUrl, json }: PublishOptions, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const progress = showProgress(context);
      try {
        const summary = await publishSite(workspace, resolve(context.cwd, dir), {
          publicUrl: publicUrl ?? null,
          onProgress: progress.onProgress,
        });
        progress.stop();
        const { folder, files, bytes, root } = summary;
        const size = `${(bytes / MEGABYTE).toFixed(1)} MB`;
        context.stdout.write(
          json
            ? `${JSON.stringify(summary)}\n`
            : `Wrote ${oneLine(folder)}: ${count(files, "file")}, ${size}, of the log with root ${root}.\n`,
        );
      } finally {
        progress.stop();
      }
    });
}
