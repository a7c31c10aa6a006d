import { Command, Option } from "commander";
import { listMeasures, readEvalFrame } from "../index/index.ts";
import { type EvalName, EVAL_TITLES, EVALS, type Measure } from "../model/index.ts";
import { formatCounts, formatEstimate } from "../server/index.ts";
import type { Context } from "./context.ts";
import { refuse, withIndex } from "./open-index.ts";
import { oneLine, type Paint, painter, wrap } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** The lab whose measures are over all labs. */
const INDUSTRY = "industry";

/** `corrigible measures [LAB]` */
export function measuresCommand(context: Context): Command {
  return new Command("measures")
    .description(
      "Lists the measures of a lab, each with its 90 % interval, or, without a lab, those over all labs: concentration, " +
        "coupling of releases, comparisons.",
    )
    .argument("[lab]", "id of the lab, as openai", INDUSTRY)
    .addOption(new Option("--eval <name>", "only this eval").choices(EVALS))
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line, with the rows behind each measure")
    .addHelpText("after", "\nExample:\n  corrigible measures openai --eval power-seeking\n")
    .action(async (lab: string, options: { eval?: EvalName; json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      await withIndex(context, workspace, async (index) => {
        const { labs } = await readEvalFrame(index);
        refuse("lab", lab, new Set([...Object.keys(labs), INDUSTRY]));
        const measures = await listMeasures(index, { lab, eval: options.eval });
        if (options.json) for (const one of measures) context.stdout.write(`${JSON.stringify(one)}\n`);
        else context.stdout.write(formatList(measures, painter(context)));
      });
    });
}

function formatList(measures: readonly Measure[], paint: Paint): string {
  if (measures.length === 0) return "No such measure.\n";
  const byEval = Map.groupBy(measures, (measure) => measure.eval);
  return [...byEval]
    .map(([name, own]) => `${paint("bold", EVAL_TITLES[name])}\n${own.map(formatMeasure).join("")}`)
    .join("\n");
}

function formatMeasure(measure: Measure): string {
  const { label, estimate, unit } = measure;
  const counts = formatCounts(measure);
  const value = `${formatEstimate(estimate, unit)}${counts === "" ? "" : ` (${counts})`}`;
  return `${wrap(`${oneLine(label)}: ${oneLine(value)}`, "  ")}\n`;
}
