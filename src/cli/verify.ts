import { resolve } from "node:path";
import { Command } from "commander";
import { describePlace, openEvidence, verifyCosigned, verifyEvidence, verifyProof } from "../evidence/index.ts";
import type { Entry } from "../model/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { parseTlogProof } from "../tlog/index.ts";
import { parseVkey, parseWitness } from "./parse-options.ts";
import { readText } from "./read-text.ts";
import { count, oneLine } from "./terminal.ts";
import { findNamedWorkspace, openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Notes shown to a person: an import that is under way has thousands of texts that no entry names yet. */
const NOTES_SHOWN = 3;

interface VerifyOptions {
  readonly vkey?: string;
  readonly witness?: string;
  readonly json?: true;
}

/** `corrigible verify [FILE]` */
export function verifyCommand(context: Context): Command {
  return new Command("verify")
    .description(
      "Checks the whole evidence log to its last byte, or one proof file offline. Exit 1 where anything is not as it " +
        "was recorded.",
    )
    .argument("[file]", "a proof, as corrigible prove makes it; without it the whole workspace")
    .option(
      "--vkey <key>",
      "the key that must have signed: name+hash+key (default: the workspace's, the proof's own)",
      parseVkey,
    )
    .option(
      "--witness <key>",
      "the witness that must have cosigned: name+hash+key; of a proof its checkpoint, else FILE is a cosigned checkpoint",
      parseWitness,
    )
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  corrigible verify\n  corrigible verify military.proof\n" +
        "  corrigible verify cosigned --witness witness.example.org/w1+hash+key\n",
    )
    .action((file: string | undefined, options: VerifyOptions, command: Command) => {
      const { witness } = options;
      if (file === undefined && witness !== undefined) {
        throw new UserError(
          "name the cosigned checkpoint that the witness gave you: corrigible verify FILE --witness KEY",
        );
      }
      if (file === undefined) verifyWorkspace(context, command, options);
      else if (witness !== undefined)
        verifyWitnessed(context, command, resolve(context.cwd, file), { ...options, witness });
      else verifyFile(context, resolve(context.cwd, file), options);
    });
}

function verifyWorkspace(context: Context, command: Command, { vkey, json }: VerifyOptions): void {
  const workspace = openNamedWorkspace(context, command);
  const { root, ...report } = verifyEvidence(workspace.evidence, { vkey: vkey ?? workspace.vkey });
  const { problems, notes, entries, blobs } = report;
  const hex = Buffer.from(root).toString("hex");
  if (json) context.stdout.write(`${JSON.stringify({ ok: problems.length === 0, ...report, root: hex })}\n`);
  else {
    for (const { path, record, message } of problems) {
      context.stdout.write(`${oneLine(path)}: ${oneLine(message)}${record === null ? "" : ` (${oneLine(record)})`}\n`);
    }
    for (const note of notes.slice(0, NOTES_SHOWN)) context.stdout.write(`note: ${oneLine(note)}\n`);
    const left = notes.length - NOTES_SHOWN;
    if (left > 0) context.stdout.write(`note: and ${count(left, "more file")} of an interrupted or a running import\n`);
  }
  if (problems.length > 0) {
    throw new UserError(
      `${count(problems.length, "problem")} found in ${describePlace(workspace.evidence)}`,
      EXIT.problem,
    );
  }
  if (json) return;
  context.stdout.write(
    `All is as recorded: ${count(entries, "entry", "entries")}, ${count(blobs, "text")}, root ${hex}.\n`,
  );
}

function describe(entry: Entry): string {
  switch (entry.type) {
    case "version":
      return `${entry.service}, ${entry.terms} of ${entry.date}, text ${entry.blob}`;
    case "input":
      return `${entry.source}/${entry.name}, bytes ${entry.blob}`;
    case "import":
      return `an import of ${entry.recorded}`;
  }
}

/** A proof whose checkpoint must be cosigned, or a cosigned checkpoint: with a workspace at hand, against its log too. */
function verifyWitnessed(
  context: Context,
  command: Command,
  path: string,
  options: VerifyOptions & { readonly witness: string },
): void {
  const text = readText(path);
  if (text.startsWith(PROOF_BEGINS)) {
    const { vkey } = verifyProof(text, options);
    const { witness, time } = verifyCosigned(parseTlogProof(text).checkpoint, { vkey, witness: options.witness });
    verifyFile(context, path, options);
    if (!options.json) context.stdout.write(`Cosigned by ${oneLine(witness)} at ${time}.\n`);
    return;
  }
  const isAtHand = options.vkey === undefined || findNamedWorkspace(context, command) !== null;
  const workspace = isAtHand ? openNamedWorkspace(context, command) : null;
  const vkey = options.vkey ?? workspace?.vkey ?? "";
  const evidence = workspace === null ? undefined : openEvidence(workspace.evidence);
  const cosigned = verifyCosigned(text, { vkey, witness: options.witness }, evidence);
  const { origin, size, witness, time } = cosigned;
  if (options.json) context.stdout.write(`${JSON.stringify({ ok: true, ...cosigned, log: evidence?.size ?? null })}\n`);
  else {
    const since = evidence ? `; the log of ${count(evidence.size, "entry", "entries")} here continues it` : "";
    context.stdout.write(
      `Cosigned by ${oneLine(witness)} at ${time}: ${oneLine(origin)} with ${count(size, "entry", "entries")}${since}.\n`,
    );
  }
}

/** How a C2SP tlog-proof begins. */
const PROOF_BEGINS = "c2sp.org/tlog-proof@";

function verifyFile(context: Context, path: string, { vkey, json }: VerifyOptions): void {
  const proof = verifyProof(readText(path), vkey === undefined ? {} : { vkey });
  if (json) {
    context.stdout.write(`${JSON.stringify({ ok: true, ...proof })}\n`);
    return;
  }
  const { entry, index, origin, treeSize } = proof;
  context.stdout.write(`Proved: entry ${index} of ${treeSize} in the log ${origin}: ${oneLine(describe(entry))}.\n`);
  if (vkey !== undefined) return;
  context.stdout.write("The proof brings its own key; compare it with the log's, or name that with --vkey.\n");
}
