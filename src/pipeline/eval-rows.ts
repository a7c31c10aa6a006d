import { assessLabs } from "../assess/index.ts";
import { type AroundEval, type EvalInput, runEvals, sharedEvents } from "../evals/index.ts";
import type { EvalRows } from "../index/index.ts";
import { type EvalName, toFindings } from "../model/index.ts";
import { reviewed, reviewOf } from "../review/index.ts";
import { runStepSync } from "../std/index.ts";

/** What the six evals and the assessment say of the input; labs in `fictional` are evaluated apart from the real ones. */
export function makeEvalRows(
  input: EvalInput,
  fictional: ReadonlySet<string>,
  onStart: (name: EvalName) => void,
): EvalRows {
  const parts = partLabs(input, fictional);
  const rows = evaluateInput(parts.real, (name, run) => {
    onStart(name);
    return runStepSync("eval", { eval: name }, run);
  });
  if (parts.fictional.labs.size > 0) {
    addRows(
      rows,
      evaluateInput(parts.fictional, (name, run) => runStepSync("eval of fictional labs", { eval: name }, run)),
    );
  }
  return { frame: { asOf: input.asOf, labs: Object.fromEntries(input.labs) }, ...rows };
}

/** Labs that do not exist, apart from all that is real: they have documents alone. */
function partLabs(input: EvalInput, examples: ReadonlySet<string>): { real: EvalInput; fictional: EvalInput } {
  const choose = (isExample: boolean): Pick<EvalInput, "labs" | "documents"> => ({
    labs: new Map([...input.labs].filter(([lab]) => examples.has(lab) === isExample)),
    documents: input.documents.filter(({ lab }) => examples.has(lab) === isExample),
  });
  const none = { records: [], indicators: [], incidents: [], series: [], events: [], control: [], captures: [] };
  return { real: { ...input, ...choose(false) }, fictional: { ...input, ...none, ...choose(true) } };
}

type Rows = { -readonly [Name in keyof Omit<EvalRows, "frame">]: EvalRows[Name][number][] };

function evaluateInput(input: EvalInput, around: AroundEval): Rows {
  const results = runEvals(input, around);
  const proposed = [...input.records.flatMap(toFindings), ...results.flatMap((one) => one.findings)];
  const acts = Map.groupBy(input.reviews, ({ finding }) => finding);
  const findings = proposed.map((one) => reviewed(one, reviewOf(acts.get(one.id) ?? [], one)));
  const { assessments, comparisons } = assessLabs({
    labs: [...input.labs.keys()],
    findings,
    indicators: input.indicators,
    events: sharedEvents(input.records),
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
