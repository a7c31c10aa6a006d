/**
 * Fits the weights of src/compare/confidence.ts on labelled changes and writes src/compare/weights.json,
 * what each trait adds to the log-odds of a change:
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
writeFileSync(new URL("../src/compare/weights.json", import.meta.url), `${JSON.stringify(weights, null, 2)}\n`);
