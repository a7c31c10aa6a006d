import { setTimeout as wait } from "node:timers/promises";
import { Command } from "commander";
import type { MetricsAddress } from "../observe/index.ts";
import { dueDocuments, type Watched, watchOnce, type Workspace } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import { openCapturing } from "./capturing.ts";
import type { Context } from "./context.ts";
import { metricsOption, startMetrics } from "./metrics-option.ts";
import { parseLimit } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { count, oneLine, painter, type Paint } from "./terminal.ts";
import { readWatched } from "./watched.ts";
import { readSoftware } from "./version.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** How often a run that goes on looks for documents that are due, in milliseconds, and how far apart runs are scattered. */
const LOOK_MS = 60_000;
const JITTER_MS = 30_000;

interface Options {
  readonly once?: true;
  readonly all?: true;
  readonly delay?: number;
  readonly metrics?: MetricsAddress;
  readonly json?: true;
}

/** `corrigible watch` */
export function watchCommand(context: Context): Command {
  return new Command("watch")
    .description(
      "Captures the tracked documents that are due, and records every text that is new with the exchanges that it came " +
        "from. Goes on until it is stopped; what it did is kept.",
    )
    .option("--once", "one round, then end")
    .option("--all", "also documents that are not due yet, in the first round")
    .option("--delay <milliseconds>", "between two pages of one host (default: 2000)", parseLimit)
    .addOption(metricsOption())
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a document")
    .addHelpText("after", "\nExample:\n  corrigible watch --once && corrigible audit\n")
    .action(async (options: Options, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const metrics = await startMetrics(context, workspace, options.metrics);
      try {
        await watch(context, workspace, options);
      } finally {
        metrics?.close();
      }
    });
}

async function watch(context: Context, workspace: Workspace, options: Options): Promise<void> {
  await round(context, workspace, options);
  while (!options.once) {
    await wait(LOOK_MS + Math.random() * JITTER_MS);
    if (dueDocuments(workspace, readWatched(workspace), context.clock()).length === 0) continue;
    await round(context, workspace, { ...options, all: undefined });
  }
}

type RoundOptions = Omit<Options, "all"> & { readonly all?: true | undefined };

async function round(context: Context, workspace: Workspace, { all, delay, json }: RoundOptions): Promise<void> {
  const tracked = readWatched(workspace);
  if (tracked.length === 0) throw new UserError("nothing is tracked; add a page with corrigible track add URL");
  const capturing = await openCapturing(context, delay);
  const progress = showProgress(context);
  try {
    const done = await watchOnce(workspace, tracked, {
      clock: context.clock,
      capturing,
      software: await readSoftware(),
      onProgress: progress.onProgress,
      all: all === true,
    });
    progress.stop();
    for (const { document, outcome, recorded, notices } of done) {
      context.log.info("captured", { document, outcome, recorded, notices });
    }
    context.log.info("round ended", { captured: done.length, tracked: tracked.length });
    context.stdout.write(json ? done.map(asLine).join("") : formatRound(done, tracked.length, painter(context)));
  } finally {
    progress.stop();
    await capturing.close();
  }
}

const asLine = ({ document, tracked, outcome, recorded, notices }: Watched): string =>
  `${JSON.stringify({ document, url: tracked.pages.map(({ url }) => url), outcome, recorded, notices })}\n`;

function formatRound(done: readonly Watched[], tracked: number, paint: Paint): string {
  const told = done.filter(({ recorded, outcome, notices }) => recorded || isNone(outcome) || notices.length > 0);
  const lines = told.map(({ document, outcome, recorded, notices }) => {
    const state = isNone(outcome) ? outcome : recorded ? "new text recorded" : "unchanged";
    return [`${paint("bold", document)}: ${state}`, ...notices.map((notice) => `  ${oneLine(notice)}`)].join("\n");
  });
  const recorded = done.filter((one) => one.recorded).length;
  const none = done.filter(({ outcome }) => isNone(outcome)).length;
  const summary = `${count(done.length, "document")} of ${tracked} captured: ${recorded} new, ${done.length - recorded - none} unchanged, ${none} without a document.`;
  return `${[...lines, summary, ...(recorded > 0 ? ["Next: corrigible audit"] : [])].join("\n")}\n`;
}

const isNone = (outcome: Watched["outcome"]): boolean => outcome !== "document" && outcome !== "unchanged";
