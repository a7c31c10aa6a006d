import { existsSync } from "node:fs";
import { Command, Option } from "commander";
import { listFindings, openIndex, readEvalFrame, tallyChanges, tallyNoise } from "../index/index.ts";
import { ALARM_CONFIDENCE, DETECTOR_VERSION } from "../model/index.ts";
import {
  type AuditSummary,
  auditEvidence,
  evaluateLabs,
  type Progress,
  type Readers,
  rebuildIndex,
  tripwiresPath,
  type Workspace,
} from "../pipeline/index.ts";
import type { Context } from "./context.ts";
import { parseDay, refuseFuture } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { count } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible audit` */
export function auditCommand(context: Context): Command {
  return new Command("audit")
    .description(
      "Brings the index up to the evidence log: reads every new version clause by clause, then runs the six evals.",
    )
    .option(
      "--as-of <day>",
      "the day that counts as today: the evals know of nothing later (default: the newest day in the evidence)",
      parseDay,
    )
    .addOption(workersOption())
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible audit\n")
    .action((options: AuditOptions, command: Command) => runAudit(context, command, options, auditEvidence));
}

/** `corrigible rebuild` */
export function rebuildCommand(context: Context): Command {
  return new Command("rebuild")
    .description("Deletes the index and makes it anew from the evidence log; the answers stay the same.")
    .addOption(workersOption())
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible rebuild\n")
    .action((options: AuditOptions, command: Command) => runAudit(context, command, options, rebuildIndex));
}

/** The option of commands that read documents. */
export function workersOption(): Option {
  return new Option(
    "--workers",
    "have corrigible worker read the documents, wherever it runs (needs CORRIGIBLE_DATABASE)",
  );
}

interface AuditOptions {
  readonly asOf?: string;
  readonly workers?: true;
  readonly json?: true;
}

type Job = (workspace: Workspace, onProgress: Progress, readers: Readers) => Promise<AuditSummary>;

async function runAudit(
  context: Context,
  command: Command,
  { asOf, workers, json }: AuditOptions,
  job: Job,
): Promise<void> {
  if (asOf !== undefined) refuseFuture(context, asOf);
  const workspace = openNamedWorkspace(context, command);
  const progress = showProgress(context);
  try {
    const summary = await job(workspace, progress.onProgress, workers ? "workers" : "threads");
    await evaluateLabs(workspace, asOf, progress.onProgress);
    progress.stop();
    const report = { ...summary, ...(await tally(workspace)) };
    const next = existsSync(tripwiresPath(workspace)) ? "corrigible tripwire run; " : "";
    context.stdout.write(json ? `${JSON.stringify(report)}\n` : formatReport(report, next));
  } finally {
    progress.stop();
  }
}

interface Tally {
  /** Alarms: changes that loosen or tighten and are not suppressed. */
  readonly loosens: number;
  readonly tightens: number;
  /** Alarms of which the document says nothing. */
  readonly undisclosed: number;
  /** Versions that are no change by the lab, by kind of noise. */
  readonly noise: Readonly<Record<string, number>>;
  /** Labs that anything is known of, and findings on them; the day that counts as today. */
  readonly labs: number;
  readonly findings: number;
  readonly asOf: string;
}

async function tally(workspace: Workspace): Promise<Tally> {
  const index = await openIndex(workspace.index);
  try {
    const counts = await tallyChanges(index, { minConfidence: ALARM_CONFIDENCE });
    const sum = (which: (row: (typeof counts)[number]) => boolean): number =>
      counts.filter(which).reduce((total, { count }) => total + count, 0);
    const noise = await tallyNoise(index);
    const { asOf, labs } = await readEvalFrame(index);
    const findings = await listFindings(index, {});
    return {
      asOf,
      labs: Object.keys(labs).length,
      findings: findings.length,
      loosens: sum(({ direction }) => direction === "loosens"),
      tightens: sum(({ direction }) => direction === "tightens"),
      undisclosed: sum(
        ({ direction, disclosed }) => direction !== "neutral" && (disclosed === "no" || disclosed === "no-note"),
      ),
      noise: Object.fromEntries(noise.flatMap(({ noise, count }) => (noise === null ? [] : [[noise, count]]))),
    };
  } finally {
    await index.close();
  }
}

/** `next`: commands to be named before the others, each ended by a semicolon. */
function formatReport(report: AuditSummary & Tally, next: string): string {
  const { documents, versions, logSize, root, loosens, tightens, undisclosed, noise, labs, findings, asOf, detector } =
    report;
  const read =
    documents === 0
      ? "Up to date: no new versions."
      : `Read ${count(documents, "document")} with ${count(versions, "version")}.`;
  const quiet = Object.values(noise).reduce((sum, one) => sum + one, 0);
  return [
    read,
    `${count(loosens, "change")} that loosen, ${tightens.toLocaleString("en-US")} that tighten; ` +
      `${undisclosed.toLocaleString("en-US")} of them undisclosed.`,
    `${count(quiet, "version")} set aside as noise: ${formatNoise(noise)}.`,
    `${count(findings, "finding")} on ${count(labs, "lab")} in six evals, as of ${asOf}.`,
    ...held(detector),
    `The log has ${count(logSize, "entry", "entries")}, root ${root}.`,
    `Next: ${next}corrigible changes; corrigible card LAB`,
    "",
  ].join("\n");
}

function held(detector: string): string[] {
  if (detector === DETECTOR_VERSION) return [];
  return [
    `Verdicts of detector ${detector} are held; this program's is ${DETECTOR_VERSION}: corrigible reprocess compares both.`,
  ];
}

function formatNoise(noise: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(noise).toSorted(([, a], [, b]) => b - a);
  return kinds.map(([kind, amount]) => `${kind} ${amount.toLocaleString("en-US")}`).join(", ") || "none";
}
