import { resolve } from "node:path";
import { Command } from "commander";
import { initWorkspace, parseStore } from "../pipeline/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

interface InitOptions {
  readonly origin?: string;
  readonly store?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly json?: true;
}

/** `corrigible init DIR` */
export function initCommand(context: Context): Command {
  return new Command("init")
    .description("Makes a workspace: a folder with an empty evidence log and its signing key.")
    .argument("<dir>", "a new or an existing folder, or . for this one")
    .option("--origin <name>", "name of the evidence log (default: corrigible.local/ and a random name)")
    .option("--store <url>", "keep the evidence log in a bucket of an object store: s3://bucket/prefix")
    .option("--endpoint <url>", "address of that store, https://s3.eu-central-1.amazonaws.com")
    .option("--region <name>", "region of the bucket (default: us-east-1)")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  corrigible init watch && cd watch\n" +
        "  corrigible init watch --store s3://evidence/watch --endpoint https://s3.eu-central-1.amazonaws.com --region eu-central-1\n",
    )
    .action((dir: string, { origin, json, store, endpoint, region }: InitOptions) => {
      if (store === undefined && (endpoint ?? region) !== undefined)
        throw new UserError("--endpoint and --region go with --store");
      const settings = store === undefined ? undefined : parseStore({ url: store, endpoint, region });
      const elsewhere = { store: settings, secret: context.secret };
      const { folder, origin: name } = initWorkspace(resolve(context.cwd, dir), origin, undefined, elsewhere);
      context.stdout.write(
        json
          ? `${JSON.stringify({ folder, origin: name })}\n`
          : `Made the workspace ${folder} with the log ${name}. Next: corrigible import ota GIT-URL|DIR|BUNDLE\n`,
      );
    });
}
