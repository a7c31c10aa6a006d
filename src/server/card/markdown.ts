import { EVAL_TITLES, type Finding, type Measure } from "../../model/index.ts";
import type { CardData, CardEval } from "./data.ts";
import {
  formatComparison,
  formatCounts,
  formatDated,
  formatEstimate,
  sayDropped,
  sayNoFinding,
  SOURCE_WORDS,
} from "./format.ts";

/** The card as Markdown: the same facts as the page. Text from outside is escaped. */
export function renderCardMarkdown(card: CardData): string {
  const lines = [
    `# Lab card: ${escape(card.labName)}`,
    "",
    `As of ${card.asOf} · rubric ${card.rubric} · evidence log ${card.log.origin}, ${card.log.size} entries, root \`${card.log.root}\``,
    "",
    ...card.summary.flatMap((line) => [escape(line), ""]),
    "| eval | balance (90 % interval) | findings | concerning | reassuring | mixed |",
    "| --- | --- | --- | --- | --- | --- |",
    ...card.evals.map(formatRow),
    "",
    ...card.evals.flatMap(formatSection),
    ...formatList("What would change this assessment", card.changers.map(escape)),
    ...formatList("Questions to ask the lab", card.questions.map(escape)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function formatRow({ name, assessment }: CardEval): string {
  const { balance, findings, concerning, reassuring, mixed } = assessment;
  return `| ${EVAL_TITLES[name]} | ${formatEstimate(balance, "index")} | ${findings} | ${concerning} | ${reassuring} | ${mixed} |`;
}

function formatSection(section: CardEval): string[] {
  const { name, assessment, measures, missing, findings, findingsLeft, findingsDropped, comparisons } = section;
  return [
    `## ${EVAL_TITLES[name]}`,
    "",
    `Balance of evidence: ${formatEstimate(assessment.balance, "index")}.`,
    ...(assessment.robustness === null
      ? []
      : [`Under other weights the mean stays in this range in ${Math.round(assessment.robustness * 100)} % of draws.`]),
    "",
    ...(assessment.coverage.length === 0
      ? []
      : [`Looked for: ${assessment.coverage.map(({ what, found }) => `${escape(what)} (${found})`).join(", ")}.`, ""]),
    ...formatList("Measures", measures.map(formatMeasure), "###"),
    ...(findings.length === 0 ? [sayNoFinding(findingsDropped), ""] : []),
    ...findings.flatMap(formatFinding),
    ...(findingsLeft > 0 ? [`${findingsLeft} more findings: \`corrigible findings --eval ${name}\`.`, ""] : []),
    ...(findingsDropped > 0 ? [sayDropped(findingsDropped), ""] : []),
    ...formatList(
      "Beside other labs",
      comparisons.map((one) => formatComparison(one, assessment.lab)),
      "###",
    ),
    ...formatList(
      "Not established",
      missing.map(({ label, estimate }) => `${escape(label)}: ${estimate.established ? "" : escape(estimate.reason)}`),
      "###",
    ),
  ];
}

function formatMeasure(measure: Measure): string {
  const counts = formatCounts(measure);
  const value = formatEstimate(measure.estimate, measure.unit);
  return `${escape(measure.label)}: **${value}**${counts === "" ? "" : ` (${counts})`}. ${escape(measure.caution)}`;
}

function formatFinding(finding: Finding): string[] {
  const { title, when, bearing, severity, state, sourceWeight, summary, counter, reply, evidence } = finding;
  return [
    `### ${escape(title)}`,
    "",
    `${formatDated(when)} · ${bearing} · severity ${severity} · ${state} · ${SOURCE_WORDS[sourceWeight]}`,
    "",
    escape(summary),
    "",
    `**Against this reading:** ${escape(counter)}`,
    "",
    `**The lab's reply:** ${reply === null ? "none recorded." : escape(reply)}`,
    "",
    `Evidence: ${evidence.map((id) => `\`${id.replaceAll("`", "")}\``).join(", ")}`,
    "",
  ];
}

function formatList(title: string, items: readonly string[], level = "##"): string[] {
  return items.length === 0 ? [] : [`${level} ${title}`, "", ...items.map((item) => `- ${item}`), ""];
}

/** Text that Markdown takes as text, on one line. */
function escape(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`);
}
