import { openEvidence } from "../evidence/index.ts";
import type { EvalInput } from "../evals/index.ts";
import { type EvalRows, openIndex, readEvalState, readGeneration, writeEvals } from "../index/index.ts";
import { EVALS_VERSION } from "../model/index.ts";
import { runStep } from "../std/index.ts";
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
export function evaluateLabs(workspace: Workspace, asOf?: string, onProgress?: Progress): Promise<EvalSummary | null> {
  return runStep("evals", {}, async ({ attributes }) => {
    const summary = await runEvals(workspace, asOf, onProgress);
    if (summary !== null) Object.assign(attributes, { labs: summary.labs, findings: summary.findings });
    return summary;
  });
}

/** As {@link evaluateLabs}, on the day that the index was last asked to stand on. */
export async function evaluateAgain(workspace: Workspace): Promise<EvalSummary | null> {
  const state = await readEvalState(workspace.index);
  const { asOf } = state === null ? { asOf: null } : (JSON.parse(state) as { readonly asOf: string | null });
  return evaluateLabs(workspace, asOf ?? undefined);
}

async function runEvals(
  workspace: Workspace,
  asOf?: string,
  onProgress: Progress = noProgress,
): Promise<EvalSummary | null> {
  for (;;) {
    const state = stateOf(workspace, asOf);
    const generation = await readGeneration(workspace.index);
    if ((await readEvalState(workspace.index)) === state) return null;
    onProgress({ what: "reading for the evals", done: 0, total: 0 });
    const { input, rows } = await makeEvals(workspace, asOf, onProgress);
    // An audit has committed meanwhile: what was read may be half of before, half of after.
    if (!(await writeEvals(workspace.index, rows, { state, generation }))) continue;
    return {
      labs: input.labs.size,
      findings: rows.findings.length,
      measures: rows.measures.length,
      asOf: input.asOf,
    };
  }
}

async function makeEvals(
  workspace: Workspace,
  asOf: string | undefined,
  onProgress: Progress,
): Promise<{ readonly input: EvalInput; readonly rows: EvalRows }> {
  // Loaded here, so that an audit that finds nothing new starts in half the time.
  const [{ readEvalInput }, { makeEvalRows }] = await Promise.all([
    import("./eval-input.ts"),
    import("./eval-rows.ts"),
  ]);
  const index = await openIndex(workspace.index);
  try {
    const input = await readEvalInput(workspace, index, asOf);
    const rows = makeEvalRows(input, new Set(workspace.labTable.fictional), (name) =>
      onProgress({ what: `eval: ${name}`, done: 0, total: 0 }),
    );
    return { input, rows };
  } finally {
    await index.close();
  }
}

/** What the evals are made from: the log, the day, the table of labs, and this program. */
function stateOf(workspace: Workspace, asOf?: string): string {
  const { size, root } = openEvidence(workspace.evidence);
  return JSON.stringify({
    size,
    root: Buffer.from(root).toString("hex"),
    asOf: asOf ?? null,
    labs: workspace.labTable,
    evals: EVALS_VERSION,
  });
}
