import { Command } from "commander";
import { openIndex } from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import {
  compareStaged,
  discardReprocessed,
  evaluateLabs,
  publishReprocessed,
  type Reprocessed,
  reprocess,
  type ReprocessState,
  reprocessState,
  type Selection,
  type Workspace,
} from "../pipeline/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { workersOption } from "./audit.ts";
import type { Context } from "./context.ts";
import { formatComparison, toJsonComparison } from "./format-verdicts.ts";
import { refuseUnknown } from "./open-index.ts";
import { parseDay, parseLimit } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { count, oneLine, painter } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Differences shown where no limit is given. */
const SHOWN = 10;

interface Options extends Selection {
  readonly workers?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** `corrigible reprocess` */
export function reprocessCommand(context: Context): Command {
  return new Command("reprocess")
    .description(
      "Reads history again with the detector of this program, apart from the index, and compares old and new verdicts. " +
        "Nothing that is published changes before reprocess publish. Killed, it goes on where it was.",
    )
    .option("--since <day>", "documents with a version from this day on, UTC; their whole history is read", parseDay)
    .option("--lab <id>", "only documents of this lab")
    .option("--document <id>", "only this document, as openai/usage-policies")
    .option(
      "--detector <version>",
      `documents that this detector read (default: all that another than ${DETECTOR_VERSION} read)`,
    )

    .addOption(workersOption())
    .option("--limit <n>", `gravest differences shown (default: ${SHOWN})`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible reprocess --since 2024-01-01 && corrigible reprocess publish\n")
    .enablePositionalOptions()
    .action((options: Options, command: Command) => runReprocess(context, command, options))
    .addCommand(statusCommand(context))
    .addCommand(compareCommand(context))
    .addCommand(publishCommand(context))
    .addCommand(discardCommand(context));
}

async function runReprocess(context: Context, command: Command, options: Options): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const { since, lab, document, detector, workers } = options;
  const readers = workers ? "workers" : "threads";
  await refuseStrange(workspace, options);
  const progress = showProgress(context);
  let done: Reprocessed;
  try {
    done = await reprocess(workspace, { since, lab, document, detector }, progress.onProgress, readers);
  } finally {
    progress.stop();
  }
  const state = await reprocessState(workspace);
  if (state === null || state.read.length === 0) {
    const { chosen, read, versions, failed } = done;
    context.stdout.write(options.json ? `${JSON.stringify({ chosen, read, versions, failed })}\n` : nothingRead(done));
  } else {
    if (!options.json) context.stdout.write(formatRead(done));
    await writeComparison(context, workspace, state, options);
  }
  refuseFailed(done.failed);
}

async function refuseStrange(workspace: Workspace, options: Options): Promise<void> {
  const index = await openIndex(workspace.index);
  try {
    await refuseUnknown(index, options);
  } finally {
    await index.close();
  }
}

function nothingRead({ chosen }: Reprocessed): string {
  return chosen === 0
    ? `Nothing to read again: no such document was read by another detector than ${DETECTOR_VERSION}.\n`
    : `None of ${count(chosen, "document")} could be read.\n`;
}

function formatRead({ chosen, read, versions }: Reprocessed): string {
  const before = chosen > read ? `; ${count(chosen - read, "document")} had been read before` : "";
  return `Read ${count(read, "document")} with ${count(versions, "version")} again${before}.\n`;
}

function refuseFailed(failed: Reprocessed["failed"]): void {
  const [first, ...others] = Object.entries(failed);
  if (first === undefined) return;
  throw new UserError(
    `${first[0]}${others.length > 0 ? ` and ${count(others.length, "other document")}` : ""} could not be read: ` +
      `${first[1]}; see corrigible reprocess status`,
    EXIT.outside,
  );
}

function statusCommand(context: Context): Command {
  return new Command("status")
    .description("Says how far it is: what is read again, what waits, what could not be read.")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible reprocess status\n")
    .action(async ({ json }: { readonly json?: true }, command: Command) => {
      const state = await reprocessState(openNamedWorkspace(context, command));
      context.stdout.write(json ? `${JSON.stringify(state)}\n` : formatState(state));
    });
}

function formatState(state: ReprocessState | null): string {
  if (state === null) return "Nothing is read again. Next: corrigible reprocess\n";
  const { detector, read, waiting, outdated, failed, versions } = state;
  const reasons = Object.entries(failed).map(([document, error]) => `  ${document}: ${oneLine(error)}`);
  const isWhole = waiting.length + outdated.length + reasons.length === 0;
  return [
    `Detector ${detector} has read ${count(read.length, "document")} with ${count(versions, "version")} again.`,
    `${count(waiting.length, "document")} waiting, ${outdated.length} with new versions since, ${reasons.length} not readable.`,
    ...reasons,
    `Next: corrigible reprocess${isWhole ? " compare; corrigible reprocess publish" : ""}`,
    "",
  ].join("\n");
}

function compareCommand(context: Context): Command {
  return new Command("compare")
    .description(
      "Compares old and new verdicts: how many changes appear, vanish or are rated otherwise, why, and the gravest with " +
        "their quotes.",
    )
    .option("--limit <n>", `gravest differences shown (default: ${SHOWN})`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible reprocess compare --limit 50\n")
    .action(async (options: Pick<Options, "limit" | "json">, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const state = await reprocessState(workspace);
      if (state === null) throw new UserError("nothing is read again; run corrigible reprocess first");
      await writeComparison(context, workspace, state, options);
    });
}

async function writeComparison(
  context: Context,
  workspace: Workspace,
  state: ReprocessState,
  { limit = SHOWN, json }: Pick<Options, "limit" | "json">,
): Promise<void> {
  const compared = await compareStaged(workspace, state, limit);
  const text = json ? `${JSON.stringify(toJsonComparison(compared))}\n` : formatComparison(compared, painter(context));
  context.stdout.write(text);
}

function publishCommand(context: Context): Command {
  return new Command("publish")
    .description(
      "Puts what was read again into the index, in one transaction, and runs the evals. Refused where a document has new " +
        "versions since, or is not read.",
    )
    .option("--partial", "though documents are not read, or could not be: they stay as they are")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible reprocess publish\n")
    .action(async ({ partial, json }: { readonly partial?: true; readonly json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const progress = showProgress(context);
      try {
        const done = await publishReprocessed(workspace, { partial: partial === true });
        await evaluateLabs(workspace, undefined, progress.onProgress);
        progress.stop();
        const { documents, versions } = done;
        const text = `Published ${count(documents, "document")} with ${count(versions, "version")}, as read by detector ${DETECTOR_VERSION}.\n`;
        context.stdout.write(json ? `${JSON.stringify(done)}\n` : text);
      } finally {
        progress.stop();
      }
    });
}

function discardCommand(context: Context): Command {
  return new Command("discard")
    .description("Gives up what was read again; what is published stays as it is.")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible reprocess discard\n")
    .action(async (_: unknown, command: Command) => {
      await discardReprocessed(openNamedWorkspace(context, command));
      context.stdout.write("Discarded.\n");
    });
}
