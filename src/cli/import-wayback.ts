import { Command } from "commander";
import { declaredUrls, importWayback, type WaybackDocument, type Workspace } from "../pipeline/index.ts";
import { loadArchives, parseEndpoint, type Tracked, WAYBACK_DEFAULT } from "../sources/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { parseDay, parseLimit } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { count } from "./terminal.ts";
import { readWatched } from "./watched.ts";
import { openCapturing } from "./capturing.ts";
import { readSoftware } from "./version.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Captures of one document that are asked for, and between two of them, in milliseconds: an archive is a library. */
const AT_MOST = 50;
const DELAY_MS = 4_000;

interface Options {
  readonly tracked?: true;
  readonly endpoint?: string;
  readonly since?: string;
  readonly until?: string;
  readonly atMost?: number;
  readonly delay?: number;
  readonly json?: true;
}

/** `corrigible import wayback URL…` */
export function importWaybackCommand(context: Context): Command {
  return new Command("wayback")
    .description(
      "Asks a web archive for its captures of tracked documents, one after the other, and records every text that differs " +
        "from the one before it, dated by its capture.",
    )
    .argument("[urls...]", "addresses of tracked documents")
    .option("--tracked", "all tracked documents")
    .option("--endpoint <url>", `the archive (default: wayback in corrigible.yaml, or ${WAYBACK_DEFAULT})`)
    .option("--since <day>", "only captures of this day in UTC and later", parseDay)
    .option("--until <day>", "only captures of this day in UTC and earlier", parseDay)
    .option(
      "--at-most <n>",
      `captures of each document, spread over all that there are (default: ${AT_MOST})`,
      parseLimit,
    )
    .option("--delay <milliseconds>", `between two requests (default: ${DELAY_MS})`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a document")
    .addHelpText("after", "\nExample:\n  corrigible import wayback --tracked --since 2023-01-01 && corrigible audit\n")
    .action((urls: string[], options: Options, command: Command) => run(context, urls, options, command));
}

async function run(context: Context, urls: readonly string[], options: Options, command: Command): Promise<void> {
  const { since, until, atMost = AT_MOST, delay = DELAY_MS, json } = options;
  if (since !== undefined && until !== undefined && since > until) throw new UserError("exchange --since and --until");
  const workspace = openNamedWorkspace(context, command);
  const tracked = await choose(workspace, urls, options);
  const endpoint = parseEndpoint(options.endpoint ?? workspace.wayback ?? WAYBACK_DEFAULT);
  const software = await readSoftware();
  const capturing = await openCapturing(context, delay);
  const progress = showProgress(context);
  const { clock } = context;
  try {
    const settings = { endpoint, fetcher: capturing.fetcher, software, clock, since, until, atMost, ...progress };
    let recorded = 0;
    // Each is told as soon as it is done: a run takes minutes, and what was recorded stays.
    for (const one of tracked) {
      const done = await importWayback(workspace, one, settings);
      progress.stop();
      recorded += done.captures.recorded ?? 0;
      context.stdout.write(json ? `${JSON.stringify(done)}\n` : formatDocument(done));
    }
    if (!json) context.stdout.write(recorded === 0 ? "Nothing new.\n" : "Next: corrigible audit\n");
  } finally {
    progress.stop();
    await capturing.close();
  }
}

/** The documents that the user named. Throws a UserError for an address that is none of a tracked document. */
async function choose(workspace: Workspace, urls: readonly string[], { tracked }: Options): Promise<Tracked[]> {
  if ((urls.length === 0) === (tracked === undefined))
    throw new UserError("give addresses, or --tracked for all documents");
  const all = readWatched(workspace);
  if (tracked) {
    if (all.length === 0) throw new UserError("nothing is tracked; add a page with corrigible track add URL");
    return all;
  }
  const { pageKey } = await loadArchives();
  const keys = new Set(urls.map((url) => pageKey(url)));
  for (const url of urls) {
    const key = pageKey(url);
    if (key !== null && all.some((one) => declaredUrls(one).some((page) => pageKey(page) === key))) continue;
    throw new UserError(`${url} is no page of a tracked document; add it with corrigible track add URL`);
  }
  return all.filter((one) => declaredUrls(one).some((page) => keys.has(pageKey(page))));
}

function formatDocument({ document, listed, asked, incomplete, captures }: WaybackDocument): string {
  const { recorded = 0, known = 0, ...none } = captures;
  const others = Object.entries(none).map(([outcome, times]) => `, ${times} ${outcome}`);
  const paired =
    incomplete === 0 ? "" : `  ${count(incomplete, "capture")} of one page without another of its pages within a day\n`;
  return `${document}: ${count(listed, "capture")} listed, ${asked} asked for: ${recorded} new, ${known} known${others.join("")}\n${paired}`;
}
