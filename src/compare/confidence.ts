import type { Clause } from "../model/index.ts";
import type { DocumentKind, Norm } from "./classify.ts";
import type { EditReading } from "./edit.ts";
import * as cues from "./lexicon.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * How sure a change is: a logistic regression over traits that can be read off beside the change (what kind of norm,
 * how much of it survives, how much else changed). Weights are fitted on labelled real changes by
 * `node bench/fit-confidence.ts`, which also reports how they do on companies they have not seen.
 */
export type Traits = Readonly<Record<string, number>>;

/** Probability 0..1 that a careful reader would list the change with this direction. */
export function confidenceOf(traits: Traits, weights: Traits = WEIGHTS): number {
  let sum = 0;
  for (const [trait, value] of Object.entries(traits)) sum += (weights[trait] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
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
