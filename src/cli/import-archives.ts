import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { type ArchiveSummary, importArchives } from "../pipeline/index.ts";
import { type ArchiveSlice, loadWacz } from "../sources/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { showProgress } from "./progress.ts";
import { errorCode } from "./read-text.ts";
import { count, oneLine } from "./terminal.ts";
import { readWatched } from "./watched.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

const KINDS = {
  warc: {
    what: "WARC files, plain or with each record gzipped",
    example: "warc crawl-2024.warc.gz",
    slices: async (path: string, shown: string): Promise<ArchiveSlice[]> => [
      { path, shown, start: 0, end: statSync(path).size },
    ],
  },
  wacz: {
    what: "WACZ files, as browsers' archivers and crawlers write them",
    example: "wacz crawl-2024.wacz",
    slices: async (path: string, shown: string): Promise<ArchiveSlice[]> => (await loadWacz()).readWacz(path, shown),
  },
} as const;

/** `corrigible import warc|wacz FILE…` */
export function importArchivesCommand(context: Context, kind: keyof typeof KINDS): Command {
  const { what, example, slices } = KINDS[kind];
  return new Command(kind)
    .description(
      `Records what ${what}, kept of tracked documents: every text that differs from the one before it, dated by its ` +
        "capture, with the records that it came from.",
    )
    .argument("<files...>", "files of any length")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", `\nExample:\n  corrigible import ${example} && corrigible audit\n`)
    .action(async (files: string[], { json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const tracked = readWatched(workspace);
      const progress = showProgress(context);
      try {
        const all: ArchiveSlice[] = [];
        for (const file of files) all.push(...(await slices(requireFile(resolve(context.cwd, file)), oneLine(file))));
        const { clock } = context;
        const summary = await importArchives(workspace, { slices: all, tracked, clock, ...progress });
        progress.stop();
        context.stdout.write(json ? `${JSON.stringify(summary)}\n` : formatArchives(summary));
        refuseDamage(summary);
      } finally {
        progress.stop();
      }
    });
}

function requireFile(path: string): string {
  try {
    if (!statSync(path).isFile()) throw new UserError(`${path} is no file; give files`);
    return path;
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTDIR") throw error;
    throw new UserError(`no such file: ${path}`);
  }
}

/** Problems of one kind that are printed; `--json` gives all. */
const SHOWN_MAX = 5;

export function formatArchives(summary: ArchiveSummary): string {
  const { records, captures, versions, documents, incomplete, unresolved, unread, untracked, logSize, root } = summary;
  const { recorded = 0, known = 0, ...none } = captures;
  const read = Object.values(captures).reduce((sum, times) => sum + times, 0);
  const walls = Object.entries(none).map(([outcome, times]) => `${times} ${outcome}`);
  const lines = [
    `${count(records, "record")}, ${count(read, "capture")} of tracked documents: ${recorded} new, ${known} known${walls.length === 0 ? "" : `, no document: ${walls.join(", ")}`}.`,
    ...unread.slice(0, SHOWN_MAX).map((one) => `Left out: ${formatProblem(one)}`),
    ...Object.entries(incomplete).map(
      ([document, times]) =>
        `Left out of ${document}: ${count(times, "capture")} of one page without another of its pages within a day.`,
    ),
  ];
  if (unresolved > 0) {
    lines.push(`Left out: ${count(unresolved, "capture")} that lead to, or repeat, what these files do not hold.`);
  }
  if (untracked.pages > 0) lines.push(...formatUntracked(untracked));
  const log = `The log has ${count(logSize, "entry", "entries")}, root ${root}.`;
  if (versions === 0) lines.push(`Nothing new. ${log}`);
  else
    lines.push(
      `Recorded ${count(versions, "version")} of ${count(documents, "document")}. ${log}`,
      "Next: corrigible audit",
    );
  return `${lines.join("\n")}\n`;
}

function formatUntracked({ pages, first }: ArchiveSummary["untracked"]): string[] {
  return [
    `${count(pages, "page")} that no declaration names, for instance:`,
    ...first.map((url) => `  ${oneLine(url)}`),
    "  To read one: corrigible track add URL --service NAME --terms NAME, then import again",
  ];
}

const formatProblem = ({ shown, offset, message }: ArchiveSummary["damages"][number]): string =>
  `${oneLine(shown)}: at byte ${offset}: ${message}`;

/** Throws a UserError where a file could not be read to its end. */
function refuseDamage({ damages }: ArchiveSummary): void {
  const [first, ...others] = damages;
  if (!first) return;
  const more = others.length === 0 ? "" : `, and ${count(others.length, "file")} more`;
  throw new UserError(`${formatProblem(first)}; what stands before it was read${more}`, EXIT.badInput);
}
