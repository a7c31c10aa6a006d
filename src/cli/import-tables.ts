import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { describeUnknown, importTables, type TableImport, type TableSource } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { readBytes } from "./read-text.ts";
import { count, oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface Described {
  readonly description: string;
  readonly example: string;
}

const SOURCES: Readonly<Record<TableSource, Described>> = {
  fmti: {
    description: "Records scores and indicators of the Foundation Model Transparency Index (CC BY 4.0).",
    example: "fmti October2023_scores.csv May2024_scores.csv Dec2025_scores.csv",
  },
  aiid: {
    description: "Records the incidents of an AI Incident Database snapshot (CC BY-SA 4.0).",
    example: "aiid incidents.csv",
  },
  epoch: {
    description: "Records Epoch AI's tables of models, companies, chips and capabilities (CC BY 4.0).",
    example: "epoch notable_ai_models.csv epoch_capabilities_index.csv",
  },
  bods: {
    description: "Records who controls whom, as statements of the Beneficial Ownership Data Standard 0.4.",
    example: "bods oversight.json",
  },
};

/** `corrigible import fmti|aiid|epoch|bods FILE…` */
export function importTablesCommand(context: Context, source: TableSource): Command {
  const { description, example } = SOURCES[source];
  return new Command(source)
    .description(`${description} All files or none.`)
    .argument("<files...>", "files, or a folder, of which the files that the source knows are taken")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", `\nExample:\n  corrigible import ${example}\n`)
    .action((paths: string[], { json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const { files, skipped } = collect(source, paths, context.cwd);
      const summary = importTables(workspace, source, files, context.clock);
      context.stdout.write(json ? `${JSON.stringify({ ...summary, skipped })}\n` : formatSummary(summary, skipped));
    });
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Skipped {
  readonly name: string;
  /** To stand after the name: "no table that import fmti reads". */
  readonly what: string;
}

interface Collected {
  readonly files: readonly NamedFile[];
  readonly skipped: readonly Skipped[];
}

/** The files that the user named, and those of the folders that are of the source. */
function collect(source: TableSource, paths: readonly string[], cwd: string): Collected {
  const parts = paths.map((path): Collected => {
    const full = resolve(cwd, path);
    if (statSync(full, { throwIfNoEntry: false })?.isDirectory()) return collectFolder(source, full, path);
    return { files: [{ name: basename(full), bytes: readBytes(full) }], skipped: [] };
  });
  return { files: parts.flatMap(({ files }) => files), skipped: parts.flatMap(({ skipped }) => skipped) };
}

/** Files of one folder: all tables of all sources together have fewer than this. */
const FOLDER_FILES_MAX = 1_000;

function collectFolder(source: TableSource, folder: string, shown: string): Collected {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  if (entries.length > FOLDER_FILES_MAX) throw new UserError(`${shown} has more than ${FOLDER_FILES_MAX} files`);
  const files: NamedFile[] = [];
  const skipped: Skipped[] = [];
  for (const name of entries.map((entry) => entry.name).toSorted()) {
    const file = { name, bytes: readBytes(join(folder, name)) };
    const what = describeUnknown(source, file);
    if (what === null) files.push(file);
    else skipped.push({ name, what });
  }
  if (files.length === 0) throw new UserError(`no file of the folder ${shown} is a table that import ${source} reads`);
  return { files, skipped };
}

function formatSummary(summary: TableImport, skipped: readonly Skipped[]): string {
  const { files, recorded, unchanged, logSize, root } = summary;
  const log = `The log has ${count(logSize, "entry", "entries")}, root ${root}.`;
  const known = unchanged === 0 ? "" : `, ${unchanged} known before`;
  const done = recorded === 0 ? "Nothing new." : `Recorded ${count(recorded, "file")}${known}.`;
  return [
    ...skipped.map(({ name, what }) => `Skipped ${oneLine(name)}: ${oneLine(what)}`),
    ...files.flatMap(({ name, table, facts, leftOut }) => [
      `${oneLine(name)}${table === name ? "" : ` (${oneLine(table)})`}: ${count(facts, "fact")}`,
      ...formatLeftOut(leftOut),
    ]),
    `${done} ${log}`,
    "",
  ].join("\n");
}

/** Reasons that are printed for one file; `--json` gives all. */
const REASONS_SHOWN = 5;

function formatLeftOut(leftOut: Readonly<Record<string, number>>): string[] {
  const reasons = Object.entries(leftOut).toSorted(([, a], [, b]) => b - a);
  const lines = reasons.slice(0, REASONS_SHOWN).map(([why, times]) => `  left out ${times}: ${oneLine(why)}`);
  const more = reasons.length - lines.length;
  return more > 0 ? [...lines, `  and for ${count(more, "more reason")}; --json names them`] : lines;
}
