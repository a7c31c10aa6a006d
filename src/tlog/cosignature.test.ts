import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addCosignature,
  makeWitnessKey,
  nameOfWitness,
  openCosignature,
  parseNote,
  signNote,
  makeSignerKey,
  TlogError,
  vkeyOf,
  witnessVkeyOf,
} from "./index.ts";

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const time = fc.integer({ min: 1, max: 2 ** 40 });

test("what a witness cosigned opens with its key, at its time, and with no other", () => {
  fc.assert(
    fc.property(seed, seed, time, (one, other, at) => {
      fc.pre(Buffer.compare(one, other) !== 0);
      const log = makeSignerKey("log.example/test", one);
      const [witness, stranger] = [one, other].map((random) => makeWitnessKey("witness.example/w1", random)) as [
        string,
        string,
      ];
      const note = addCosignature(signNote("log.example/test\n0\nroot\n", log), witness, at);
      expect(openCosignature(note, witnessVkeyOf(witness))).toBe(at);
      expect(() => openCosignature(note, witnessVkeyOf(stranger))).toThrow("no signature by");
      expect(nameOfWitness(witnessVkeyOf(witness))).toBe("witness.example/w1");
      // The same 32 bytes as a log's key and a witness's are two keys.
      expect(() => openCosignature(note, vkeyOf(log))).toThrow(TlogError);
    }),
    { numRuns: 40 },
  );
});

test("a byte of text, time or signature that differs is found", () => {
  const witness = makeWitnessKey("witness.example/w1", new Uint8Array(32).fill(3));
  const signed = signNote("log.example/test\n0\nroot\n", makeSignerKey("log.example/test", new Uint8Array(32).fill(4)));
  const note = addCosignature(signed, witness, 1_700_000_000);
  const vkey = witnessVkeyOf(witness);
  const line = note.trimEnd().split("\n").at(-1) ?? "";
  const [, , encoded = ""] = line.split(" ");
  const bytes = Buffer.from(encoded, "base64");
  for (let at = 4; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => openCosignature(note.replace(encoded, altered.toString("base64")), vkey)).toThrow("is wrong");
  }
  expect(() => openCosignature(note.replace("\n0\n", "\n1\n"), vkey)).toThrow("is wrong");
  const short = bytes.subarray(0, -1).toString("base64");
  expect(() => openCosignature(note.replace(encoded, short), vkey)).toThrow("is wrong");
  expect(parseNote(addCosignature(note, witness, 1_800_000_000)).signatures).toHaveLength(2);
});
