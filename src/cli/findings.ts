import { Command, Option } from "commander";
import { type FindingFilter, listFindings, readEvalFrame } from "../index/index.ts";
import {
  BEARINGS,
  type Bearing,
  EVAL_TITLES,
  type EvalName,
  EVALS,
  type Finding,
  REVIEW_STATES,
  type ReviewState,
  type Severity,
} from "../model/index.ts";
import type { Context } from "./context.ts";
import { refuse, withIndex } from "./open-index.ts";
import { parseDay, parseLimit, parseSeverity } from "./parse-options.ts";
import { count, oneLine, type Paint, painter, type Style, wrap } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Findings shown to a person who gives no limit; `--json` gives all. */
const SHOWN = 20;

interface FindingsOptions {
  readonly lab?: string;
  readonly eval?: EvalName;
  readonly bearing?: Bearing;
  readonly severity?: Severity;
  readonly state?: ReviewState;
  readonly seed?: true;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly json?: true;
}

/** `corrigible findings` */
export function findingsCommand(context: Context): Command {
  return new Command("findings")
    .description("Lists the findings on labs, newest first, each with what speaks against it.")
    .option("--lab <id>", "only this lab")
    .addOption(new Option("--eval <name>", "only this eval").choices(EVALS))
    .addOption(new Option("--bearing <word>", "only this bearing").choices(BEARINGS))
    .option("--severity <n>", "at least this severity: 1 minor, 2 notable, 3 major", parseSeverity)
    .addOption(new Option("--state <word>", "only this state of review").choices(REVIEW_STATES))
    .option("--seed", "only what the founding essay cites")
    .option("--since <day>", "from this day on, UTC, as 2024-01-10", parseDay)
    .option("--until <day>", "up to this day, included", parseDay)
    .option("--limit <n>", `at most so many (default: ${SHOWN}, with --json all)`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible findings --lab openai --eval incorrigibility\n")
    .action(async (options: FindingsOptions, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      await withIndex(context, workspace, async (index) => {
        const { labs } = await readEvalFrame(index);
        refuse("lab", options.lab, new Set([...Object.keys(labs), "industry"]));
        const { limit: asked, json, ...filter } = options;
        const found = await listFindings(index, filter satisfies FindingFilter);
        const shown = found.slice(0, asked ?? (json ? undefined : SHOWN));
        if (json) for (const one of shown) context.stdout.write(`${JSON.stringify(one)}\n`);
        else context.stdout.write(formatList(shown, found.length, painter(context)));
      });
    });
}

function formatList(shown: readonly Finding[], total: number, paint: Paint): string {
  if (total === 0) return "No such finding.\n";
  const left = total - shown.length;
  const more = left > 0 ? ` shown of ${total.toLocaleString("en-US")}; --limit ${total} shows all` : "";
  return `${shown.map((one) => formatFinding(one, paint)).join("\n\n")}\n\n${count(shown.length, "finding")}${more}\n`;
}

const BEARING_STYLES: Readonly<Record<Bearing, Style>> = { concerning: "red", reassuring: "green", mixed: "yellow" };

function formatFinding(finding: Finding, paint: Paint): string {
  const { when, lab, title, bearing, severity, state, summary, counter, reply, evidence } = finding;
  const day = when.date.slice(0, { day: 10, month: 7, year: 4 }[when.precision]);
  const head = `${EVAL_TITLES[finding.eval]}, ${paint(BEARING_STYLES[bearing], bearing)}, severity ${severity}, ${state}`;
  return [
    paint("bold", `${day}  ${lab}: ${oneLine(title)}`),
    `  ${head}`,
    wrap(summary, "  "),
    wrap(`against it: ${counter}`, "  "),
    ...(reply === null ? [] : [wrap(`the lab's reply: ${reply}`, "  ")]),
    `  evidence: ${evidence.map((id) => oneLine(id)).join(", ")}`,
  ].join("\n");
}
