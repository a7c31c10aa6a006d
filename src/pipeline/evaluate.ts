import { assessLabs } from "../assess/index.ts";
import { type EvalInput, EVALS_VERSION, runEvals } from "../evals/index.ts";
import { openEvidence } from "../evidence/index.ts";
import { type EvalRows, openIndex, readEvalState, writeEvals } from "../index/index.ts";
import { type EvalName, toFindings } from "../model/index.ts";
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
  const { real, fictional } = partLabs(input, new Set(workspace.labTable.fictional));
  const onStart = (name: EvalName): void => onProgress({ what: `eval: ${name}`, done: 0, total: 0 });
  const rows = evaluateInput(real, onStart);
  if (fictional.labs.size > 0)
    addRows(
      rows,
      evaluateInput(fictional, () => {}),
    );
  const frame = { asOf: input.asOf, labs: Object.fromEntries(input.labs) };
  writeEvals(workspace.indexPath, { frame, ...rows }, state);
  return { labs: input.labs.size, findings: rows.findings.length, measures: rows.measures.length, asOf: input.asOf };
}

/** Labs that do not exist, apart from all that is real: they have documents alone. */
function partLabs(input: EvalInput, examples: ReadonlySet<string>): { real: EvalInput; fictional: EvalInput } {
  const choose = (isExample: boolean): Pick<EvalInput, "labs" | "documents"> => ({
    labs: new Map([...input.labs].filter(([lab]) => examples.has(lab) === isExample)),
    documents: input.documents.filter(({ lab }) => examples.has(lab) === isExample),
  });
  const none = { records: [], indicators: [], incidents: [], series: [], events: [], control: [] };
  return { real: { ...input, ...choose(false) }, fictional: { ...input, ...none, ...choose(true) } };
}

type Rows = { -readonly [Name in keyof Omit<EvalRows, "frame">]: EvalRows[Name][number][] };

function evaluateInput(input: EvalInput, onStart: (name: EvalName) => void): Rows {
  const results = runEvals(input, onStart);
  const findings = [...input.records.flatMap(toFindings), ...results.flatMap((one) => one.findings)];
  const { assessments, comparisons } = assessLabs({
    labs: [...input.labs.keys()],
    findings,
    indicators: input.indicators,
    coverage: new Map(results.map((one) => [one.eval, one.coverage])),
    seed: input.seed,
  });
  return {
    findings,
    measures: results.flatMap((one) => one.measures),
    assessments: [...assessments],
    comparisons: [...comparisons],
  };
}

/** Adds what was said of labs that do not exist; they are no industry. */
function addRows(rows: Rows, { findings, measures, assessments, comparisons }: Rows): void {
  rows.findings.push(...findings);
  rows.measures.push(...measures.filter(({ lab }) => lab !== "industry"));
  rows.assessments.push(...assessments);
  rows.comparisons.push(...comparisons);
}

async function readInput(workspace: Workspace, asOf: string | undefined): Promise<EvalInput> {
  const index = await openIndex(workspace.indexPath);
  try {
    return await readEvalInput(workspace, index, asOf);
  } finally {
    await index.close();
  }
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
