import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { importOta } from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { importArchivesCommand } from "./import-archives.ts";
import { importCasebookCommand } from "./import-casebook.ts";
import { importTablesCommand } from "./import-tables.ts";
import { showProgress } from "./progress.ts";
import { count } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible import SOURCE` */
export function importCommand(context: Context): Command {
  return new Command("import")
    .description("Records a source in the evidence log: what is not there yet, all of it or nothing.")
    .addCommand(importOtaCommand(context))
    .addCommand(importCasebookCommand(context))
    .addCommand(importTablesCommand(context, "fmti"))
    .addCommand(importTablesCommand(context, "aiid"))
    .addCommand(importTablesCommand(context, "epoch"))
    .addCommand(importTablesCommand(context, "bods"))
    .addCommand(importArchivesCommand(context, "warc"))
    .addCommand(importArchivesCommand(context, "wacz"))
    .addHelpText("after", "\nExample:\n  corrigible import ota versions.bundle\n");
}

function importOtaCommand(context: Context): Command {
  return new Command("ota")
    .description("Records the versions of an Open Terms Archive, a git repository of policy documents.")
    .argument("<archive>", "a bundle file, a repository's folder, or a git URL")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible import ota https://github.com/OpenTermsArchive/genai-contrib-versions\n",
    )
    .action(async (archive: string, { json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const progress = showProgress(context);
      try {
        const local = resolve(context.cwd, archive);
        const location = existsSync(local) ? local : archive;
        const summary = await importOta(workspace, { location, clock: context.clock, onProgress: progress.onProgress });
        progress.stop();
        context.stdout.write(json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
      } finally {
        progress.stop();
      }
    });
}

function formatSummary({ versions, paths, logSize, root }: Awaited<ReturnType<typeof importOta>>): string {
  const log = `The log has ${count(logSize, "entry", "entries")}, root ${root}.\n`;
  if (versions === 0) return `Nothing new. ${log}`;
  return `Recorded ${count(versions, "version")} of ${count(paths, "document path")}. ${log}Next: corrigible audit\n`;
}
