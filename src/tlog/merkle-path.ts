import { TlogError } from "./error.ts";

/** How a leaf leads to the root (RFC 6962, section 2.1.1): where each hash of a proof belongs. Nothing is hashed here. */

/** What stands before a leaf, and before two nodes, when they are hashed. */
export const LEAF_PREFIX = Uint8Array.of(0);
export const NODE_PREFIX = Uint8Array.of(1);

/** One hash of an inclusion proof, and on which side of the hash so far it stands. */
export interface InclusionStep {
  readonly sibling: Uint8Array;
  readonly side: "left" | "right";
}

/** The steps from leaf `index` to the root of a tree of `size`. Throws a TlogError for a proof of another length. */
export function inclusionSteps(index: number, size: number, proof: readonly Uint8Array[]): InclusionStep[] {
  checkInclusionRange(index, size);
  const sides: InclusionStep["side"][] = [];
  for (let [at, leaves] = [index, size]; leaves > 1;) {
    const left = leftSize(leaves);
    sides.unshift(at < left ? "right" : "left");
    [at, leaves] = at < left ? [at, left] : [at - left, leaves - left];
  }
  if (proof.length > sides.length) throw new TlogError("the inclusion proof is too long");
  if (proof.length < sides.length) throw new TlogError("the inclusion proof is too short");
  return proof.map((sibling, at) => ({ sibling, side: sides[at] as InclusionStep["side"] }));
}

/** Leaves of the left subtree: the largest power of two below `size`, which is 2 or more. */
export function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

export function checkInclusionRange(index: number, size: number): void {
  if (isCount(index) && isCount(size) && index < size) return;
  throw new TlogError(`a tree of ${size} has no leaf ${index}`);
}

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
