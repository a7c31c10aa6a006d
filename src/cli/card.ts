import { resolve } from "node:path";
import { Command, Option } from "commander";
import { openEvidence } from "../evidence/index.ts";
import {
  type Index,
  listAssessments,
  listComparisons,
  listFindings,
  listMeasures,
  readEvalFrame,
} from "../index/index.ts";
import type { Workspace } from "../pipeline/index.ts";
import { type CardData, makeCard, printPdf, renderCardMarkdown, renderCardPage } from "../server/index.ts";
import type { Context } from "./context.ts";
import { refuse, withIndex } from "./open-index.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";
import { writeText } from "./write-text.ts";

const FORMATS = {
  html: renderCardPage,
  md: renderCardMarkdown,
  json: (card: CardData) => `${JSON.stringify(card)}\n`,
} as const;
type Format = keyof typeof FORMATS;

interface CardOptions {
  readonly format: Format;
  readonly output?: string;
  readonly pdf?: true;
  readonly json?: true;
}

/** `corrigible card LAB` */
export function cardCommand(context: Context): Command {
  return new Command("card")
    .description(
      "Writes the card of a lab: six evals with their intervals, key findings with evidence and counter-evidence, what " +
        "could not be established, what would change the assessment, questions to ask.",
    )
    .argument("<lab>", "id of the lab, as openai")
    .addOption(new Option("--format <word>", "how it is written").choices(Object.keys(FORMATS)).default("md"))
    .option("--output <file>", "write it to this file (default: standard output)")
    .option("--pdf", "as a PDF, printed by an installed Chromium")
    .addOption(workspaceOption())
    .option("--json", "the same as --format json")
    .addHelpText("after", "\nExamples:\n  corrigible card openai\n  corrigible card openai --pdf --output openai.pdf\n")
    .action(async (lab: string, options: CardOptions, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const card = await withIndex(context, workspace, (index) => readCard(index, workspace, lab));
      const bytes = options.pdf
        ? printPdf(renderCardPage(card))
        : FORMATS[options.json ? "json" : options.format](card);
      if (options.output === undefined) context.stdout.write(bytes);
      else writeText(resolve(context.cwd, options.output), bytes);
    });
}

/** A lab's card from what the index holds. Throws a UserError for a lab that nothing is known of. */
export async function readCard(index: Index, workspace: Workspace, lab: string): Promise<CardData> {
  const { asOf, labs } = await readEvalFrame(index);
  refuse("lab", lab, new Set(Object.keys(labs)));
  const { origin, size, root } = openEvidence(workspace.evidence);
  return makeCard({
    lab,
    labName: labs[lab] ?? lab,
    asOf,
    log: { origin, size, root: Buffer.from(root).toString("hex") },
    assessments: await listAssessments(index, lab),
    measures: await listMeasures(index, { lab }),
    findings: await listFindings(index, { lab }),
    comparisons: await listComparisons(index),
  });
}
