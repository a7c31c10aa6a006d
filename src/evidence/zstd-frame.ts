/** https://www.rfc-editor.org/rfc/rfc8878, sections 3.1.1.1 and 3.1.1.2. */
const MAGIC = 0xfd2fb528;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const BLOCK_RLE = 1;

/** Bytes of the zstd frame at the start of `bytes`; null where none begins there or where it does not end. */
export function zstdFrameLength(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 5 || view.getUint32(0, true) !== MAGIC) return null;
  const descriptor = view.getUint8(4);
  const singleSegment = (descriptor >> 5) & 1;
  const contentSizeFlag = descriptor >> 6;
  let at = 5 + (1 - singleSegment);
  at += DICTIONARY_ID_BYTES[descriptor & 3] ?? 0;
  at += contentSizeFlag === 0 ? singleSegment : (CONTENT_SIZE_BYTES[contentSizeFlag] ?? 0);
  for (let isLast = false; !isLast;) {
    if (at + BLOCK_HEADER_BYTES > bytes.length) return null;
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    isLast = (header & 1) === 1;
    at += BLOCK_HEADER_BYTES + (((header >> 1) & 3) === BLOCK_RLE ? 1 : header >> 3);
  }
  at += ((descriptor >> 2) & 1) * CHECKSUM_BYTES;
  return at <= bytes.length ? at : null;
}
