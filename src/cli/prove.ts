import { resolve } from "node:path";
import { Command } from "commander";
import { openEvidence, proveEntry } from "../evidence/index.ts";
import { findEntry } from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { readText } from "./read-text.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";
import { writeText } from "./write-text.ts";

/** `corrigible prove ID` */
export function proveCommand(context: Context): Command {
  return new Command("prove")
    .description(
      "Prints a proof that a version is in the evidence log and unaltered: one file that anyone can check offline.",
    )
    .argument("<id>", "a version (document@index), the SHA-256 of a text, or an index of the log")
    .option("--out <file>", "write the proof into this file")
    .option(
      "--cosigned <file>",
      "put in the newest checkpoint as a witness cosigned it, so that verify can demand the witness",
    )
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible prove openai/usage-policies@214 --out military.proof\n")
    .action((id: string, { out, cosigned }: { out?: string; cosigned?: string }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const evidence = openEvidence(workspace.evidence);
      const checkpoint = cosigned === undefined ? undefined : readText(resolve(context.cwd, cosigned));
      const proof = proveEntry(evidence, findEntry(workspace, evidence, id), workspace.vkey, checkpoint);
      if (out === undefined) context.stdout.write(proof);
      else writeText(resolve(context.cwd, out), proof);
    });
}
