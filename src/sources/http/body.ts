import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from "node:zlib";

/** Bytes of a body as it is sent, and as it is once decompressed, at most. */
export const SENT_BYTES_MAX = 20_000_000;
export const BODY_BYTES_MAX = 40_000_000;
/** Compressions on top of each other, at most. */
const LAYERS_MAX = 2;

/** A body that is not what its headers say, or more than is read. */
export class BodyError extends Error {}

type Decompress = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const DECOMPRESS: Readonly<Record<string, Decompress>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: async (bytes, options) => {
    // RFC 9110 asks for the zlib form; some servers send the bare one.
    const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
    return (isZlib ? promisify(inflate) : promisify(inflateRaw))(bytes, options);
  },
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/** Reads a body up to SENT_BYTES_MAX. Throws BodyError beyond. */
export async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > SENT_BYTES_MAX) throw new BodyError(`the body is longer than ${SENT_BYTES_MAX} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts, length);
}

/** Undoes a body's Content-Encoding (RFC 9110, 8.4). Throws BodyError for what is damaged, unknown or too long. */
export async function decode(sent: Uint8Array, contentEncoding: string | undefined): Promise<Uint8Array> {
  const layers = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((one) => one.trim());
  const real = layers.filter((one) => one !== "" && one !== "identity");
  if (real.length > LAYERS_MAX) throw new BodyError(`the body is compressed ${real.length} times`);
  let bytes = sent;
  for (const layer of real.toReversed()) {
    const decompress = Object.hasOwn(DECOMPRESS, layer) ? DECOMPRESS[layer] : undefined;
    if (!decompress) throw new BodyError(`the body is compressed by "${layer.slice(0, 40)}", which we do not read`);
    bytes = await decompress(bytes, { maxOutputLength: BODY_BYTES_MAX }).catch((error: NodeJS.ErrnoException) => {
      const long = error.code === "ERR_BUFFER_TOO_LARGE";
      throw new BodyError(long ? `the body is longer than ${BODY_BYTES_MAX} bytes` : `the body is no ${layer}`);
    });
  }
  return bytes;
}
