import { resolve } from "node:path";
import { Command } from "commander";
import { exportIndex, exportWacz } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { parseDay } from "./parse-options.ts";
import { count } from "./terminal.ts";
import { readSoftware } from "./version.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface Options {
  readonly wacz?: string;
  readonly document?: string;
  readonly since?: string;
  readonly json?: true;
}

/** `corrigible export DIR`, `corrigible export --wacz FILE` */
export function exportCommand(context: Context): Command {
  return new Command("export")
    .description(
      "Writes documents, versions, clauses, changes, findings, measures, assessments and comparisons as CSV, JSON lines and " +
        "Parquet, who controls whom as BODS and FollowTheMoney, quotes as Web Annotations, and what describes and identifies it all: codebook, data package, " +
        "schema.org and Croissant metadata, checksums, the log's checkpoint; or all captures as one web archive (WACZ).",
    )
    .argument("[dir]", "a new or empty folder, or an earlier export, which is replaced")
    .option("--wacz <file>", "write the captures in the log, and nothing else, to this new file (.wacz)")
    .option("--document <id>", "with --wacz: only captures of this document, as lab/name")
    .option("--since <day>", "with --wacz: only captures of this day in UTC and later", parseDay)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExamples:\n  corrigible export tables\n  corrigible export --wacz captures.wacz\n")
    .action((dir: string | undefined, options: Options, command: Command) => run(context, dir, options, command));
}

async function run(context: Context, dir: string | undefined, options: Options, command: Command): Promise<void> {
  const { wacz, document, since, json } = options;
  if ((dir === undefined) === (wacz === undefined)) throw new UserError("give a folder for the tables, or --wacz FILE");
  if (wacz === undefined && (document !== undefined || since !== undefined)) {
    throw new UserError("--document and --since choose captures; give --wacz FILE with them");
  }
  const workspace = openNamedWorkspace(context, command);
  const print = (summary: object, text: string): unknown =>
    context.stdout.write(json ? `${JSON.stringify(summary)}\n` : text);
  if (wacz !== undefined) {
    const software = await readSoftware();
    const summary = await exportWacz(workspace, { path: resolve(context.cwd, wacz), document, since, software });
    const { path, captures, records, pages } = summary;
    print(
      summary,
      `Wrote ${path}: ${count(captures, "capture")}, ${count(records, "record")}, ${count(pages, "page")}.\n`,
    );
    return;
  }
  const summary = await exportIndex(workspace, resolve(context.cwd, dir as string));
  const rows = Object.entries(summary.rows).map(([table, amount]) => `${amount.toLocaleString("en-US")} ${table}`);
  print(summary, `Wrote ${summary.folder}: ${rows.join(", ")}.\n`);
}
