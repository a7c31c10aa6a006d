/**
 * Fits the weights of src/compare/confidence.ts on labelled changes and writes src/compare/weights.ts:
 *
 *     node bench/fit-confidence.ts
 *
 * `node bench/score.ts` tells how good they are, also on companies not seen in fitting.
 */
import { writeFileSync } from "node:fs";
import { collectSamples } from "./drafts.ts";
import { labelsFolder, readLabelledPairs } from "./labels.ts";
import { fitLogistic } from "./logistic.ts";

const weights = fitLogistic(collectSamples(readLabelledPairs(labelsFolder())));
const lines = Object.entries(weights).map(([trait, weight]) => {
  const name = /^\w+$/.test(trait) ? trait : JSON.stringify(trait);
  return `  ${name}: ${weight},`;
});
writeFileSync(
  new URL("../src/compare/weights.ts", import.meta.url),
  `/** Written by bench/fit-confidence.ts; what each trait adds to the log-odds of a change. */
export const WEIGHTS: Readonly<Record<string, number>> = {
${lines.join("\n")}
};
`,
);
