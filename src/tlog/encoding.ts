import { HASH_BYTES } from "./crypto.ts";
import { TlogError } from "./error.ts";

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** Standard base64 with padding (RFC 4648, section 4). Any other spelling of the same bytes is refused. */
export function decodeBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new TlogError("not base64");
  return bytes;
}

export function decodeHash(text: string): Uint8Array {
  const hash = decodeBase64(text);
  if (hash.length !== HASH_BYTES) throw new TlogError(`a hash of ${hash.length} bytes instead of ${HASH_BYTES}`);
  return hash;
}

/** A count in decimal without leading zeroes, up to 2^53 - 1. */
export function decodeCount(text: string): number {
  const count = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(count)) throw new TlogError("not a decimal number below 2^53");
  return count;
}

export function isEqualBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
