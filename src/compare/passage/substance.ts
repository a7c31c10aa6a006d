import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";

/** A side must have this many matters more that the other never names before anything is said. */
const MATTERS_MIN = 3;

/** What it counts where one sentence says all of the other and more; 0..1. */
const CONTAINED = 0.65;

/**
 * What one passage speaks of and the other never names. A rewording leaves about as much on either side; where far more
 * is left on one, something was dropped or added.
 */
export function readSubstance(old: Passage, neu: Passage): Signal[] {
  const gone = old.matters.difference(neu.matters).size;
  const come = neu.matters.difference(old.matters).size;
  if (Math.abs(come - gone) < MATTERS_MIN) return [];
  const ratio = Math.log((come + 2) / (gone + 2));
  // One sentence that goes on where the other ends: a member, a condition, a purpose came or went.
  const contained = Math.min(come, gone) === 0 && old.sentences.length === 1 && neu.sentences.length === 1;
  return signal("substance", ratio, contained ? CONTAINED : Math.min(0.9, Math.abs(ratio) * 0.5));
}
