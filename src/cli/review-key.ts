import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { signReply } from "../review/index.ts";
import { UserError } from "../std/index.ts";
import { makeSignerKey, vkeyOf } from "../tlog/index.ts";
import type { Context } from "./context.ts";
import { readFile } from "./read-file.ts";
import { oneLine } from "./terminal.ts";
import { writeKey } from "./write-key.ts";

/** `corrigible review sign-reply` */
export function signReplyCommand(context: Context): Command {
  return new Command("sign-reply")
    .description(
      "For a lab: signs its reply to a finding, to be sent to whoever publishes it. They record it with review reply --signed, " +
        "once they know the lab's key. Needs no workspace and no account.",
    )
    .argument("<finding>", "id of the finding")
    .requiredOption("--key <file>", "the lab's private key, as review make-key made it")
    .requiredOption("--file <path>", "the reply as plain text")
    .requiredOption("--out <path>", "where the signed reply goes: a new file")
    .addHelpText(
      "after",
      "\nExample:\n  corrigible review sign-reply 0a1b2c3d4e5f6071 --key lab.key --file reply.txt --out reply.note\n",
    )
    .action((finding: string, { key, file, out }: { key: string; file: string; out: string }) => {
      if (!/^[0-9a-f]{16}$/.test(finding))
        throw new UserError("give the whole id of the finding, 16 hexadecimal digits");
      if (existsSync(resolve(context.cwd, out))) throw new UserError(`--out: ${out} is there already; name a new file`);
      const text = readFile(context, "--file", file);
      const note = signReply(finding, text, readFile(context, "--key", key).trim());
      writeFileSync(resolve(context.cwd, out), note, { flag: "wx" });
      context.stdout.write(`Wrote ${oneLine(out)}. Send it to whoever published the finding.\n`);
    });
}

/** `corrigible review make-key` */
export function makeKeyCommand(context: Context): Command {
  return new Command("make-key")
    .description(
      "Makes the key of a reviewer or a lab (Ed25519), and prints what goes under reviewers in corrigible.yaml. From then on what " +
        "is done under that name must be signed with it. A lab's goes under respondents, with the lab's id before it.",
    )
    .argument("<name>", "the name that the reviewer acts under, or of the lab")
    .requiredOption("--out <file>", "where the private key goes: a new file, for the reviewer alone")
    .addHelpText("after", "\nExample:\n  corrigible review make-key ada --out ada.key\n")
    .action((name: string, { out }: { out: string }) => {
      const key = writeKey(resolve(context.cwd, out), name, {
        make: (one) => makeSignerKey(one.replaceAll(/\s/g, "-"), randomBytes(32)),
        taken: `--out: ${out} is there already; name a new file`,
        what: "a key",
      });
      context.stdout.write(`reviewers:\n  ${JSON.stringify(name)}: ${vkeyOf(key)}\n`);
    });
}
