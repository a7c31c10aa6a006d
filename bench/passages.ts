/**
 * How well passages of safety frameworks are read, on pairs written by us:
 *
 *     node bench/passages.ts         figures of the half developed on and of the half that was not
 *     node bench/passages.ts --fit   also fits the confidence on the latter and writes its weights
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { confidenceOf } from "../src/compare/passage/confidence.ts";
import { comparePassages, type Outcome } from "../src/compare/passage/index.ts";
import { traitsOf } from "../src/compare/passage/judge.ts";
import { type Example, fitLogistic } from "./logistic.ts";

interface Pair {
  readonly id: string;
  readonly outcome: Outcome;
  readonly old: string;
  readonly new: string;
}

/** The outcomes that the published study counts. */
const COUNTED: readonly Outcome[] = ["retained", "strengthened", "weakened"];
const BINS = [0, 0.7, 0.8, 0.9, 1.001];

const read = (half: string): Pair[] =>
  parse(readFileSync(new URL(`../test/golden/passages/${half}.yaml`, import.meta.url), "utf8")) as Pair[];

function showHalf(half: string): void {
  const pairs = read(half).map((pair) => ({ ...pair, found: comparePassages(pair.old, pair.new).outcome }));
  const counted = pairs.filter(({ outcome }) => COUNTED.includes(outcome));
  const right = (of: readonly (typeof pairs)[number][]): string =>
    `${of.filter(({ outcome, found }) => outcome === found).length}/${of.length}`;
  console.log(`${half}: ${right(counted)} of retained, strengthened, weakened; ${right(pairs)} of all`);
  for (const outcome of new Set(pairs.map((pair) => pair.outcome))) {
    const these = pairs.filter((pair) => pair.outcome === outcome);
    const tally = Map.groupBy(these, ({ found }) => found);
    console.log(`  ${outcome}: ${[...tally].map(([found, { length }]) => `${length} ${found}`).join(", ")}`);
  }
}

function examplesOf(pairs: readonly Pair[]): Example[] {
  return pairs.flatMap((pair) => {
    const traits = traitsOf(pair.old, pair.new);
    const right = comparePassages(pair.old, pair.new).outcome === pair.outcome;
    return traits ? [{ traits, right, weight: 1 }] : [];
  });
}

/** Each example told by weights fitted on the others. */
function showReliability(examples: readonly Example[]): void {
  const told = examples.map((one) => ({
    right: one.right,
    confidence: confidenceOf(one.traits, fitLogistic(examples.filter((other) => other !== one))),
  }));
  console.log("reliability, each pair left out in turn:");
  BINS.slice(1).forEach((to, at) => {
    const from = BINS[at] as number;
    const these = told.filter(({ confidence }) => confidence >= from && confidence < to);
    const mean = these.reduce((sum, { confidence }) => sum + confidence, 0) / these.length;
    const share = these.filter(({ right }) => right).length / these.length;
    if (these.length > 0)
      console.log(
        `  ${from}–${Math.min(1, to)}: ${these.length}, stated ${mean.toFixed(2)}, right ${share.toFixed(2)}`,
      );
  });
}

showHalf("dev");
showHalf("fresh");
const examples = examplesOf(read("fresh"));
showReliability(examples);
if (process.argv.includes("--fit")) {
  const lines = Object.entries(fitLogistic(examples)).map(([trait, weight]) => `  ${trait}: ${weight},`);
  writeFileSync(
    new URL("../src/compare/passage/confidence-weights.ts", import.meta.url),
    `/** Written by bench/passages.ts; what each trait adds to the log-odds that a verdict is right. */
export const CONFIDENCE_WEIGHTS: Readonly<Record<string, number>> = {
${lines.join("\n")}
};
`,
  );
}
