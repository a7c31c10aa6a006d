import { Command } from "commander";
import { type DoneJob, openWorkspaceQueue, startWork, type Workspace } from "../pipeline/index.ts";
import { type DeadJob, type Depth, nameWorker, type Queue, type WorkerSeen } from "../queue/index.ts";
import type { MetricsAddress } from "../observe/index.ts";
import type { Context } from "./context.ts";
import { metricsOption, startMetrics } from "./metrics-option.ts";
import { count, oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface Options {
  readonly json?: true;
  readonly metrics?: MetricsAddress;
}

/** `corrigible worker` */
export function workerCommand(context: Context): Command {
  return new Command("worker")
    .description(
      "Reads documents for audit, rebuild and reprocess with --workers, on this machine or another, until it is stopped: " +
        "it then ends after the document in hand. Start as many as you like. Needs CORRIGIBLE_DATABASE.",
    )
    .addOption(metricsOption())
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a document")
    .addHelpText("after", "\nExample:\n  corrigible worker & corrigible audit --workers\n")
    .enablePositionalOptions()
    .action((options: Options, command: Command) => runWorker(context, command, options))
    .addCommand(statusCommand(context))
    .addCommand(deadCommand(context))
    .addCommand(retryCommand(context));
}

async function runWorker(context: Context, command: Command, { json, metrics }: Options): Promise<void> {
  const workspace = openNamedWorkspace(context, command);
  const stopped = new Promise<void>((resolve) => context.onStop(resolve));
  const served = await startMetrics(context, workspace, metrics);
  try {
    const worker = await startWork(workspace, (job) => {
      const { error, ...what } = job;
      if (error === null) context.log.info("document read", what);
      else context.log.error("a document could not be read", { ...what, why: error });
      context.stdout.write(json ? `${JSON.stringify(job)}\n` : formatJob(job));
    });
    if (!json) context.stdout.write(`Waiting for documents of ${oneLine(workspace.folder)}. Stop it with Ctrl-C.\n`);
    await stopped;
    await worker.close();
  } finally {
    // What listens keeps the process from ending.
    served?.close();
  }
}

function formatJob({ document, versions, seconds, error }: DoneJob): string {
  const what = `${document}, ${count(versions, "version")}, ${seconds.toFixed(1)} s`;
  return error === null ? `read ${what}\n` : `failed ${what}: ${oneLine(error)}\n`;
}

function statusCommand(context: Context): Command {
  return new Command("status")
    .description(
      "Says how many documents wait, are read, were read in the last day or given up, and which workers there are.",
    )
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible worker status\n")
    .action((options: Options, command: Command) =>
      withQueue(openNamedWorkspace(context, command), async (queue) => {
        const [depth, workers] = [await queue.depth(), await queue.workers()];
        context.stdout.write(
          options.json ? `${JSON.stringify({ ...depth, workers })}\n` : formatStatus(depth, workers),
        );
      }),
    );
}

function formatStatus({ waiting, retrying, running, done, dead }: Depth, workers: readonly WorkerSeen[]): string {
  const lines = workers.map(
    (one) =>
      `${oneLine(nameWorker(one))}  ${one.state}, since ${one.since}, last heard ${one.heard}` +
      (one.memory === null ? "" : `, ${Math.round(one.memory / 1e6)} MB`),
  );
  return [
    `${count(waiting, "document")} waiting, ${running} being read, ${retrying} to be tried again, ${done} read in the last day, ` +
      `${dead} given up.`,
    ...(lines.length > 0 ? lines : ["No worker was heard of. Next: corrigible worker"]),
    ...(dead > 0 ? ["Next: corrigible worker dead"] : []),
    "",
  ].join("\n");
}

function deadCommand(context: Context): Command {
  return new Command("dead")
    .description("Lists the documents that were given up, each with what its last attempt failed of.")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible worker dead\n")
    .action((options: Options, command: Command) =>
      withQueue(openNamedWorkspace(context, command), async (queue) => {
        const dead = await queue.dead();
        const lines = dead.map((job) => (options.json ? JSON.stringify(job) : formatDead(job)));
        const none = dead.length === 0 && !options.json ? ["Nothing was given up."] : [];
        context.stdout.write([...lines, ...none].map((line) => `${line}\n`).join(""));
      }),
    );
}

const formatDead = ({ document, error, since }: DeadJob): string => `${document}, given up ${since}: ${oneLine(error)}`;

function retryCommand(context: Context): Command {
  return new Command("retry")
    .description("Sends what was given up to the workers once more.")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible worker retry\n")
    .action((_: unknown, command: Command) =>
      withQueue(openNamedWorkspace(context, command), async (queue) => {
        context.stdout.write(`Sent ${count(await queue.retryDead(), "document")} once more.\n`);
      }),
    );
}

async function withQueue(workspace: Workspace, job: (queue: Queue) => Promise<void>): Promise<void> {
  const queue = await openWorkspaceQueue(workspace, "viewer");
  try {
    await job(queue);
  } finally {
    await queue.close();
  }
}
