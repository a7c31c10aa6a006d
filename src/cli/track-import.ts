import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Command } from "commander";
import { stringify } from "yaml";
import { documentOf, type LabTable } from "../model/index.ts";
import {
  type DeclaredRow,
  parseOtaDeclaration,
  parseTracked,
  readTracked,
  SHIPPED_TRACKED_FOLDER,
  type Tracked,
  TRACKED_FOLDER,
} from "../sources/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { count, oneLine } from "./terminal.ts";
import { checkPages, readWatched } from "./watched.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Bytes of a declaration or of its history. */
const FILE_BYTES_MAX = 5_000_000;

/** `corrigible track import [FILE...]` */
export function trackImportCommand(context: Context): Command {
  return new Command("import")
    .description(
      "Adds the documents that come with Corrigible: usage policies, terms, privacy, charters, safety frameworks, transparency " +
        "pages of the labs. Or those of Open Terms Archive declarations, Service.json, with Service.history.json where it lies " +
        "beside: the file's name is the service, as in the archive, so that import ota and watch make one history.",
    )
    .argument("[file...]", "declarations, one a service (default: the documents that come with Corrigible)")
    .addOption(workspaceOption())
    .addHelpText(
      "after",
      "\nExamples:\n  corrigible track import && corrigible track lint\n  corrigible track import declarations/ChatGPT.json\n",
    )
    .action((files: readonly string[], _: unknown, command: Command) => runImport(context, files, command));
}

interface Declared {
  readonly lab: string;
  readonly document: string;
  readonly yaml: string;
  readonly tracked: Tracked;
  readonly notices: readonly string[];
}

async function runImport(context: Context, files: readonly string[], command: Command): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const known = new Set(readWatched(workspace).map(keyOf));
  const declarations = files.filter((file) => !file.endsWith(".history.json"));
  const all =
    files.length === 0
      ? readShipped(workspace.labTable)
      : declarations.flatMap((file) => readFile(resolve(context.cwd, file), file, workspace.labTable));
  // All are checked before any is written.
  for (const { tracked } of all) await checkPages(tracked);
  const added = all.filter(({ tracked }) => !known.has(keyOf(tracked)));
  mkdirSync(join(workspace.folder, TRACKED_FOLDER), { recursive: true });
  for (const [lab, ones] of Map.groupBy(added, (one) => one.lab)) {
    const path = join(workspace.folder, TRACKED_FOLDER, `${lab}.yaml`);
    const text = ones.map(({ yaml }) => yaml).join("\n");
    appendFileSync(path, existsSync(path) ? `\n${text}` : text);
    for (const { document, tracked } of ones) {
      context.stdout.write(`${document} in ${TRACKED_FOLDER}/${lab}.yaml: ${count(tracked.pages.length, "page")}\n`);
    }
  }
  for (const notice of added.flatMap(({ notices }) => notices))
    context.stderr.write(`corrigible: ${oneLine(notice)}\n`);
  const left = all.length - added.length;
  const kept = left === 0 ? "" : `, ${left} tracked already and left as they are`;
  context.stdout.write(`${count(added.length, "document")} added${kept}. Next: corrigible watch --once\n`);
}

const keyOf = ({ service, terms }: Tracked): string => `${service}\n${terms}`;

function readFile(path: string, shown: string, labTable: LabTable): Declared[] {
  if (!existsSync(path)) throw new UserError(`${shown} is not there; name a declaration, Service.json`);
  const name = basename(path, ".json");
  const beside = path.replace(/\.json$/, ".history.json");
  const earlier = beside !== path && existsSync(beside) ? readText(beside, beside) : undefined;
  const rows = parseOtaDeclaration({ name, text: readText(path, shown), earlier }, shown);
  return rows.map((one) => declare(one, shown, labTable));
}

function readShipped(labTable: LabTable): Declared[] {
  return readTracked(SHIPPED_TRACKED_FOLDER).map(({ service, terms, pages, render, place }) => {
    const url = pages.map((one) => one.url);
    const row = { service, terms, url: url.length === 1 ? url[0] : url, ...(render ? { render } : {}) };
    return declare({ row, notices: [] }, place, labTable);
  });
}

function declare({ row, notices }: DeclaredRow, shown: string, labTable: LabTable): Declared {
  const yaml = stringify([row]);
  const { lab, document } = documentOf(labTable, row.service, row.terms);
  const [tracked] = parseTracked(yaml, lab, `${shown}, ${row.terms}`);
  if (!tracked) throw new Error("a row of one document has one");
  return { lab, document, yaml, tracked, notices };
}

function readText(path: string, shown: string): string {
  const bytes = readFileSync(path);
  if (bytes.byteLength > FILE_BYTES_MAX) throw new UserError(`${shown} is longer than ${FILE_BYTES_MAX} bytes`);
  return bytes.toString("utf8");
}
