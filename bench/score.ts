/**
 * How well changes are read, on the labelled pairs:
 *
 *     node bench/score.ts            the six bars, in sample and on companies not seen in fitting
 *     VERBOSE=1 node bench/score.ts  also what was missed and what alarmed wrongly on unseen companies
 *
 * "In sample" are the weights as they are shipped: the figures of the labelled set's own score.mjs.
 */
import { ALARM_CONFIDENCE } from "../src/model/index.ts";
import WEIGHTS from "../src/compare/weights.json" with { type: "json" };
import { findNotable, measureBars, rankQuality, reliabilityTable, showBars } from "./bars.ts";
import { collectSamples, type Guess, guessBy, guessUnseen, isSame, type Sample } from "./drafts.ts";
import { labelsFolder, type LabelledPair, readLabelledPairs } from "./labels.ts";

/** 0 shows what any weights could find at most. */
const OTHER_THRESHOLDS = [0, 0.4, 0.45, 0.55, 0.6];
const QUOTE_LENGTH_MAX = 220;

const pairs = readLabelledPairs(labelsFolder());
const samples = collectSamples(pairs);
const unseen = guessUnseen(samples);
console.log(`${samples.length} proposed changes, ${samples.filter(({ right }) => right).length} labelled so`);
console.log("in sample       ", showBars(measureBars(pairs, guessBy(WEIGHTS, samples))));
console.log("unseen companies", showBars(measureBars(pairs, unseen)));
for (const threshold of OTHER_THRESHOLDS)
  console.log(`  alarms from ${threshold}`, showBars(measureBars(pairs, unseen, threshold)));
console.log(`a right change is stated with more than a wrong one: ${rankQuality(unseen).toFixed(3)}`);
console.log("reliability on unseen companies:");
for (const line of reliabilityTable(unseen)) console.log(line);
if (process.env.VERBOSE) for (const pair of pairs) printErrors(pair, unseen);

function printErrors(pair: LabelledPair, guesses: readonly Guess[]): void {
  const own = guesses.filter(({ sample }) => sample.pair === pair);
  const alarms = own.filter(({ chance }) => chance >= ALARM_CONFIDENCE);
  for (const { change, hit } of findNotable(pair, alarms)) {
    if (hit) continue;
    const { direction, subject, severity } = change;
    const guess = own.find(({ sample }) => isSame(sample.draft, change));
    const stated = guess ? `stated with ${guess.chance}` : "not proposed";
    console.log(
      `MISSED ${pair.id} ${pair.company} ${direction} ${subject} s${severity} ${change.kind}, ${stated}: ${change.why}`,
    );
    console.log(`    - ${brief(change.old)}\n    + ${brief(change.new)}`);
  }
  for (const { sample, chance } of alarms.filter((guess) => !guess.sample.right))
    console.log(
      `FALSE ${pair.id} ${pair.company}${pair.changes.length === 0 ? " QUIET" : ""} ${describe(sample, chance)}`,
    );
}

function describe({ draft }: Sample, chance: number): string {
  const head = `${draft.direction} ${draft.kind} ${chance.toFixed(2)} ${draft.reasons.join(",")}`;
  const lead = (draft.new ?? draft.old)?.path.at(-1);
  return `${head} [${brief(lead ?? null)}]\n    - ${brief(draft.old?.visible ?? null)}\n    + ${brief(draft.new?.visible ?? null)}`;
}

function brief(text: string | null): string {
  return text === null ? "" : text.slice(0, QUOTE_LENGTH_MAX).replace(/\s+/g, " ");
}
