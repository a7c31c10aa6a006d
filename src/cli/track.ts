import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { stringify } from "yaml";
import { documentOf } from "../model/index.ts";
import { capturePages, readText } from "../pipeline/index.ts";
import { parseTracked, type Tracked, TRACKED_FOLDER } from "../sources/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { openCapturing } from "./capturing.ts";
import type { Context } from "./context.ts";
import { count, manyLines, oneLine, painter } from "./terminal.ts";
import { checkPages, readWatched } from "./watched.ts";
import { trackImportCommand } from "./track-import.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible track add|import|lint|test` */
export function trackCommand(context: Context): Command {
  const track = new Command("track")
    .description("Declares which pages are watched, in one readable file a lab: tracked/<lab>.yaml of the workspace.")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible track add https://example.com/terms --service Example --terms 'Terms of Service'\n",
    );
  track
    .command("add")
    .description("Adds a page: fetches it, finds its document, and writes the declaration.")
    .argument("<url>", "address of the page")
    .requiredOption("--service <name>", "the service whose document it is, as ChatGPT")
    .requiredOption("--terms <name>", "what the document is, as 'Usage Policies'")
    .option("--select <css...>", "where the document stands in the page, if it is not found by itself")
    .addOption(workspaceOption())
    .action((url: string, options: AddOptions, command: Command) => runAdd(context, url, options, command));
  track.addCommand(trackImportCommand(context));
  track
    .command("lint")
    .description("Checks all declarations, and says of what lab each document is.")
    .addOption(workspaceOption())
    .action((_: unknown, command: Command) => runLint(context, command));
  track
    .command("test")
    .description("Fetches the pages of a document and prints what would be recorded, without recording it.")
    .argument("<document>", "id of the document, as lab/name, as track lint prints it")
    .addOption(workspaceOption())
    .action((document: string, _: unknown, command: Command) => runTest(context, document, command));
  return track;
}

interface AddOptions {
  readonly service: string;
  readonly terms: string;
  readonly select?: readonly string[];
}

async function runAdd(context: Context, url: string, options: AddOptions, command: Command): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const { service, terms, select } = options;
  const { document, lab } = documentOf(workspace.labTable, service, terms);
  const shown = `${TRACKED_FOLDER}/${lab}.yaml`;
  const row = { service, terms, url, ...(select === undefined ? {} : { select }) };
  const [tracked] = parseTracked(stringify([row]), lab, shown);
  if (!tracked) throw new Error("a declaration of one document has one");
  refuseTracked(readWatched(workspace), tracked);
  const { text, notices, isRendered } = await fetchText(context, tracked);
  const declared = stringify([isRendered ? { ...row, render: true } : row]);
  mkdirSync(join(workspace.folder, TRACKED_FOLDER), { recursive: true });
  const path = join(workspace.folder, shown);
  appendFileSync(path, existsSync(path) ? `\n${declared}` : declared);
  for (const notice of notices) context.stderr.write(`corrigible: ${oneLine(notice)}\n`);
  context.stdout.write(`${painter(context)("bold", document)} in ${shown}: ${count(wordsOf(text), "word")} found\n`);
  context.stdout.write(`Begins: ${oneLine(text.slice(0, SHOWN_CHARACTERS))}\nNext: corrigible watch --once\n`);
}

const addressesOf = ({ pages }: Tracked): string => pages.map(({ url }) => url).join(", ");

const SHOWN_CHARACTERS = 160;
const wordsOf = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

function refuseTracked(all: readonly Tracked[], { service, terms }: Tracked): void {
  const other = all.find((one) => one.service === service && one.terms === terms);
  if (other) throw new UserError(`${service}, ${terms} is tracked already, at ${other.place}; change it there`);
}

interface FetchedText {
  readonly text: string;
  readonly notices: readonly string[];
  /** Whether a browser made a page of it. */
  readonly isRendered: boolean;
}

/** The document's text as it stands now. Throws a UserError where a page is none. */
async function fetchText(context: Context, tracked: Tracked): Promise<FetchedText> {
  const capturing = await openCapturing(context);
  try {
    const captures = await capturePages(tracked, capturing);
    const none = captures.find(({ outcome }) => outcome !== "document");
    if (none) {
      const { requested, outcome, detail } = none;
      const outside = outcome === "failed" || outcome === "refused";
      throw new UserError(
        `${oneLine(requested)}: ${outcome}, ${oneLine(detail)}`,
        outside ? EXIT.outside : EXIT.problem,
      );
    }
    const read = await readText(captures, { ...tracked, previous: undefined });
    if (read.text === "")
      throw new UserError(`${addressesOf(tracked)}: no text of a document is found; try --select`, EXIT.problem);
    return { ...read, isRendered: captures.some(({ rendered }) => rendered !== undefined) };
  } finally {
    await capturing.close();
  }
}

async function runLint(context: Context, command: Command): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const all = readWatched(workspace);
  let misplaced = 0;
  for (const one of all) {
    const { service, terms, lab, place, every } = one;
    await checkPages(one);
    const found = documentOf(workspace.labTable, service, terms);
    context.stdout.write(`${found.document}: ${addressesOf(one)}, every ${count(every, "hour")}\n`);
    if (found.lab === lab) continue;
    misplaced++;
    const remedy = `name ${service} under services in corrigible.yaml, or move it to ${TRACKED_FOLDER}/${found.lab}.yaml`;
    context.stderr.write(`corrigible: ${place}: ${service} is of ${found.lab}, the file of ${lab}; ${remedy}\n`);
  }
  if (misplaced > 0) throw new UserError(`${count(misplaced, "document")} in the file of another lab`, EXIT.problem);
  context.stdout.write(`${count(all.length, "document")} tracked\n`);
}

async function runTest(context: Context, document: string, command: Command): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const all = readWatched(workspace);
  const tracked = all.find((one) => documentOf(workspace.labTable, one.service, one.terms).document === document);
  if (!tracked) throw new UserError(`no document "${document}" is tracked; corrigible track lint lists them`);
  const { text, notices } = await fetchText(context, tracked);
  const again = await fetchText(context, tracked);
  for (const notice of notices) context.stderr.write(`corrigible: ${oneLine(notice)}\n`);
  if (again.text !== text) context.stderr.write("corrigible: two captures in a row differ; each would be a version\n");
  context.stdout.write(manyLines(text));
}
