import { ALARM_CONFIDENCE } from "../src/model/index.ts";
import { type Guess, isSame } from "./drafts.ts";
import type { LabelledChange, LabelledPair } from "./labels.ts";

/** The figures of the labelled set's score.mjs, from guesses in one process. All 0..1. */
export interface Bars {
  readonly loosens: number;
  readonly tightens: number;
  readonly precision: number;
  readonly recall: number;
  readonly quietAlarmed: number;
  readonly subject: number;
  readonly severityWithin1: number;
}

/** A labelled change may be told in up to three parts; further alarms on the same one are false. */
const PARTS_MAX = 3;

/** Measures guesses against the labels of all pairs; a pair without guesses has no alarm. */
export function measureBars(
  pairs: readonly LabelledPair[],
  guesses: readonly Guess[],
  threshold = ALARM_CONFIDENCE,
): Bars {
  const alarmsOf = new Map<LabelledPair, Guess[]>(pairs.map((pair) => [pair, []]));
  for (const guess of guesses) if (guess.chance >= threshold) alarmsOf.get(guess.sample.pair)?.push(guess);
  const alarms = [...alarmsOf.values()].flat().length;
  const right = pairs.reduce((sum, pair) => sum + countRight(pair, alarmsOf.get(pair) ?? []), 0);
  const found = pairs.flatMap((pair) => findNotable(pair, alarmsOf.get(pair) ?? []));
  const hits = found.flatMap(({ change, hit }) => (hit ? [{ change, hit }] : []));
  const quiet = pairs.filter((pair) => pair.changes.length === 0);
  const share = (part: number, whole: number): number => part / (whole || 1);
  return {
    loosens: pairF1(alarmsOf, "loosens"),
    tightens: pairF1(alarmsOf, "tightens"),
    precision: share(right, alarms),
    recall: share(hits.length, found.length),
    quietAlarmed: share(quiet.filter((pair) => alarmsOf.get(pair)?.length).length, quiet.length),
    subject: share(
      hits.filter(({ change, hit }) => hit.sample.draft.norm.subject === change.subject).length,
      hits.length,
    ),
    severityWithin1: share(
      hits.filter(({ change, hit }) => Math.abs(hit.sample.severity - change.severity) <= 1).length,
      hits.length,
    ),
  };
}

function countRight(pair: LabelledPair, alarms: readonly Guess[]): number {
  const told = new Map<LabelledChange, number>();
  let right = 0;
  for (const { sample } of alarms) {
    const change = pair.changes.find((one) => isSame(sample.draft, one) && (told.get(one) ?? 0) < PARTS_MAX);
    if (!change) continue;
    told.set(change, (told.get(change) ?? 0) + 1);
    right++;
  }
  return right;
}

/** The labelled changes a watchdog would mention, each with the alarm that tells of it. */
export function findNotable(
  pair: LabelledPair,
  alarms: readonly Guess[],
): { readonly change: LabelledChange; readonly hit: Guess | undefined }[] {
  return pair.changes
    .filter((change) => change.severity >= 2 && !change.optional)
    .map((change) => ({ change, hit: alarms.find(({ sample }) => isSame(sample.draft, change)) }));
}

function pairF1(alarmsOf: ReadonlyMap<LabelledPair, readonly Guess[]>, direction: string): number {
  let [hit, extra, missed] = [0, 0, 0];
  for (const [pair, alarms] of alarmsOf) {
    const labelled = pair.changes.filter((change) => change.direction === direction);
    const want = labelled.some((change) => !change.optional);
    // Only optional ones: the annotators disagreed, so there is no verdict.
    if (!want && labelled.length > 0) continue;
    const got = alarms.some(({ sample }) => sample.draft.direction === direction);
    if (want && got) hit++;
    else if (want) missed++;
    else if (got) extra++;
  }
  return (2 * hit) / (2 * hit + extra + missed || 1);
}

export const showBars = (bars: Bars): string =>
  Object.entries(bars)
    .map(([name, value]) => `${name} ${(value as number).toFixed(3)}`)
    .join("  ");

/** Of the changes stated with each tenth of confidence, how many are labelled so. */
export function reliabilityTable(guesses: readonly Guess[]): string[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const bin = guesses.filter(({ chance }) => Math.min(9, Math.floor(chance * 10)) === tenth);
    const right = bin.filter(({ sample }) => sample.right).length;
    const share = bin.length === 0 ? "" : `  ${(right / bin.length).toFixed(2)}`;
    return `  ${(tenth / 10).toFixed(1)}–${((tenth + 1) / 10).toFixed(1)}: ${right} of ${bin.length} right${share}`;
  });
}

/** Chance that a right change is stated with more than a wrong one, 0..1; 0.5 is guessing. */
export function rankQuality(guesses: readonly Guess[]): number {
  const right = guesses.filter(({ sample }) => sample.right);
  const wrong = guesses.filter(({ sample }) => !sample.right);
  let above = 0;
  for (const a of right) for (const b of wrong) above += a.chance > b.chance ? 1 : a.chance === b.chance ? 0.5 : 0;
  return above / (right.length * wrong.length || 1);
}
