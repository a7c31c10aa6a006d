/**
 * Fits the weights of src/compare/confidence.ts on labelled changes and writes src/compare/weights.ts:
 *
 *     node bench/fit-confidence.ts
 *
 * Ridge logistic regression by Newton steps. Before writing, it reports how weights fitted on other companies do on
 * each company in turn (leave one company out): that is what a reader of a new lab's policy may expect.
 */
import { writeFileSync } from "node:fs";
import { parseDocument } from "../src/clauses/index.ts";
import { type Draft, draftChanges } from "../src/compare/compare.ts";
import type { Traits } from "../src/compare/confidence.ts";
import { type LabelledPair, labelsFolder, readLabelledPairs, sameQuote } from "./labels.ts";

interface Sample {
  readonly pair: LabelledPair;
  readonly draft: Draft;
  readonly traits: Traits;
  readonly right: boolean;
  /** Pairs with hundreds of changes do not outvote the others. */
  readonly weight: number;
}

/** A trait seen less often than this is left out. */
const SEEN_MIN = 4;
/** Pull of every weight towards 0. */
const RIDGE = Number(process.env.RIDGE ?? 2);
/** A missed change costs this many false alarms: puts the alarm threshold of 0.5 where the bars are met. */
const MISSED_COST = Number(process.env.COST ?? 2.2);
const NEWTON_STEPS = 12;

function collect(pairs: readonly LabelledPair[]): Sample[] {
  return pairs.flatMap((pair) => {
    const { drafts } = draftChanges(parseDocument(pair.old), parseDocument(pair.new));
    const telling = drafts.filter((draft) => draft.traits !== null);
    return telling.map((draft) => ({
      pair,
      draft,
      traits: draft.traits as Traits,
      right: pair.changes.some((change) => isSame(draft, change)),
      weight: 1 / Math.sqrt(Math.max(1, telling.length / 10)),
    }));
  });
}

const isSame = (draft: Draft, change: LabelledPair["changes"][number]): boolean =>
  draft.direction === change.direction &&
  (sameQuote(draft.old?.text, change.old) || sameQuote(draft.new?.text, change.new));

function fit(samples: readonly Sample[]): Record<string, number> {
  const seen = new Map<string, number>();
  for (const { traits } of samples)
    for (const [trait, value] of Object.entries(traits)) if (value !== 0) seen.set(trait, (seen.get(trait) ?? 0) + 1);
  const names = [...seen].filter(([, count]) => count >= SEEN_MIN).map(([name]) => name);
  names.sort();
  const rows = samples.map(({ traits }) => names.map((name) => traits[name] ?? 0));
  const weights = names.map(() => 0);
  for (let step = 0; step < NEWTON_STEPS; step++) newtonStep(rows, samples, names, weights);
  return Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] as number) * 1000) / 1000]));
}

function newtonStep(rows: number[][], samples: readonly Sample[], names: readonly string[], weights: number[]): void {
  const size = names.length;
  const pull = (at: number): number => (names[at] === "bias" ? 0.01 : RIDGE);
  const gradient = weights.map((weight, at) => -pull(at) * weight);
  const hessian = weights.map((_, at) => weights.map((__, to) => (at === to ? pull(at) : 0)));
  rows.forEach((row, sample) => {
    const sum = row.reduce((total, value, at) => total + value * (weights[at] as number), 0);
    const chance = 1 / (1 + Math.exp(-sum));
    const { right, weight } = samples[sample] as Sample;
    const cost = weight * (right ? MISSED_COST : 1);
    for (let i = 0; i < size; i++) {
      if (row[i] === 0) continue;
      gradient[i] = (gradient[i] as number) + cost * ((right ? 1 : 0) - chance) * (row[i] as number);
      const line = hessian[i] as number[];
      const factor = cost * chance * (1 - chance) * (row[i] as number);
      for (let j = 0; j < size; j++) line[j] = (line[j] as number) + factor * (row[j] as number);
    }
  });
  solve(hessian, gradient).forEach((delta, at) => (weights[at] = (weights[at] as number) + delta));
}

/** Gaussian elimination with pivots; the matrix is positive definite. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const rows = matrix.map((line, at) => [...line, right[at] as number]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let at = column + 1; at < size; at++) {
      if (Math.abs(rows[at]?.[column] as number) > Math.abs(rows[pivot]?.[column] as number)) pivot = at;
    }
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const lead = rows[column] as number[];
    for (let at = 0; at < size; at++) {
      const line = rows[at] as number[];
      if (at === column || line[column] === 0) continue;
      const factor = (line[column] as number) / (lead[column] as number);
      for (let to = column; to <= size; to++) line[to] = (line[to] as number) - factor * (lead[to] as number);
    }
  }
  return rows.map((line, at) => (line[size] as number) / (line[at] as number));
}

const chanceOf = (weights: Readonly<Record<string, number>>, traits: Traits): number =>
  1 / (1 + Math.exp(-Object.entries(traits).reduce((sum, [trait, value]) => sum + (weights[trait] ?? 0) * value, 0)));

interface Guess {
  readonly sample: Sample;
  readonly chance: number;
}

/** What the bars ask, from guesses alone (a pair without guesses loosens and tightens nothing). */
function report(pairs: readonly LabelledPair[], guesses: readonly Guess[], threshold: number): string {
  const alarms = guesses.filter((guess) => guess.chance >= threshold);
  const right = alarms.filter(({ sample }) => sample.right).length;
  const pairF1 = (direction: string): number => {
    let [hit, extra, missed] = [0, 0, 0];
    for (const pair of pairs) {
      const want = pair.changes.some((change) => change.direction === direction);
      const got = alarms.some(({ sample }) => sample.pair === pair && sample.draft.direction === direction);
      if (want && got) hit++;
      else if (want) missed++;
      else if (got) extra++;
    }
    return (2 * hit) / (2 * hit + extra + missed);
  };
  const notable = pairs.flatMap((pair) =>
    pair.changes.filter((c) => c.severity >= 2).map((change) => ({ pair, change })),
  );
  const found = notable.filter(({ pair, change }) =>
    alarms.some(({ sample }) => sample.pair === pair && isSame(sample.draft, change)),
  );
  const quiet = pairs.filter((pair) => pair.changes.length === 0);
  const alarmed = quiet.filter((pair) => alarms.some(({ sample }) => sample.pair === pair));
  const show = (value: number): string => value.toFixed(3);
  return [
    `threshold ${threshold}: loosens F1 ${show(pairF1("loosens"))}, tightens F1 ${show(pairF1("tightens"))}`,
    `precision ${show(right / alarms.length)} (${right}/${alarms.length})`,
    `recall of severity ≥ 2 ${show(found.length / notable.length)}, quiet pairs alarmed ${show(alarmed.length / quiet.length)}`,
  ].join(", ");
}

function reliability(guesses: readonly Guess[]): string {
  const lines: string[] = [];
  for (let from = 0; from < 1; from += 0.1) {
    const bin = guesses.filter(({ chance }) => chance >= from && chance < from + 0.1);
    const right = bin.filter(({ sample }) => sample.right).length;
    if (bin.length > 0) lines.push(`  ${from.toFixed(1)}–${(from + 0.1).toFixed(1)}: ${right}/${bin.length} right`);
  }
  return lines.join("\n");
}

const pairs = readLabelledPairs(labelsFolder());
const samples = collect(pairs);
console.log(
  `${samples.length} proposed changes in ${pairs.length} pairs, ${samples.filter((s) => s.right).length} labelled so`,
);
const companies = [...new Set(pairs.map((pair) => pair.company))];
const unseen = companies.flatMap((company) => {
  const weights = fit(samples.filter(({ pair }) => pair.company !== company));
  return samples
    .filter(({ pair }) => pair.company === company)
    .map((sample) => ({ sample, chance: chanceOf(weights, sample.traits) }));
});
console.log("companies not seen in fitting:");
for (const threshold of [0.4, 0.45, 0.5, 0.55, 0.6]) console.log(" ", report(pairs, unseen, threshold));
console.log(reliability(unseen));
const weights = fit(samples);
console.log(
  "all companies:",
  report(
    pairs,
    samples.map((sample) => ({ sample, chance: chanceOf(weights, sample.traits) })),
    0.5,
  ),
);
const lines = Object.entries(weights).map(([trait, weight]) => `  ${JSON.stringify(trait)}: ${weight},`);
writeFileSync(
  new URL("../src/compare/weights.ts", import.meta.url),
  `/** Written by bench/fit-confidence.ts; what each trait adds to the log-odds of a change. */
export const WEIGHTS: Readonly<Record<string, number>> = {
${lines.join("\n")}
};
`,
);
