import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { CASEBOOK_TYPES, type CasebookType, type Dated } from "../model/index.ts";
import {
  addRecords,
  type Casebook,
  CASEBOOK_FOLDER,
  formatProblem,
  type NewRecord,
  parseFile,
  readCasebook,
  skeleton,
} from "../sources/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { parseLab, parseRoughDay } from "./parse-options.ts";
import { readText } from "./read-text.ts";
import { count } from "./terminal.ts";

/** `corrigible casebook lint|add` */
export function casebookCommand(context: Context): Command {
  return new Command("casebook")
    .description("Checks a casebook, or adds a record to one: sourced facts about labs in files that people write.")
    .addCommand(lintCommand(context))
    .addCommand(addCommand(context))
    .addHelpText("after", "\nExample:\n  corrigible casebook lint\n");
}

/** Where a casebook is looked for when none is named. */
const HERE = "casebook";

function lintCommand(context: Context): Command {
  return new Command("lint")
    .description("Checks every record of a casebook. Exit 1 where anything is wrong, told with file, line and field.")
    .argument("[dir]", "a folder of LAB/THEME.yaml (default: casebook here, else the one that comes with Corrigible)")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExamples:\n  corrigible casebook lint\n  corrigible casebook lint my-casebook\n")
    .action((dir: string | undefined, { json }: { json?: true }) => {
      const casebook = readNamed(context, dir);
      const { records, problems, untold } = casebook;
      if (json) {
        context.stdout.write(
          `${JSON.stringify({ ok: problems.length === 0, records: records.length, problems, untold })}\n`,
        );
      } else for (const problem of problems) context.stdout.write(`${formatProblem(problem)}\n`);
      if (problems.length > 0) throw new UserError(describeProblems(casebook), EXIT.problem);
      if (!json) context.stdout.write(describeRecords(casebook));
    });
}

function readNamed({ cwd }: Context, dir: string | undefined): Casebook {
  if (dir !== undefined) return readCasebook(resolve(cwd, dir), dir);
  const here = resolve(cwd, HERE);
  return readCasebook(existsSync(here) ? here : CASEBOOK_FOLDER, HERE);
}

function describeProblems({ records, problems, untold }: Casebook): string {
  const told = untold === 0 ? "" : `, of which ${problems.length} are told`;
  return `${count(problems.length + untold, "problem")}${told}; ${count(records.length, "record")} without any`;
}

function describeRecords({ records }: Casebook): string {
  const labs = new Set(records.map(({ lab }) => lab)).size;
  const sources = records.flatMap((record) => record.sources).length;
  const weak = records.filter(({ weak }) => weak !== null).length;
  return `${count(records.length, "record")} of ${count(labs, "lab")}, ${count(sources, "source")}, ${weak} weak: no problem.\n`;
}

interface AddOptions {
  readonly lab?: string;
  readonly type?: CasebookType;
  readonly date?: Dated;
  readonly title?: string;
  readonly id?: string;
  readonly from?: string;
  readonly dir: string;
}

function addCommand(context: Context): Command {
  return new Command("add")
    .description(
      "Writes a new record into the file where it belongs: a skeleton of what it must say, to be filled in with an " +
        "editor, or the records of a file.",
    )
    .option("--lab <id>", "id of the lab: openai", parseLab)
    .addOption(new Option("--type <type>", "what kind of event it is").choices(CASEBOOK_TYPES))
    .option("--date <date>", "when it happened: 2026-01-05, 2026-01 or 2026", parseRoughDay)
    .option("--title <title>", "a short neutral title")
    .option("--id <id>", "id of the record (default: made from lab, month and title)")
    .option("--from <file>", "a record or a list of records, in YAML or JSON, instead of the options above")
    .option("--dir <dir>", "folder of the casebook", HERE)
    .addHelpText(
      "after",
      '\nExamples:\n  corrigible casebook add --lab openai --type promise --date 2026-01-05 --title "Promises a report"\n' +
        "  corrigible casebook add --from record.yaml\n",
    )
    .action((options: AddOptions) => {
      const records = options.from === undefined ? [toSkeleton(options)] : readRecords(context, options.from);
      for (const { id, file, line } of addRecords(resolve(context.cwd, options.dir), options.dir, records)) {
        context.stdout.write(`Added ${id}: ${options.dir}/${file}:${line}\n`);
      }
      const next = options.from === undefined ? "fill it in, then " : "";
      context.stdout.write(`Next: ${next}corrigible casebook lint ${options.dir}\n`);
    });
}

function toSkeleton({ lab, type, date, title, id }: AddOptions): NewRecord {
  if (lab === undefined || type === undefined || date === undefined || title === undefined) {
    throw new UserError("a new record needs --lab, --type, --date and --title, or --from FILE");
  }
  return skeleton({ lab, type, when: date, title }, id);
}

function readRecords({ cwd }: Context, from: string): NewRecord[] {
  const { items, problems } = parseFile(readText(resolve(cwd, from)), from);
  const [first] = problems;
  if (first !== undefined) throw new UserError(formatProblem(first));
  if (items.length === 0) throw new UserError(`${from} holds no record`);
  return items.flatMap(({ record }) => record ?? []);
}
