import { type Checkpoint, parseCheckpoint } from "./checkpoint-text.ts";
import { encodeHex, isEqualBytes, joinBytes } from "./encoding.ts";
import { TlogError } from "./error.ts";
import { inclusionSteps, LEAF_PREFIX, NODE_PREFIX } from "./merkle-path.ts";
import { checkKeyId, keyIdInput, keyIdOfHash, parseKey, parseNote, signaturesOf } from "./note-text.ts";
import type { TlogProof } from "./tlog-proof.ts";

/**
 * What `verifyInclusion` and `openCheckpoint` do, on the Web Cryptography API, which browsers and Node both have: the
 * visitor of a page checks a proof on their own machine. Formats and paths are the same code; only hashing differs.
 */

/** SHA-256 of the bytes in hexadecimal. */
export async function sha256OnWeb(bytes: Uint8Array): Promise<string> {
  return encodeHex(await digest(bytes));
}

/** The checkpoint in a note, once the key's signature is found to be right. Throws a TlogError where it is not. */
export async function openCheckpointOnWeb(note: string, vkey: string): Promise<Checkpoint> {
  const opened = parseNote(note);
  const parsed = parseKey(vkey, "vkey");
  const { name, keyId, key } = checkKeyId(
    parsed,
    keyIdOfHash(await digest(keyIdInput(parsed.name, parsed.key))),
    "vkey",
  );
  const imported = await crypto.subtle.importKey("raw", joinBytes(key), "Ed25519", false, ["verify"]);
  const text = new TextEncoder().encode(opened.text);
  for (const { bytes } of signaturesOf(opened, parsed)) {
    if (await crypto.subtle.verify("Ed25519", imported, joinBytes(bytes), text)) continue;
    throw new TlogError(`the signature by ${name}+${keyId} is wrong`);
  }
  return parseCheckpoint(opened.text);
}

/** Throws a TlogError unless the proof shows that the leaf is in the checkpoint's tree. */
export async function verifyInclusionOnWeb(
  leaf: Uint8Array,
  { index, hashes }: Pick<TlogProof, "index" | "hashes">,
  { size, root }: Checkpoint,
): Promise<void> {
  let hash = await digest(LEAF_PREFIX, leaf);
  for (const { sibling, side } of inclusionSteps(index, size, hashes)) {
    hash = side === "left" ? await digest(NODE_PREFIX, sibling, hash) : await digest(NODE_PREFIX, hash, sibling);
  }
  if (!isEqualBytes(hash, root)) throw new TlogError("the inclusion proof leads to another root");
}

async function digest(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joinBytes(...parts)));
}
