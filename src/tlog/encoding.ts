import { TlogError } from "./error.ts";

/** Written for browsers as for Node: neither knows what the other has. */

/** Length of a SHA-256 hash, and of an Ed25519 key. */
export const HASH_BYTES = 32;
export const KEY_BYTES = 32;

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Standard base64 with padding (RFC 4648, section 4). Any other spelling of the same bytes is refused. */
export function decodeBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new TlogError("not base64", { cause });
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  if (encodeBase64(bytes) !== text) throw new TlogError("not base64");
  return bytes;
}

/** In lower case. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Digits in pairs. */
export function decodeHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/** The parts one after the other. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
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
