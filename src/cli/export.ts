import { resolve } from "node:path";
import { Command } from "commander";
import { exportIndex } from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible export DIR` */
export function exportCommand(context: Context): Command {
  return new Command("export")
    .description(
      "Writes documents, versions, clauses, changes, findings, measures, assessments and comparisons as CSV, JSON lines and " +
        "Parquet, who controls whom as BODS and FollowTheMoney, quotes as Web Annotations, and what describes and identifies it all: codebook, data package, " +
        "schema.org and Croissant metadata, checksums, the log's checkpoint.",
    )
    .argument("<dir>", "a new or empty folder, or an earlier export, which is replaced")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible export tables\n")
    .action(async (dir: string, { json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const summary = await exportIndex(workspace, resolve(context.cwd, dir));
      const rows = Object.entries(summary.rows).map(([table, amount]) => `${amount.toLocaleString("en-US")} ${table}`);
      context.stdout.write(json ? `${JSON.stringify(summary)}\n` : `Wrote ${summary.folder}: ${rows.join(", ")}.\n`);
    });
}
