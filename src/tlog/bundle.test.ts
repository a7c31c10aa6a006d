import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBundle, encodeBundle, ENTRY_BYTES_MAX, TlogError } from "./index.ts";

test("entries stand with their lengths before them", () => {
  expect(encodeBundle([Buffer.from("a"), Buffer.from("bc")])).toEqual(Buffer.from("0001610002" + "6263", "hex"));
});

test("any entries come back, and any other bytes are refused", () => {
  const entries = fc.array(fc.uint8Array({ minLength: 1, maxLength: 700 }), { minLength: 1, maxLength: 256 });
  fc.assert(
    fc.property(entries, (entries) => {
      const bytes = encodeBundle(entries);
      expect(decodeBundle(bytes).map((entry) => Uint8Array.from(entry))).toEqual(entries);
      expect(() => decodeBundle(bytes.subarray(0, -1))).toThrow(TlogError);
      expect(() => decodeBundle(Buffer.concat([bytes, Uint8Array.of(0)]))).toThrow(TlogError);
    }),
  );
});

test("no entries are no bytes, and an entry may be empty", () => {
  expect(decodeBundle(encodeBundle([]))).toEqual([]);
  expect(decodeBundle(encodeBundle([new Uint8Array()]))).toHaveLength(1);
});

test("the longest entry fits, a longer one and a 257th do not", () => {
  const longest = new Uint8Array(ENTRY_BYTES_MAX);
  expect(decodeBundle(encodeBundle([longest]))[0]).toHaveLength(ENTRY_BYTES_MAX);
  expect(() => encodeBundle([new Uint8Array(ENTRY_BYTES_MAX + 1)])).toThrow(TlogError);
  expect(() => decodeBundle(new Uint8Array(2 * 257))).toThrow(TlogError);
});
