import { resolve } from "node:path";
import { Command } from "commander";
import { initWorkspace } from "../pipeline/index.ts";
import type { Context } from "./context.ts";

/** `corrigible init DIR` */
export function initCommand(context: Context): Command {
  return new Command("init")
    .description("Makes a workspace: a folder with an empty evidence log and its signing key.")
    .argument("<dir>", "a new or an existing folder, or . for this one")
    .option("--origin <name>", "name of the evidence log (default: corrigible.local/ and a random name)")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible init watch && cd watch\n")
    .action((dir: string, { origin, json }: { origin?: string; json?: true }) => {
      const { folder, origin: name } = initWorkspace(resolve(context.cwd, dir), origin);
      context.stdout.write(
        json
          ? `${JSON.stringify({ folder, origin: name })}\n`
          : `Made the workspace ${folder} with the log ${name}. Next: corrigible import ota GIT-URL|DIR|BUNDLE\n`,
      );
    });
}
