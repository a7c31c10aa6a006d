import { readActor } from "./actor.ts";
import { confidenceOf, type Traits, verdictTraits } from "./confidence.ts";
import { readConsequence } from "./consequence.ts";
import { readDisclosure } from "./disclosure.ts";
import { readModality } from "./modality.ts";
import { type Passage, readPassage } from "./passage.ts";
import { type Dimension, REASONS, type ReasonName, type Signal } from "./reasons.ts";
import { readScope } from "./scope.ts";
import { likeness } from "./synonyms.ts";
import { readThreshold } from "./threshold.ts";

export type Outcome = "retained" | "strengthened" | "weakened" | "removed" | "added" | "relocated";

/** What became of an obligation between two versions. */
export interface PassageChange {
  readonly outcome: Outcome;
  /** The sides of the obligation that moved, the one that weighs most first; none where nothing did. */
  readonly dimensions: readonly Dimension[];
  /** How often a verdict like this one is right, 0..1. */
  readonly confidence: number;
  /** Codes of what was seen, the weightiest first; `explainReason` gives their words. */
  readonly reasons: readonly string[];
}

/** Up to this balance the obligation counts as kept. */
const RETAINED_MAX = 0.72;
/** Passages of at least this many matters each that share none speak of different things. */
const UNRELATED_MIN = 4;
/** A dimension is named from this balance on. */
const DIMENSION_MIN = 0.4;
/** Of several signs for one thing in one dimension, those after the first count this share. */
const FURTHER_SHARE = 0.5;

/** Passages this alike are nearly the same words; 0..1. */
const NEARLY_SAME = 0.9;
/** How often the verdicts are right that no weights are fitted for. */
const SURE = { oneSided: 1, sameWords: 0.98, moved: 0.95, unrelated: 0.6 } as const;

/** Reads what became of the obligation of one passage. Either text may be empty. Never throws on content. */
export function comparePassages(oldText: string, newText: string): PassageChange {
  const [old, neu] = [readPassage(oldText), readPassage(newText)];
  if (old.key === "" || neu.key === "") return oneSided(old, neu);
  if (old.key === neu.key) return sameWords(old, neu);
  if (unrelated(old, neu))
    return { outcome: "removed", dimensions: [], confidence: SURE.unrelated, reasons: ["nothing-corresponds"] };
  const reading = readPair(old, neu);
  const { outcome, dimensions } = reading;
  const reasons = explain(reading.signals);
  const confidence = confidenceOf(reading.traits);
  if (outcome === "retained" && movedPlace(old, neu) && likeness(old.matters, neu.matters) >= NEARLY_SAME)
    return { outcome: "relocated", dimensions, confidence, reasons: ["other-place", ...reasons] };
  return { outcome, dimensions, confidence, reasons };
}

/** The traits on which the confidence of a pair rests; null where the verdict rests on no weighing. */
export function traitsOf(oldText: string, newText: string): Traits | null {
  const [old, neu] = [readPassage(oldText), readPassage(newText)];
  const weighed = old.key !== "" && neu.key !== "" && old.key !== neu.key && !unrelated(old, neu);
  return weighed ? readPair(old, neu).traits : null;
}

interface PairReading {
  readonly outcome: "retained" | "strengthened" | "weakened";
  readonly dimensions: readonly Dimension[];
  readonly signals: readonly Signal[];
  readonly traits: Traits;
}

function readPair(old: Passage, neu: Passage): PairReading {
  const signals = readSignals(old, neu);
  const balance = weigh(signals);
  const total = [...balance.values()].reduce((sum, value) => sum + value, 0);
  const kept = Math.abs(total) <= RETAINED_MAX;
  const sign = Math.sign(total);
  const outcome = kept ? "retained" : sign > 0 ? "strengthened" : "weakened";
  const dimensions = [...balance]
    .filter(([, value]) => !kept && value * sign >= DIMENSION_MIN)
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([dimension]) => dimension);
  const margin = Math.abs(Math.abs(total) - RETAINED_MAX);
  return { outcome, dimensions, signals, traits: verdictTraits({ margin, kept, mixed: mixedness(signals) }) };
}

/** What speaks on the weaker side, as a share of all: 0 where all agree, 0.5 where both sides are even. */
function mixedness(signals: readonly Signal[]): number {
  const side = (sign: number): number =>
    signals.filter(({ direction }) => direction === sign).reduce((sum, one) => sum + Math.abs(worth(one)), 0);
  const [up, down] = [side(1), side(-1)];
  return up + down === 0 ? 0 : Math.min(up, down) / (up + down);
}

const unrelated = (old: Passage, neu: Passage): boolean =>
  old.matters.isDisjointFrom(neu.matters) && Math.min(old.matters.size, neu.matters.size) >= UNRELATED_MIN;

const movedPlace = (old: Passage, neu: Passage): boolean =>
  old.label !== neu.label && old.label !== "" && neu.label !== "";

function oneSided(old: Passage, neu: Passage): PassageChange {
  const outcome = old.key === neu.key ? "retained" : neu.key === "" ? "removed" : "added";
  const reason = { retained: "both-empty", removed: "new-is-empty", added: "old-is-empty" }[outcome];
  return { outcome, dimensions: [], confidence: SURE.oneSided, reasons: [reason] };
}

function sameWords(old: Passage, neu: Passage): PassageChange {
  return movedPlace(old, neu)
    ? { outcome: "relocated", dimensions: [], confidence: SURE.moved, reasons: ["other-place", "same-words"] }
    : { outcome: "retained", dimensions: [], confidence: SURE.sameWords, reasons: ["same-words"] };
}

function readSignals(old: Passage, neu: Passage): Signal[] {
  const readers = [readModality, readConsequence, readThreshold, readActor, readDisclosure, readScope];
  return readers.flatMap((read) => read(old, neu));
}

const worth = ({ reason, direction, share }: Signal): number => direction * share * REASONS[reason].weight;

/** What each dimension comes to, the sign telling the direction. */
function weigh(signals: readonly Signal[]): Map<Dimension, number> {
  const balance = new Map<Dimension, number>();
  const sorted = signals.toSorted((a, b) => Math.abs(worth(b)) - Math.abs(worth(a)));
  const seen = new Set<string>();
  for (const one of sorted) {
    const { dimension } = REASONS[one.reason];
    const side = `${dimension} ${one.direction}`;
    balance.set(dimension, (balance.get(dimension) ?? 0) + worth(one) * (seen.has(side) ? FURTHER_SHARE : 1));
    seen.add(side);
  }
  return balance;
}

function explain(signals: readonly Signal[]): string[] {
  const sorted = signals.toSorted((a, b) => Math.abs(worth(b)) - Math.abs(worth(a)));
  return [...new Set(sorted.map(({ reason, direction }) => `${reason}-${direction > 0 ? "stronger" : "weaker"}`))];
}

const OTHER_WORDS: Readonly<Record<string, string>> = {
  "nothing-corresponds": "nothing of the obligation is in the new passage",
  "both-empty": "both passages are empty",
  "new-is-empty": "the new passage is empty",
  "old-is-empty": "the old passage is empty",
  "other-place": "under another heading or number",
  "same-words": "the same words",
};

/** The words of a code in `reasons`. */
export function explainReason(code: string): string {
  const [, name = "", side] = /^(.*)-(weaker|stronger)$/.exec(code) ?? [];
  if (!Object.hasOwn(REASONS, name)) return OTHER_WORDS[code] ?? code;
  return REASONS[name as ReasonName][side as "weaker" | "stronger"];
}
