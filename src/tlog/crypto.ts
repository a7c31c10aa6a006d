import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto";

/** All that this folder takes from its surroundings: SHA-256, and Ed25519 (RFC 8032) on raw 32-byte keys. */

/**
 * SHA-256 of the bytes. Node hands a hash over as a text, a character a byte, in a third of the time that it needs for bytes,
 * and leaves no object to collect: a proof takes hundreds.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(hash("sha256", bytes, "latin1"), "latin1");
}

/** What stands before the raw key in DER: RFC 8410, section 4 (public) and section 7 (private). */
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The public key of a private key, which is 32 random bytes: the seed of RFC 8032. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const der = createPublicKey(importPrivate(privateKey)).export({ format: "der", type: "spki" });
  return der.subarray(PUBLIC_PREFIX.length);
}

/** 64 bytes, the same whenever the same key signs the same bytes. */
export function signBytes(privateKey: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sign(null, bytes, importPrivate(privateKey));
}

/** Whether the signature is the key's for these bytes. Any bytes may be given as signature. */
export function isSignatureOf(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: "der", type: "spki" });
  return verify(null, bytes, key, signature);
}

function importPrivate(privateKey: Uint8Array): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, privateKey]), format: "der", type: "pkcs8" });
}
