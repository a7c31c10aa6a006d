import { join } from "node:path";
import { type EvalInput, runEvals } from "../src/evals/index.ts";
import { openIndex } from "../src/index/index.ts";
import type { EvalName } from "../src/model/index.ts";
import { readEvalInput } from "../src/pipeline/eval-input.ts";
import { openWorkspace } from "../src/pipeline/index.ts";
import { BIN, findBundle, inFolder, run } from "./archive.ts";
import type { Measure } from "./run.ts";

const EVALS_SECONDS_MAX = 10;
const REPEAT = 3;

/** The six evals over the casebook and the whole archive; the median of three runs, and that they agree. */
export function benchEvals(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const watch = join(folder, "watch");
    const workspace = ["--workspace", watch];
    await run(BIN, ["init", watch, "--origin", "corrigible.local/bench"]);
    await run(BIN, ["import", "ota", findBundle(), ...workspace]);
    await run(BIN, ["import", "casebook", ...workspace]);
    await run(BIN, ["audit", ...workspace]);

    const opened = openWorkspace(watch);
    const index = await openIndex(opened.index);
    const began = performance.now();
    const input = await readEvalInput(opened, index);
    const reading = (performance.now() - began) / 1000;
    await index.close();
    const runs = Array.from({ length: REPEAT }, () => timeEvals(input));
    const whole = runs.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[1] as number;
    return [
      { what: "reading the input", value: reading, unit: "s", max: null },
      ...[...(runs[0]?.each ?? [])].map(([name, value]) => ({ what: name, value, unit: "s, first run", max: null })),
      { what: "all six evals", value: whole, unit: "s", max: EVALS_SECONDS_MAX },
      {
        what: "runs with other numbers from the same seed",
        value: new Set(runs.map(({ numbers }) => numbers)).size - 1,
        unit: `of ${REPEAT}`,
        max: 0,
      },
    ];
  });
}

function timeEvals(input: EvalInput): {
  readonly seconds: number;
  readonly each: ReadonlyMap<EvalName, number>;
  readonly numbers: string;
} {
  const each = new Map<EvalName, number>();
  const began = performance.now();
  const results = runEvals(input, (name, run) => {
    const start = performance.now();
    const result = run();
    each.set(name, (performance.now() - start) / 1000);
    return result;
  });
  const end = performance.now();
  const numbers = JSON.stringify(results.map(({ measures, findings }) => ({ measures, findings })));
  return { seconds: (end - began) / 1000, each, numbers };
}
