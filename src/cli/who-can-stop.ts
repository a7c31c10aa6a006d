import { resolve } from "node:path";
import { Command } from "commander";
import {
  bodiesWithMember,
  controlSpan,
  type ControlSpan,
  type ExplanationLine,
  explainStop,
  findParty,
  whoCanStop,
} from "../evals/index.ts";
import { openEvidence } from "../evidence/index.ts";
import { type ControlRelation, controlRelations } from "../model/index.ts";
import { findWorkspace, readRecordedControl } from "../pipeline/index.ts";
import { CASEBOOK_FOLDER, formatProblem, readCasebook } from "../sources/index.ts";
import { nearNames, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { parseDay, refuseFuture } from "./parse-options.ts";
import { count, oneLine, type Paint, painter, wrap } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface StopOptions {
  readonly on?: string;
  readonly casebook?: string;
  readonly json?: true;
}

/** `corrigible who-can-stop NAME` */
export function whoCanStopCommand(context: Context): Command {
  return new Command("who-can-stop")
    .description(
      "Says who could stop or remove a lab, a body or an officer on a day: by what path, what each step rests on, and " +
        "whether it held when it was used. Looks at the casebook in the workspace's evidence; outside a workspace, at " +
        "the one that comes with Corrigible. Without a name it lists the parties.",
    )
    .argument("[name...]", "a party by its name or id: openai, 'OpenAI chief executive'")
    .option("--on <day>", "on this day, UTC, as 2023-11-17 (default: today)", parseDay)
    .option("--casebook <dir>", "look at this folder of LAB/THEME.yaml instead")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible who-can-stop OpenAI chief executive --on 2023-11-17\n")
    .action((words: string[], options: StopOptions, command: Command) => {
      const relations = readRelations(context, command, options);
      const span = controlSpan(relations);
      if (span === null) throw new UserError("no relation of control is recorded; see corrigible casebook");
      if (words.length === 0) context.stdout.write(listParties(span, options));
      else answer(context, relations, { span, name: words.join(" "), options });
    });
}

/** From the folder named, else from the workspace in which the user stands, else from the casebook that is shipped. */
function readRelations(context: Context, command: Command, { casebook }: StopOptions): readonly ControlRelation[] {
  if (casebook !== undefined) return readFolder(resolve(context.cwd, casebook), casebook);
  const { workspace } = command.optsWithGlobals<{ workspace?: string }>();
  const inside = workspace ?? context.workspace ?? findWorkspace(context.cwd);
  if (inside === null) return readFolder(CASEBOOK_FOLDER, "casebook");
  const relations = readRecordedControl(openEvidence(openNamedWorkspace(context, command).evidence));
  if (relations.length === 0) {
    throw new UserError(
      "the workspace's evidence tells of no control; record a casebook with corrigible import casebook, or name one with " +
        "--casebook DIR",
    );
  }
  return relations;
}

function readFolder(dir: string, shown: string): readonly ControlRelation[] {
  const { records, problems } = readCasebook(dir, shown);
  const [first] = problems;
  if (first !== undefined) throw new UserError(`${formatProblem(first)}; see corrigible casebook lint ${shown}`);
  return records.flatMap(controlRelations);
}

interface Asked {
  readonly span: ControlSpan;
  readonly name: string;
  readonly options: StopOptions;
}

function answer(context: Context, relations: readonly ControlRelation[], { span, name, options }: Asked): void {
  const id = findParty(span.parties, name);
  if (id === null) throw new UserError(`no party "${name}"${hintAt(relations, span, name)}`);
  const today = context.clock().toISOString().slice(0, "2024-01-10".length);
  const { on = today } = options;
  const since = span.since.get(id) ?? span.first;
  if (on < since)
    throw new UserError(`no relation of ${name} is recorded before ${since}; give that day or a later one`);
  refuseFuture(context, on);
  const found = whoCanStop(relations, id, on);
  const known = { ...found, name: span.parties.get(id) ?? id };
  if (options.json) context.stdout.write(`${JSON.stringify(known)}\n`);
  else context.stdout.write(formatLines(explainStop(known), painter(context)));
}

/** Names that may have been meant. */
function hintAt(relations: readonly ControlRelation[], { parties }: ControlSpan, name: string): string {
  const near = nearNames(name, [...parties.values()]);
  const bodies = bodiesWithMember(relations, name).map((body) => `"${body}"`);
  if (bodies.length > 0 && !near.some((one) => one.toLowerCase().includes(name.toLowerCase()))) {
    return `, but such a one has a vote in ${bodies.join(", ")}; ask who could stop that`;
  }
  if (near.length > 0) return `; did you mean ${near.map((one) => `"${one}"`).join(", ")}?`;
  return "; corrigible who-can-stop without a name lists them";
}

function listParties({ first, parties }: ControlSpan, { json }: StopOptions): string {
  const sorted = [...parties].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (json) return `${JSON.stringify({ first, parties: sorted.map(([id, name]) => ({ id, name })) })}\n`;
  const rows = sorted.map(([id, name]) => `${oneLine(name)}  (${id})`);
  return `${rows.join("\n")}\n\n${count(rows.length, "party", "parties")}, from ${first} on.\n`;
}

function formatLines(lines: readonly ExplanationLine[], paint: Paint): string {
  return lines.map((line, at) => formatLine(line, at === 0, paint)).join("");
}

function formatLine({ kind, text }: ExplanationLine, first: boolean, paint: Paint): string {
  if (kind === "heading") return `${first ? "" : "\n"}${paint("bold", oneLine(text))}\n`;
  return `${wrap(text, kind === "path" ? "  " : "    ")}\n`;
}
