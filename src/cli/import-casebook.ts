import { resolve } from "node:path";
import { Command } from "commander";
import { importCasebook } from "../pipeline/index.ts";
import { CASEBOOK_FOLDER, readCasebook } from "../sources/index.ts";
import type { Context } from "./context.ts";
import { count } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible import casebook [DIR]` */
export function importCasebookCommand(context: Context): Command {
  return new Command("casebook")
    .description("Records a casebook, sourced facts about labs that people wrote down: each record under its id.")
    .argument("[dir]", "a folder of LAB/THEME.yaml (default: the casebook that comes with Corrigible)")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExamples:\n  corrigible import casebook\n  corrigible import casebook my-casebook\n")
    .action((dir: string | undefined, { json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const casebook =
        dir === undefined ? readCasebook(CASEBOOK_FOLDER, "casebook") : readCasebook(resolve(context.cwd, dir), dir);
      const summary = importCasebook(workspace, casebook, context.clock);
      context.stdout.write(json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    });
}

function formatSummary({ recorded, unchanged, logSize, root }: ReturnType<typeof importCasebook>): string {
  const log = `The log has ${count(logSize, "entry", "entries")}, root ${root}.\n`;
  if (recorded === 0) return `Nothing new: ${count(unchanged, "record")} unchanged. ${log}`;
  const known = unchanged === 0 ? "" : `, ${unchanged.toLocaleString("en-US")} unchanged`;
  return `Recorded ${count(recorded, "record")}${known}. ${log}Next: corrigible audit\n`;
}
