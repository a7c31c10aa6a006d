import { ALARM_CONFIDENCE, type Clause } from "../model/index.ts";
import type { DocumentKind, Norm } from "./classify.ts";
import type { EditReading } from "./edit.ts";
import * as cues from "./lexicon.ts";
import WEIGHTS from "./weights.json" with { type: "json" };

/**
 * How sure a change is: a logistic regression over traits that can be read off beside the change (what kind of norm,
 * how much of it survives, how much else changed). Weights are fitted on labelled real changes by
 * `node bench/fit-confidence.ts`, which also reports how they do on companies they have not seen.
 */
export type Traits = Readonly<Record<string, number>>;

/** Chance 0..1 that a careful reader would list the change with this direction. */
function chanceOf(traits: Traits, weights: Traits): number {
  let sum = 0;
  for (const [trait, value] of Object.entries(traits)) sum += (weights[trait] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}

/** What a missed change costs, in false alarms: it is told from the chance on at which telling costs less. */
const MISSED_COST = 2.3;
const TOLD_FROM = 1 / (1 + MISSED_COST);
/** From this chance on what is stated is the chance itself. */
const STATED_AS_IS = 0.6;

/**
 * How sure a change is, 0..1. The chance itself from 0.6 on; under it stretched so that 0.5, from which changes are
 * alarms, stands where an alarm begins to be worth its cost.
 */
export function confidenceOf(traits: Traits, weights: Traits = WEIGHTS): number {
  const chance = chanceOf(traits, weights);
  if (chance >= STATED_AS_IS) return chance;
  if (chance < TOLD_FROM) return (chance / TOLD_FROM) * ALARM_CONFIDENCE;
  const part = (chance - TOLD_FROM) / (STATED_AS_IS - TOLD_FROM);
  return ALARM_CONFIDENCE + part * (STATED_AS_IS - ALARM_CONFIDENCE);
}

/** What is known of the pair of documents as a whole. */
export interface PairTraits {
  readonly kind: DocumentKind;
  /** Share of all clauses that differ, 0..1: in a rewrite a single clause tells less. */
  readonly churn: number;
  /** Clauses that differ. */
  readonly differing: number;
}

/** What is seen around a clause that stands in one document only. */
export interface GoneSeen {
  readonly side: "old" | "new";
  /** How much of it the nearest clause of the other document covers, 0..1. */
  readonly covered: number;
  /** Whether that nearest clause stands in the other document only too: it may be the same rule, rewritten. */
  readonly rewritten: boolean;
  /** Neighbours that came or went with it, itself included. */
  readonly run: number;
}

/** Traits of a clause that stands in one document only. */
export function goneTraits(clause: Clause, norm: Norm, seen: GoneSeen, pair: PairTraits): Traits {
  const removed = seen.side === "old";
  return {
    ...shared(clause, norm, pair),
    reading: logit(norm.certainty * (1 - 0.5 * seen.covered)),
    removed: removed ? 1 : 0,
    "given-up": removed && norm.polarity < 0 ? 1 : 0,
    [`gone:${norm.type}`]: 1,
    covered: seen.covered,
    [removed ? "rewritten-later" : "rewritten-from"]: seen.rewritten ? 1 : 0,
    run: Math.log2(seen.run),
  };
}

/** Traits of an edit inside a clause. */
export function editTraits(
  clause: Clause,
  norm: Norm,
  seen: { readonly reading: EditReading; readonly similarity: number },
  pair: PairTraits,
): Traits {
  const { reading, similarity } = seen;
  return {
    ...shared(clause, norm, pair),
    edit: 1,
    reading: logit(norm.certainty * reading.certainty * (0.6 + 0.4 * similarity) * 1.25),
    "edit-narrows": reading.reach < 0 ? 1 : 0,
    "edit-given-up": reading.reach < 0 && norm.polarity < 0 ? 1 : 0,
    "edit-adds": reading.reasons.includes("member-added") || reading.reasons.includes("member-removed") ? 1 : 0,
    "edit-vague": reading.reasons.some((reason) => /^(?:words|wording|scope)/.test(reason)) ? 1 : 0,
  };
}

function logit(share: number): number {
  const inside = Math.min(0.97, Math.max(0.03, share));
  return Math.log(inside / (1 - inside));
}

function shared(clause: Clause, norm: Norm, pair: PairTraits): Record<string, number> {
  const text = clause.visible;
  const words = clause.key.split(" ").length;
  return {
    bias: 1,
    depth: clause.path.length,
    churn: pair.churn,
    differing: Math.log2(1 + pair.differing),
    short: words <= 3 ? 1 : 0,
    item: cues.OPENS_LIST.test(clause.path.at(-1) ?? "") ? 1 : 0,
    heading: clause.heading ? 1 : 0,
    "opens-list": cues.OPENS_LIST.test(text) ? 1 : 0,
    harm: cues.HARM.test(text) ? 1 : 0,
    grave: cues.GRAVE.test(text) ? 1 : 0,
    trains: cues.TRAINING.test(text) ? 1 : 0,
  };
}
