import { assessLabs } from "../assess/index.ts";
import { type EvalInput, EVALS_VERSION, runEvals } from "../evals/index.ts";
import { openEvidence } from "../evidence/index.ts";
import { openIndex, readEvalState, writeEvals } from "../index/index.ts";
import { type Finding, toFindings } from "../model/index.ts";
import { readEvalInput } from "./eval-input.ts";
import { noProgress, type Progress } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

export interface EvalSummary {
  /** Labs that anything is known of. */
  readonly labs: number;
  readonly findings: number;
  readonly measures: number;
  /** The day that counts as today. */
  readonly asOf: string;
}

/**
 * Runs the six evals over what the index and the log hold, weighs the findings, and puts all of it into the index.
 * Nothing is done where the index already shows it; `asOf`: by default the newest day in the evidence.
 */
export async function evaluateLabs(
  workspace: Workspace,
  asOf?: string,
  onProgress: Progress = noProgress,
): Promise<EvalSummary | null> {
  const state = stateOf(workspace, asOf);
  if (readEvalState(workspace.indexPath) === state) return null;
  onProgress({ what: "reading for the evals", done: 0, total: 0 });
  const input = await readInput(workspace, asOf);
  const results = runEvals(input, (name) => onProgress({ what: `eval: ${name}`, done: 0, total: 0 }));
  const findings: Finding[] = [...input.records.flatMap(toFindings), ...results.flatMap((one) => one.findings)];
  const { assessments, comparisons } = assessLabs({
    labs: [...input.labs.keys()],
    findings,
    indicators: input.indicators,
    coverage: new Map(results.map((one) => [one.eval, one.coverage])),
    seed: input.seed,
  });
  const measures = results.flatMap((one) => one.measures);
  const frame = { asOf: input.asOf, labs: Object.fromEntries(input.labs) };
  writeEvals(workspace.indexPath, { frame, findings, measures, assessments, comparisons }, state);
  return { labs: input.labs.size, findings: findings.length, measures: measures.length, asOf: input.asOf };
}

async function readInput(workspace: Workspace, asOf: string | undefined): Promise<EvalInput> {
  const index = await openIndex(workspace.indexPath);
  try {
    return await readEvalInput(workspace, index, asOf);
  } finally {
    await index.close();
  }
}

/** What the evals are made from: the log, the day, and this program. */
function stateOf(workspace: Workspace, asOf?: string): string {
  const { size, root } = openEvidence(workspace.evidenceDir);
  return JSON.stringify({ size, root: Buffer.from(root).toString("hex"), asOf: asOf ?? null, evals: EVALS_VERSION });
}
