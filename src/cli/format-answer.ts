import { visibleText } from "../clauses/index.ts";
import { type Index, type ListedChange, listChanges } from "../index/index.ts";
import { ALARM_CONFIDENCE, type Disclosed } from "../model/index.ts";
import type { ReportData } from "../server/index.ts";
import { formatBalances } from "./format-balances.ts";
import { count, oneLine, type Paint, type Style } from "./terminal.ts";

/** Changes named in each part of the answer. */
const NAMED_MAX = 8;
/** Characters shown of a clause. */
const CLAUSE_LENGTH_MAX = 64;

const SILENT: readonly Disclosed[] = ["no", "no-note"];

interface Answer {
  readonly heading: string;
  readonly style: Style;
  readonly changes: readonly ListedChange[];
}

/** The changes of an answer, severest and most certain first: what was loosened in silence, what was loosened otherwise, tightened. */
export async function listAnswers(index: Index): Promise<Answer[]> {
  const list = async (direction: "loosens" | "tightens"): Promise<ListedChange[]> => {
    const alarms = await listChanges(index, { directions: [direction], minConfidence: ALARM_CONFIDENCE });
    return alarms.toSorted(
      (a, b) => b.change.severity - a.change.severity || b.change.confidence - a.change.confidence,
    );
  };
  const loosened = await list("loosens");
  const isSilent = ({ change }: ListedChange): boolean => SILENT.includes(change.disclosed);
  return [
    { heading: "Loosened, not disclosed", style: "red", changes: loosened.filter(isSilent) },
    {
      heading: "Loosened, disclosed, in part or unknown",
      style: "red",
      changes: loosened.filter((one) => !isSilent(one)),
    },
    { heading: "Tightened", style: "green", changes: await list("tightens") },
  ];
}

/** The answer for a terminal, without a line break at the end. */
export function formatAnswer(data: ReportData, answers: readonly Answer[], paint: Paint): string {
  const { labs, documents, versions, noise, log } = data;
  const quiet = noise.reduce((sum, row) => sum + row.count, 0);
  const about = data.fictional
    ? `${oneLine(labs[0] ?? "")}: a company that does not exist; we wrote its policies.`
    : `${count(labs.length, "lab")} in ${oneLine(data.source)}.`;
  return [
    `${about} Read: ${count(versions, "version")} of ${count(documents, "document")}.`,
    "",
    ...answers.flatMap((answer) => [...formatPart(answer, paint), ""]),
    ...formatBalances(data, paint),
    `Noise        ${count(quiet, "version")} set aside: ${formatNoise(noise)}`,
    `Log          ${count(log.size, "entry", "entries")}, root ${log.root}`,
  ].join("\n");
}

function formatPart({ heading, style, changes }: Answer, paint: Paint): string[] {
  const left = changes.length - NAMED_MAX;
  return [
    paint("bold", paint(style, `${heading}: ${changes.length.toLocaleString("en-US")}`)),
    ...changes.slice(0, NAMED_MAX).map((one) => formatLine(one)),
    ...(left > 0 ? [`  and ${count(left, "more", "more")}`] : []),
  ];
}

function formatLine({ change, service, terms }: ListedChange): string {
  const { date, severity, kind } = change;
  const text = oneLine(visibleText((change.new ?? change.old)?.text ?? ""));
  const clause = text.length > CLAUSE_LENGTH_MAX ? `${text.slice(0, CLAUSE_LENGTH_MAX).trimEnd()} …` : text;
  return `  ${date.slice(0, 10)}  severity ${severity}  ${kind.padEnd(12)}  ${oneLine(`${service} ${terms}`)}: “${clause}”`;
}

function formatNoise(noise: ReportData["noise"]): string {
  return noise.map(({ kind, count }) => `${kind} ${count.toLocaleString("en-US")}`).join(", ") || "none";
}
