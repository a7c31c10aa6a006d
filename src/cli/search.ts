import { Command } from "commander";
import { MARK, searchClauses } from "../index/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { refuseUnknown, withIndex } from "./open-index.ts";
import { parseLimit } from "./parse-options.ts";
import { oneLine, type Paint, painter, wrap } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Clauses listed where no limit is given. */
const LISTED = 20;

type Found = Awaited<ReturnType<typeof searchClauses>>[number];

interface SearchOptions {
  readonly lab?: string;
  readonly document?: string;
  readonly inForce?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** `corrigible search TEXT` */
export function searchCommand(context: Context): Command {
  return new Command("search")
    .description("Finds clauses by their words, best match first, with when each was in force.")
    .argument("<text...>", "words that must all occur, in any form; a phrase in double quotes: '\"high risk\"'")
    .option("--lab <id>", "only this lab")
    .option("--document <id>", "only this document, as lab/name")
    .option("--in-force", "only clauses that are in force now")
    .option("--limit <n>", `at most so many (default: ${LISTED})`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible search military warfare --lab openai\n")
    .action(async (words: string[], options: SearchOptions, command: Command) => {
      const text = words.join(" ");
      if (!/[\p{L}\p{N}]/u.test(text)) throw new UserError(`"${text}" has no word to search for`);
      const workspace = openNamedWorkspace(context, command);
      await withIndex(context, workspace, async (index) => {
        await refuseUnknown(index, options);
        const { lab, document, inForce, limit = LISTED } = options;
        const found = await searchClauses(index, { text, lab, document, inForce, limit });
        if (options.json) for (const { clause } of found) context.stdout.write(`${JSON.stringify(clause)}\n`);
        else context.stdout.write(formatFound(found, painter(context)));
      });
    });
}

function formatFound(found: readonly Found[], paint: Paint): string {
  if (found.length === 0) return "No such clause.\n";
  return `${found.map((one) => formatClause(one, paint)).join("\n\n")}\n`;
}

function formatClause({ clause, highlighted }: Found, paint: Paint): string {
  const day = (date: string): string => date.slice(0, "2024-01-10".length);
  const until = clause.until === null ? "now" : day(clause.until);
  const lines = [`${paint("bold", clause.document)}  in force ${day(clause.since)} – ${until}`];
  if (clause.path.length > 0) lines.push(wrap(`under: ${clause.path.map(oneLine).join(" › ")}`, "  "));
  lines.push(paintMatches(wrap(highlighted, "  "), paint));
  lines.push(
    wrap(`${clause.modality}, binds: ${clause.bearer}; first ${clause.firstVersion}, last ${clause.lastVersion}`, "  "),
  );
  return lines.join("\n");
}

function paintMatches(text: string, paint: Paint): string {
  const pattern = new RegExp(`${MARK.start}([^${MARK.end}]*)${MARK.end}`, "gu");
  return text.replaceAll(pattern, (_, word: string) => paint("yellow", word));
}
