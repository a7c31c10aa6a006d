import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatNote,
  formatTlogProof,
  leafHash,
  makeSignerKey,
  nameOfVkey,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  signCheckpoint,
  signNote,
  TlogError,
  vkeyOf,
} from "./index.ts";

interface Vectors {
  readonly vkey: string;
  readonly note: string;
  readonly withEmptyLines: string;
  readonly checkpoint: string;
}

const vectors = JSON.parse(
  readFileSync(new URL("../../test/vectors/signed-note.json", import.meta.url), "utf8"),
) as Vectors;

const key = makeSignerKey("log.example/a", Buffer.alloc(32, 7));
const otherKey = makeSignerKey("log.example/a", Buffer.alloc(32, 8));
const hash = leafHash(Buffer.from("a leaf"));

test("the specification's note is opened with its key", () => {
  expect(nameOfVkey(vectors.vkey)).toBe("example.com/foo");
  expect(openNote(vectors.note, vectors.vkey).text).toBe("This is an example message.\n");
  expect(formatNote(parseNote(vectors.note))).toBe(vectors.note);
  expect(parseNote(vectors.withEmptyLines).text.split("\n")).toHaveLength(5);
});

test("the specification's checkpoint is read", () => {
  expect(parseCheckpoint(parseNote(vectors.checkpoint).text)).toMatchObject({
    origin: "example.com/behind-the-sofa",
    size: 20852163,
  });
});

test("any text that is signed is opened by the key's vkey and by no other", () => {
  const text = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(fc.array(text), (lines) => {
      const signed = lines.map((line) => `${line}\n`).join("") || "\n";
      const note = signNote(signed, key);
      expect(openNote(note, vkeyOf(key)).text).toBe(signed);
      expect(() => openNote(note, vkeyOf(otherKey))).toThrow("no signature by");
    }),
  );
});

test("no character of a note can be altered", () => {
  const note = signCheckpoint({ origin: "log.example/a", size: 12, root: hash }, key);
  const others = ["A", "0", "\n", " ", "é"];
  for (let at = 0; at < note.length; at++) {
    for (const other of others.filter((other) => other !== note[at])) {
      const altered = note.slice(0, at) + other + note.slice(at + 1);
      expect(() => openCheckpoint(altered, vkeyOf(key))).toThrow(TlogError);
    }
  }
});

test("signatures of others are passed over, a wrong one of the key is not", () => {
  const note = signNote("text\n", key);
  const foreign = signNote("text\n", makeSignerKey("witness.example", Buffer.alloc(32, 1))).slice("text\n\n".length);
  const wrong = signNote("another\n", key).slice("another\n\n".length);
  expect(openNote(note + foreign, vkeyOf(key)).signatures).toHaveLength(2);
  expect(openNote(`text\n\n${foreign}${note.slice("text\n\n".length)}`, vkeyOf(key)).text).toBe("text\n");
  expect(() => openNote(note + wrong, vkeyOf(key))).toThrow("is wrong");
  expect(() => parseNote(note + foreign.repeat(100))).toThrow(TlogError);
});

const signature = "— a.example NnugSzTjtVAewIS+Z/iJhQ==\n";

test.each([
  "",
  "\n",
  "text\n",
  "text\n\n",
  `text\n${signature}`,
  `text\n\n${signature.slice(0, -1)}`,
  `text\n\n${signature}\n`,
  `text\n\n${signature.replace("—", "-")}`,
  `text\n\n${signature.replace(" Nn", "  Nn")}`,
  `text\n\n${signature.replace("a.example", "a+b")}`,
  `text\n\n${signature.replace("a.example", "a\u00a0b")}`,
  `text\n\n${signature.replace("a.example ", " ")}`,
  `text\n\n${signature.replace("==", "")}`,
  `text\n\n${signature.replace("hQ==", "hR==")}`,
  "text\n\n— a.example NnugSw==\n",
  `te\txt\n\n${signature}`,
  `te\rxt\n\n${signature}`,
  `te\ud800xt\n\n${signature}`,
  `${"a".repeat(1_000_000)}\n\n${signature}`,
])("%# is no note", (note) => expect(() => parseNote(note)).toThrow(TlogError));

test.each([
  "",
  "example.com/foo",
  "example.com/foo+530d903a",
  "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=",
  "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
])("%j is no vkey", (vkey) => expect(() => nameOfVkey(vkey)).toThrow(TlogError));

test("a key signs the same text with the same bytes, and its name has neither white space nor a plus", () => {
  expect(signNote("text\n", key)).toBe(signNote("text\n", key));
  for (const name of ["", "a b", "a+b", "a\nb", "a\u2003b"]) {
    expect(() => makeSignerKey(name, Buffer.alloc(32))).toThrow(TlogError);
  }
  expect(() => signNote("text", key)).toThrow(TlogError);
  expect(() => signNote("text\n", vkeyOf(key))).toThrow(TlogError);
});

const root = Buffer.from(hash).toString("base64");

test.each([
  "",
  "a.example\n1\n",
  `a.example\n1\n${root}`,
  `\n1\n${root}\n`,
  `a.example\n01\n${root}\n`,
  `a.example\n-1\n${root}\n`,
  `a.example\n1e3\n${root}\n`,
  `a.example\n9007199254740992\n${root}\n`,
  `a.example\n1\n${root.slice(4)}\n`,
  `a.example\n1\n${root}\n\n`,
  `a.example\n1\n${root}\n\nextension\n`,
])("%j is no checkpoint", (text) => expect(() => parseCheckpoint(text)).toThrow(TlogError));

test("extension lines are allowed", () => {
  expect(parseCheckpoint(`a.example\n0\n${root}\nextension\n`).size).toBe(0);
});

test("any proof is read as it was written", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const proof = fc.record(
    {
      extra: bytes,
      index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      hashes: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }),
      checkpoint: fc.constant(vectors.checkpoint),
    },
    { requiredKeys: ["index", "hashes", "checkpoint"] },
  );
  fc.assert(
    fc.property(proof, (proof) => {
      const text = formatTlogProof(proof);
      const parsed = parseTlogProof(text);
      expect(formatTlogProof(parsed)).toBe(text);
      expect(parsed).toMatchObject({ index: proof.index, checkpoint: proof.checkpoint });
      expect(parsed.hashes.map((hash) => Uint8Array.from(hash))).toEqual(proof.hashes);
    }),
  );
});

test.each([
  "",
  "c2sp.org/tlog-proof@v1\nindex 1\n",
  `c2sp.org/tlog-proof@v2\nindex 1\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nindex 01\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nindex x\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nindex 1\nextra YQ==\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nextra YQ\nindex 1\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nindex 1\nYQ==\n\n${vectors.checkpoint}`,
  `c2sp.org/tlog-proof@v1\nindex 1\n${`${root}\n`.repeat(64)}\n${vectors.checkpoint}`,
])("%# is no proof", (text) => expect(() => parseTlogProof(text)).toThrow(TlogError));
