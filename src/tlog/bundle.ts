import { TlogError } from "./error.ts";
import { TILE_WIDTH } from "./tiles.ts";

/**
 * Entry bundles, https://c2sp.org/tlog-tiles: entries one after the other, each with its length before it as two
 * bytes, the high one first. The entries "a" and "bc":
 *
 *     00 01 61  00 02 62 63
 */

/** The longest entry a bundle can hold, in bytes. */
export const ENTRY_BYTES_MAX = 0xffff;

const LENGTH_BYTES = 2;

/** Throws a TlogError for an entry above 65,535 bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    if (entry.length > ENTRY_BYTES_MAX) {
      throw new TlogError(`an entry of ${entry.length} bytes; at most ${ENTRY_BYTES_MAX} fit`);
    }
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
  });
  return Buffer.concat(parts);
}

/**
 * The entries, as views of `bytes`. Throws a TlogError for bytes that end within an entry or hold more than `entriesMax`:
 * 256, unless they are several bundles, one after the other.
 */
export function decodeBundle(bytes: Uint8Array, entriesMax: number = TILE_WIDTH): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === entriesMax) throw new TlogError(`an entry bundle with more than ${entriesMax} entries`);
    const start = at + LENGTH_BYTES;
    const end = start <= bytes.length ? start + view.getUint16(at) : start;
    if (end > bytes.length) throw new TlogError(`an entry bundle that ends within entry ${entries.length}`);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  return entries;
}
