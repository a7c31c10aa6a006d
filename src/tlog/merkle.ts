import { sha256 } from "./crypto.ts";
import { HASH_BYTES, isEqualBytes, joinBytes } from "./encoding.ts";
import { TlogError } from "./error.ts";
import { checkInclusionRange, inclusionSteps, isCount, LEAF_PREFIX, leftSize, NODE_PREFIX } from "./merkle-path.ts";

/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256. A tree of seven leaves:
 *
 *            root
 *           /    \
 *          k      l          the proof that leaf 3 is in the tree: c, g, l
 *         / \    / \         the proof that the tree of 3 grew into it: c, d, g, l
 *        g   h  i   6
 *       / \ / \ / \
 *       0 1 2 3 4 5          (g covers 0 and 1, h covers 2 and 3; c and d are the hashes of leaves 2 and 3)
 *
 * Nothing here stores hashes; a {@link HashReader} brings those of full subtrees.
 */

/** The hash of the full subtree over leaves `index * 2^level` to `(index + 1) * 2^level`, the last not included. */
export type HashReader = (level: number, index: number) => Uint8Array;

/** The root of a tree without leaves. */
export const EMPTY_ROOT = sha256(new Uint8Array());

export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(joinBytes(LEAF_PREFIX, leaf));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joinBytes(NODE_PREFIX, left, right));
}

/** The nodes above neighbouring hashes, which stand one after the other as these do; a last one without a sibling has none. */
export function nodesAbove(hashes: Uint8Array): Uint8Array {
  const nodes = new Uint8Array(Math.floor(hashes.length / (2 * HASH_BYTES)) * HASH_BYTES);
  const node = joinBytes(NODE_PREFIX, new Uint8Array(2 * HASH_BYTES));
  for (let at = 0; at < nodes.length; at += HASH_BYTES) {
    node.set(hashes.subarray(2 * at, 2 * (at + HASH_BYTES)), NODE_PREFIX.length);
    nodes.set(sha256(node), at);
  }
  return nodes;
}

/** Computes the hashes of subtrees from those of all leaves. */
export function hashesFromLeaves(leafHashes: readonly Uint8Array[]): HashReader {
  const read: HashReader = (level, index) => {
    if (level > 0) return nodeHash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1));
    const hash = leafHashes[index];
    if (!hash) throw new TlogError(`a tree of ${leafHashes.length} has no leaf ${index}`);
    return hash;
  };
  return read;
}

/** The root of the tree of the first `size` leaves. */
export function treeRoot(size: number, read: HashReader): Uint8Array {
  return size === 0 ? EMPTY_ROOT : rangeHash(read, 0, size);
}

/** The hashes that lead from leaf `index` to the root of a tree of `size`, the leaf's sibling first. */
export function proveInclusion(index: number, size: number, read: HashReader): Uint8Array[] {
  checkInclusionRange(index, size);
  return inclusionPath(read, index, 0, size);
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Throws a TlogError unless the proof shows that the leaf is in the tree at this index. */
export function verifyInclusion({ leafHash, index, size, root, proof }: InclusionClaim): void {
  checkInclusionRange(index, size);
  if (!isEqualBytes(rootOfPath(index, size, leafHash, proof), root)) {
    throw new TlogError("the inclusion proof leads to another root");
  }
}

/** The hashes that show that the tree of `oldSize` is the beginning of the tree of `size`. */
export function proveConsistency(oldSize: number, size: number, read: HashReader): Uint8Array[] {
  checkConsistencyRange(oldSize, size);
  return oldSize === 0 ? [] : consistencyPath(read, oldSize, 0, size, true);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Throws a TlogError unless the proof shows that the old tree is the beginning of the other. */
export function verifyConsistency({ oldSize, oldRoot, size, root, proof }: ConsistencyClaim): void {
  checkConsistencyRange(oldSize, size);
  if (oldSize === 0) {
    if (proof.length > 0) throw new TlogError("the consistency proof is too long");
    if (!isEqualBytes(oldRoot, EMPTY_ROOT)) throw new TlogError("that is not the root of an empty tree");
    return;
  }
  const [provedOld, proved] = rootsOfPath(oldSize, size, proof, oldRoot);
  if (!isEqualBytes(provedOld, oldRoot)) throw new TlogError("the consistency proof leads to another old root");
  if (!isEqualBytes(proved, root)) throw new TlogError("the consistency proof leads to another root");
}

function rangeHash(read: HashReader, start: number, size: number): Uint8Array {
  const level = Math.log2(size);
  if (Number.isInteger(level) && 2 ** level === size) return read(level, start / size);
  const left = leftSize(size);
  return nodeHash(rangeHash(read, start, left), rangeHash(read, start + left, size - left));
}

/** PATH(m, D[n]) of RFC 6962, section 2.1.1, for the leaves from `start`. */
function inclusionPath(read: HashReader, index: number, start: number, size: number): Uint8Array[] {
  if (size === 1) return [];
  const left = leftSize(size);
  return index < start + left
    ? [...inclusionPath(read, index, start, left), rangeHash(read, start + left, size - left)]
    : [...inclusionPath(read, index, start + left, size - left), rangeHash(read, start, left)];
}

function rootOfPath(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array {
  return inclusionSteps(index, size, proof).reduce(
    (hash, { sibling, side }) => (side === "left" ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    leaf,
  );
}

/** SUBPROOF(m, D[n], b) of RFC 6962, section 2.1.2. `whole`: the verifier knows the hash of the old leaves here. */
function consistencyPath(read: HashReader, oldSize: number, start: number, size: number, whole: boolean): Uint8Array[] {
  if (oldSize === size) return whole ? [] : [rangeHash(read, start, size)];
  const left = leftSize(size);
  return oldSize <= left
    ? [...consistencyPath(read, oldSize, start, left, whole), rangeHash(read, start + left, size - left)]
    : [...consistencyPath(read, oldSize - left, start + left, size - left, false), rangeHash(read, start, left)];
}

/** The roots of the old leaves and of all, here; `known`: the old root where the verifier knows it. */
function rootsOfPath(
  oldSize: number,
  size: number,
  proof: readonly Uint8Array[],
  known: Uint8Array | null,
): readonly [Uint8Array, Uint8Array] {
  if (oldSize === size) {
    const [hash, ...more] = known ? [known, ...proof] : proof;
    if (more.length > 0) throw new TlogError("the consistency proof is too long");
    if (!hash) throw new TlogError("the consistency proof is too short");
    return [hash, hash];
  }
  const sibling = proof.at(-1);
  if (!sibling) throw new TlogError("the consistency proof is too short");
  const rest = proof.slice(0, -1);
  const left = leftSize(size);
  if (oldSize <= left) {
    const [old, all] = rootsOfPath(oldSize, left, rest, known);
    return [old, nodeHash(all, sibling)];
  }
  const [old, all] = rootsOfPath(oldSize - left, size - left, rest, null);
  return [nodeHash(sibling, old), nodeHash(sibling, all)];
}

function checkConsistencyRange(oldSize: number, size: number): void {
  if (isCount(oldSize) && isCount(size) && oldSize <= size) return;
  throw new TlogError(`a tree of ${oldSize} cannot have grown into one of ${size}`);
}
