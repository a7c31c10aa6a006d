import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  hashesFromLeaves,
  leafHash,
  makeSignerKey,
  proveInclusion,
  signCheckpoint,
  treeRoot,
  vkeyOf,
} from "./index.ts";
import { openCheckpointOnWeb, sha256OnWeb, verifyInclusionOnWeb } from "./web-verify.ts";

const signer = makeSignerKey("log.example", randomBytes(32));
const leaves = Array.from({ length: 40 }, (_, at) => new TextEncoder().encode(`leaf ${at}`));
const read = hashesFromLeaves(leaves.map(leafHash));

/** A proof of leaf `index` in a tree of `size`, and the tree's signed checkpoint. */
const prove = (index: number, size: number) => ({
  index,
  hashes: proveInclusion(index, size, read),
  checkpoint: signCheckpoint({ origin: "log.example", size, root: treeRoot(size, read) }, signer),
});

describe("what a browser verifies", () => {
  test("every leaf of every tree up to 40, as the log proves it", async () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = prove(index, size);
        const checkpoint = await openCheckpointOnWeb(proof.checkpoint, vkeyOf(signer));
        expect(checkpoint.size).toBe(size);
        await expect(verifyInclusionOnWeb(leaves[index] as Uint8Array, proof, checkpoint)).resolves.toBeUndefined();
      }
    }
  });

  test("another leaf, another place, a hash more or less, an altered hash: refused", async () => {
    const proof = prove(5, 23);
    const leaf = leaves[5] as Uint8Array;
    const checkpoint = await openCheckpointOnWeb(proof.checkpoint, vkeyOf(signer));
    const altered = proof.hashes.map((hash, at) => (at === 1 ? hash.map((byte) => byte ^ 1) : hash));
    const refused = [
      () => verifyInclusionOnWeb(leaves[6] as Uint8Array, proof, checkpoint),
      () => verifyInclusionOnWeb(leaf, { ...proof, index: 6 }, checkpoint),
      () => verifyInclusionOnWeb(leaf, { ...proof, index: 23 }, checkpoint),
      () => verifyInclusionOnWeb(leaf, { ...proof, hashes: proof.hashes.slice(1) }, checkpoint),
      () => verifyInclusionOnWeb(leaf, { ...proof, hashes: [...proof.hashes, leafHash(leaf)] }, checkpoint),
      () => verifyInclusionOnWeb(leaf, { ...proof, hashes: altered }, checkpoint),
    ];
    for (const attempt of refused) await expect(attempt()).rejects.toThrow(/inclusion proof|has no leaf/);
  });

  test("another key, another text under the signature, an id that is not the key's: refused", async () => {
    const { checkpoint } = prove(0, 3);
    const other = vkeyOf(makeSignerKey("log.example", randomBytes(32)));
    await expect(openCheckpointOnWeb(checkpoint, other)).rejects.toThrow("no signature by log.example");
    await expect(openCheckpointOnWeb(checkpoint.replace("\n3\n", "\n4\n"), vkeyOf(signer))).rejects.toThrow("is wrong");
    const forged = other.replace(/\+[0-9a-f]{8}\+/, `+${vkeyOf(signer).split("+")[1]}+`);
    await expect(openCheckpointOnWeb(checkpoint, forged)).rejects.toThrow("id is not that of its key");
  });

  test("hashes as everybody does", async () => {
    expect(await sha256OnWeb(new TextEncoder().encode("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});
