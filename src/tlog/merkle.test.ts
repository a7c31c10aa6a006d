import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  EMPTY_ROOT,
  hashesFromLeaves,
  type HashReader,
  leafHash,
  proveConsistency,
  proveInclusion,
  TlogError,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./index.ts";

interface Vectors {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[];
  readonly consistency: readonly {
    readonly oldSize: number;
    readonly size: number;
    readonly proof: readonly string[];
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL("../../test/vectors/rfc6962-tree.json", import.meta.url), "utf8"),
) as Vectors;
const known = hashesFromLeaves(vectors.leaves.map((leaf) => leafHash(unhex(leaf))));

function unhex(text: string): Uint8Array {
  return Buffer.from(text, "hex");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("roots and proofs are those of RFC 6962's shared test data", () => {
  expect(vectors.roots.map((_, size) => hex(treeRoot(size, known)))).toEqual(vectors.roots);
  for (const { index, size, proof } of vectors.inclusion) {
    expect(proveInclusion(index, size, known).map(hex)).toEqual(proof);
  }
  for (const { oldSize, size, proof } of vectors.consistency) {
    expect(proveConsistency(oldSize, size, known).map(hex)).toEqual(proof);
  }
});

const SIZE_MAX = 128;
const leaves = Array.from({ length: SIZE_MAX }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const read = remembered(hashesFromLeaves(leaves));
const roots = Array.from({ length: SIZE_MAX + 1 }, (_, size) => treeRoot(size, read));

/** Keeps hashes: these tests ask for each of them some hundred times. */
function remembered(reader: HashReader): HashReader {
  const hashes = new Map<string, Uint8Array>();
  return (level, index) => {
    const key = `${level}/${index}`;
    const hash = hashes.get(key) ?? reader(level, index);
    hashes.set(key, hash);
    return hash;
  };
}

const inclusion = (index: number, size: number) => ({
  leafHash: leaves[index] as Uint8Array,
  index,
  size,
  root: roots[size] as Uint8Array,
  proof: proveInclusion(index, size, read),
});

const consistency = (oldSize: number, size: number) => ({
  oldSize,
  oldRoot: roots[oldSize] as Uint8Array,
  size,
  root: roots[size] as Uint8Array,
  proof: proveConsistency(oldSize, size, read),
});

test(`every leaf of every tree up to ${SIZE_MAX} is proved, and no other leaf by the same proof`, () => {
  for (let size = 1; size <= SIZE_MAX; size++) {
    for (let index = 0; index < size; index++) {
      const claim = inclusion(index, size);
      verifyInclusion(claim);
      if (size === 1) continue;
      const other = (index + 1) % size;
      expect(() => verifyInclusion({ ...claim, index: other })).toThrow(TlogError);
      expect(() => verifyInclusion({ ...claim, leafHash: leaves[other] as Uint8Array })).toThrow(TlogError);
    }
  }
});

test(`every pair of trees up to ${SIZE_MAX} is proved to be one log`, () => {
  for (let size = 0; size <= SIZE_MAX; size++) {
    for (let oldSize = 0; oldSize <= size; oldSize++) {
      const claim = consistency(oldSize, size);
      verifyConsistency(claim);
      expect(() => verifyConsistency({ ...claim, oldRoot: leafHash(claim.oldRoot) })).toThrow(TlogError);
      // A tree of nothing is the beginning of any; otherwise another root is another log.
      if (oldSize === 0) continue;
      expect(() => verifyConsistency({ ...claim, root: leafHash(claim.root) })).toThrow(TlogError);
    }
  }
});

test("a proof with any hash altered, dropped, added or moved proves nothing", () => {
  const hash = EMPTY_ROOT;
  for (const [index, size] of [
    [0, 128],
    [77, 100],
    [99, 100],
  ] as const) {
    const claim = inclusion(index, size);
    for (const proof of broken(claim.proof, hash)) {
      expect(() => verifyInclusion({ ...claim, proof })).toThrow(TlogError);
    }
  }
  for (const [oldSize, size] of [
    [1, 128],
    [63, 100],
    [64, 100],
    [100, 100],
  ] as const) {
    const claim = consistency(oldSize, size);
    for (const proof of broken(claim.proof, hash)) {
      expect(() => verifyConsistency({ ...claim, proof })).toThrow(TlogError);
    }
  }
});

function* broken(proof: readonly Uint8Array[], hash: Uint8Array): Generator<readonly Uint8Array[]> {
  yield [...proof, hash];
  yield [hash, ...proof];
  for (const at of proof.keys()) {
    yield proof.with(at, hash);
    yield proof.toSpliced(at, 1);
  }
  if (proof.length > 1) yield proof.toReversed();
}

test("what is no place in a tree is refused", () => {
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 1],
    [0.5, 2],
    [NaN, 2],
    [0, 2 ** 53],
  ] as const) {
    expect(() => proveInclusion(index, size, read)).toThrow(TlogError);
    expect(() => verifyInclusion({ leafHash: EMPTY_ROOT, index, size, root: EMPTY_ROOT, proof: [] })).toThrow(
      TlogError,
    );
  }
  expect(() => proveConsistency(2, 1, read)).toThrow(TlogError);
  expect(() => verifyConsistency({ ...consistency(0, 1), proof: [EMPTY_ROOT] })).toThrow(TlogError);
});
