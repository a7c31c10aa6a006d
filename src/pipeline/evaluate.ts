import { openEvidence } from "../evidence/index.ts";
import { openIndex, readEvalState, writeEvals } from "../index/index.ts";
import { EVALS_VERSION } from "../model/index.ts";
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
  // Loaded here, so that an audit that finds nothing new starts in half the time.
  const [{ readEvalInput }, { makeEvalRows }] = await Promise.all([
    import("./eval-input.ts"),
    import("./eval-rows.ts"),
  ]);
  const index = await openIndex(workspace.indexPath);
  const input = await readEvalInput(workspace, index, asOf);
  await index.close();
  const rows = makeEvalRows(input, new Set(workspace.labTable.fictional), (name) =>
    onProgress({ what: `eval: ${name}`, done: 0, total: 0 }),
  );
  writeEvals(workspace.indexPath, rows, state);
  return {
    labs: input.labs.size,
    findings: rows.findings.length,
    measures: rows.measures.length,
    asOf: input.asOf,
  };
}

/** What the evals are made from: the log, the day, the table of labs, and this program. */
function stateOf(workspace: Workspace, asOf?: string): string {
  const { size, root } = openEvidence(workspace.evidenceDir);
  return JSON.stringify({
    size,
    root: Buffer.from(root).toString("hex"),
    asOf: asOf ?? null,
    labs: workspace.labTable,
    evals: EVALS_VERSION,
  });
}
