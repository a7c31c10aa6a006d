import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { witnessLog } from "../evidence/index.ts";
import { UserError } from "../std/index.ts";
import { makeWitnessKey, TlogError, witnessVkeyOf } from "../tlog/index.ts";
import type { Context } from "./context.ts";
import { parseVkey } from "./parse-options.ts";
import { logReader } from "./read-log.ts";
import { count, oneLine } from "./terminal.ts";
import { writeKey } from "./write-key.ts";
import { writeText } from "./write-text.ts";

interface WitnessOptions {
  readonly key: string;
  readonly makeKey?: string;
  readonly vkey?: string;
  readonly state?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `corrigible witness LOG` */
export function witnessCommand(context: Context): Command {
  return new Command("witness")
    .description(
      "Cosigns the newest checkpoint of somebody's log, where its tree continues the last one cosigned: a fork, a rollback, " +
        "altered tiles are refused with exit 1. Needs no workspace.",
    )
    .argument(
      "[log]",
      "the log: an address (https://audits.example.org/log), or a folder (a workspace, or a copy of a log)",
    )
    .requiredOption("--key <file>", "file of the witness's private key")
    .option("--make-key <name>", "make that key first, by this name, and print what others verify it with")
    .option("--vkey <key>", "key of the log, from a source you trust: name+hash+key", parseVkey)
    .option("--state <dir>", "what was cosigned (default: beside the key, its name with .state)")
    .option("--out <file>", "write the cosigned checkpoint into this file (default: standard output)")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  corrigible witness --make-key witness.example.org/w1 --key w1.key\n" +
        "  corrigible witness https://audits.example.org/log --key w1.key --vkey name+hash+key --out cosigned\n",
    )
    .action(async (log: string | undefined, options: WitnessOptions) => {
      const keyFile = resolve(context.cwd, options.key);
      if (options.makeKey !== undefined) makeKey(context, keyFile, options.makeKey);
      if (log !== undefined) await cosign(context, log, keyFile, options);
      else if (options.makeKey === undefined)
        throw new UserError("name the log to cosign, or make a key with --make-key");
    });
}

function makeKey({ stdout }: Context, file: string, name: string): void {
  const key = writeKey(file, name, {
    make: (one) => makeWitnessKey(one, randomBytes(32)),
    taken: `${file} is there already; a witness keeps its key`,
    what: "a witness",
  });
  stdout.write(`${witnessVkeyOf(key)}\n`);
}

async function cosign(context: Context, log: string, keyFile: string, options: WitnessOptions): Promise<void> {
  const { vkey, state, out, json } = options;
  if (vkey === undefined) throw new UserError("name the log's key with --vkey: without it anybody's log would do");
  const signerKey = readKey(keyFile);
  const { note, ...seen } = await witnessLog({
    read: logReader(log, context),
    logVkey: vkey,
    signerKey,
    stateDir: state === undefined ? `${keyFile}.state` : resolve(context.cwd, state),
    now: context.clock(),
  });
  if (out !== undefined) writeText(resolve(context.cwd, out), note);
  if (json) context.stdout.write(`${JSON.stringify({ ...seen, witness: witnessVkeyOf(signerKey), note })}\n`);
  else if (out === undefined) context.stdout.write(note);
  else {
    const before = seen.sizeBefore === 0 ? "the first time" : `after ${count(seen.sizeBefore, "entry", "entries")}`;
    context.stdout.write(`Cosigned ${oneLine(seen.origin)} with ${count(seen.size, "entry", "entries")}, ${before}.\n`);
  }
}

function readKey(file: string): string {
  if (!existsSync(file)) throw new UserError(`${file} is missing; make a key with --make-key NAME`);
  const key = readFileSync(file, "utf8").trim();
  try {
    witnessVkeyOf(key);
    return key;
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new UserError(`${file} is no witness's key: ${cause.message}`);
  }
}
