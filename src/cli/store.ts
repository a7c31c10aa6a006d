import { Command } from "commander";
import { moveLog, parseStore } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { showProgress } from "./progress.ts";
import { count, oneLine } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface MoveOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly json?: true;
}

/** What a command line calls the workspace's own folder. */
const FOLDER = "folder";

/** `corrigible store` */
export function storeCommand(context: Context): Command {
  return new Command("store")
    .description("Says where the evidence log lies: in the workspace's folder, or in a bucket of an object store.")
    .addCommand(moveCommand(context))
    .addHelpText("after", "\nExample:\n  corrigible store move folder\n");
}

function moveCommand(context: Context): Command {
  return new Command("move")
    .description(
      "Copies the evidence log to another place, checks the copy to its last byte, and uses it from then on. What was the log " +
        "before stays, closed to new entries. Interrupted, it is repeated and goes on.",
    )
    .argument("<to>", `a bucket and prefix, s3://bucket/prefix; or ${FOLDER}: back into the workspace`)
    .option("--endpoint <url>", "address of the store, https://s3.eu-central-1.amazonaws.com")
    .option("--region <name>", "region of the bucket (default: us-east-1)")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  corrigible store move s3://evidence/watch --endpoint https://s3.eu-central-1.amazonaws.com --region eu-central-1\n" +
        `  corrigible store move ${FOLDER}\n`,
    )
    .action((to: string, { endpoint, region, json }: MoveOptions, command: Command) => {
      if (to === FOLDER && (endpoint ?? region) !== undefined) {
        throw new UserError("--endpoint and --region go with a bucket");
      }
      const workspace = openNamedWorkspace(context, command);
      const settings = to === FOLDER ? null : parseStore({ url: to, endpoint, region });
      const progress = showProgress(context);
      try {
        const moved = moveLog(workspace, settings, { secret: context.secret, onProgress: progress.onProgress });
        progress.stop();
        context.stdout.write(json ? `${JSON.stringify(moved)}\n` : describe(moved));
      } finally {
        progress.stop();
      }
    });
}

function describe({ from, to, files, copied, kept }: ReturnType<typeof moveLog>): string {
  const what = `${count(files, "file")} verified, ${copied} of them copied now`;
  return `The evidence log is in ${oneLine(to)}: ${what}. ${oneLine(kept ?? from)} is as it was, and no longer used.\n`;
}
