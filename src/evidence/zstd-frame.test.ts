import { constants, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { zstdFrameLength } from "./zstd-frame.ts";

const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

test("a frame of zstd ends where zstd ended it, whatever follows", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    // Several blocks; runs of one byte.
    fc.integer({ min: 0, max: 1_000_000 }).map((length) => Buffer.alloc(length, "abcdefg".repeat(length % 3))),
    fc.uint8Array({ minLength: 1, maxLength: 9 }).map((seed) => Buffer.alloc(300_000, seed)),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.uint8Array(), (bytes, withChecksum, more) => {
      const frame = zstdCompressSync(bytes, withChecksum ? checksum : {});
      expect(zstdFrameLength(Buffer.concat([frame, more]))).toBe(frame.length);
      expect(zstdFrameLength(frame.subarray(0, -1))).toBeNull();
    }),
  );
});

test("any other bytes are no frame, and are looked at within their length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(zstdFrameLength(bytes)).toBeNull();
      const length = zstdFrameLength(Buffer.concat([Buffer.from("28b52ffd", "hex"), bytes]));
      expect(length ?? 0).toBeLessThanOrEqual(bytes.length + 4);
    }),
  );
});
