import { type Agreement, type ReadTwice } from "../pipeline/index.ts";
import type { Endpoint, Verdict } from "../reader/index.ts";
import { formatEstimate } from "../server/index.ts";
import { formatChange } from "./format-change.ts";
import { count, oneLine, type Paint, wrap } from "./terminal.ts";

/** Fewer changes than this on which both gave a verdict say little about agreement. */
const FEW = 30;

export interface ReadingsReport {
  readonly pairs: readonly ReadTwice[];
  readonly agreement: Agreement;
  /** Changes asked about in this run, and changes left that the reader has not read. */
  readonly asked: number;
  readonly left: number;
  readonly endpoint: Endpoint;
}

/** Where two readers differ, change by change, and how far they agree over all. */
export function formatReadings(report: ReadingsReport, paint: Paint): string {
  const { pairs, agreement, asked, left, endpoint } = report;
  const told = pairs.filter(({ agrees }) => agrees !== true).map((pair) => formatPair(pair, paint));
  const agreed = pairs.filter(({ agrees }) => agrees === true).length;
  const reader = `${oneLine(endpoint.model)} at ${oneLine(endpoint.url.host)}`;
  const lines = [
    ...told,
    paint("bold", `Second reader: ${reader}`),
    `  ${count(asked, "change")} read now, ${count(left, "change")} of those chosen not yet read.`,
    `  ${agreed} agreed, ${agreement.both - agreed} differ, ${agreement.none} without an answer. The first verdicts stand.`,
    ...formatKappas(agreement),
    ...(asked > 0 ? ["Next: corrigible audit, since the log has grown"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function formatPair({ listed, second: { answer } }: ReadTwice, paint: Paint): string {
  const { change, note } = listed;
  const words =
    answer.kind === "none"
      ? `no second verdict: ${answer.why} (${oneLine(answer.detail)})`
      : `differs: ${sayVerdict(answer.verdict)}: “${oneLine(answer.verdict.quote)}”. ${oneLine(answer.verdict.reason)}`;
  const head = `${paint("bold", `${change.date.slice(0, "2024-01-10".length)}  ${oneLine(change.document)}`)}  change ${change.id}`;
  return `${head}\n${formatChange(change, note, paint)}\n${wrap(words, "  ")}\n`;
}

function sayVerdict({ loosens, tightens, subject }: Verdict): string {
  const ways = [...(loosens ? ["loosens"] : []), ...(tightens ? ["tightens"] : [])];
  return ways.length === 0
    ? "moves nothing that binds"
    : `${ways.join(" and ")}${subject === null ? "" : ` (${subject})`}`;
}

function formatKappas({ both, loosens, tightens, subject }: Agreement): string[] {
  const kappas = { "loosens?": loosens, "tightens?": tightens, "subject?": subject };
  const lines = Object.entries(kappas).map(
    ([question, estimate]) => `  Cohen's kappa, ${question} ${formatEstimate(estimate, "index")}`,
  );
  const few = both < FEW ? [`  ${count(both, "change")} read by both: too few to tell how far the two agree.`] : [];
  return [...lines, ...few];
}
