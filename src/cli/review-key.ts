import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { UserError } from "../std/index.ts";
import { makeSignerKey, TlogError, vkeyOf } from "../tlog/index.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./terminal.ts";

const PRIVATE_FILE = 0o600;

/** `corrigible review make-key` */
export function makeKeyCommand(context: Context): Command {
  return new Command("make-key")
    .description(
      "Makes a reviewer's key (Ed25519), and prints what goes under reviewers in corrigible.yaml. From then on what is done under " +
        "that name must be signed with it.",
    )
    .argument("<name>", "the name that the reviewer acts under")
    .requiredOption("--out <file>", "where the private key goes: a new file, for the reviewer alone")
    .addHelpText("after", "\nExample:\n  corrigible review make-key ada --out ada.key\n")
    .action((name: string, { out }: { out: string }) => {
      const file = resolve(context.cwd, out);
      if (existsSync(file)) throw new UserError(`--out: ${out} is there already; name a new file`);
      try {
        const key = makeSignerKey(name.replaceAll(/\s/g, "-"), randomBytes(32));
        writeFileSync(file, `${key}\n`, { mode: PRIVATE_FILE, flag: "wx" });
        context.stdout.write(`reviewers:\n  ${JSON.stringify(name)}: ${vkeyOf(key)}\n`);
      } catch (error) {
        if (error instanceof TlogError) throw new UserError(`"${oneLine(name)}" cannot name a key: ${error.message}`);
        throw error;
      }
    });
}
