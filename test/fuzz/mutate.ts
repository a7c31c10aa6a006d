import type { Random } from "../faults/random.ts";

/** What mutations draw from. */
export interface Stock {
  /** Inputs that went new ways. */
  readonly corpus: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
  readonly bytesMax: number;
}

/** Bytes at which parsers take other ways. */
const ODD_BYTES = [
  0, 1, 9, 10, 13, 32, 34, 38, 39, 45, 58, 60, 62, 91, 92, 93, 123, 125, 127, 128, 0xc3, 0xe2, 0xf0, 0xff,
];
const STEPS_MAX = 5;
const REPEATS_MAX = 200;

type Step = (bytes: Buffer, random: Random, stock: Stock) => Buffer;

const place = (bytes: Buffer, random: Random): number => random.between(0, bytes.length);
const run = (bytes: Buffer, random: Random): readonly [number, number] => {
  const from = place(bytes, random);
  return [from, random.between(from, Math.min(bytes.length, from + random.pick([4, 16, 64, 1024])))];
};
const insert = (bytes: Buffer, at: number, more: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);

const STEPS: readonly Step[] = [
  (bytes, random) => {
    if (bytes.length > 0) bytes[random.between(0, bytes.length - 1)]! ^= 1 << random.between(0, 7);
    return bytes;
  },
  (bytes, random) => {
    if (bytes.length > 0) bytes[random.between(0, bytes.length - 1)] = random.pick(ODD_BYTES);
    return bytes;
  },
  (bytes, random) => insert(bytes, place(bytes, random), Buffer.from([random.pick(ODD_BYTES)])),
  (bytes, random, { words }) => (words.length === 0 ? bytes : insert(bytes, place(bytes, random), random.pick(words))),
  (bytes, random, { words }) => {
    if (words.length === 0) return bytes;
    const word = random.pick(words);
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(at + word.length)]);
  },
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    return insert(bytes, place(bytes, random), bytes.subarray(from, to));
  },
  // What takes too long takes it on repetition.
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    const times = random.between(2, REPEATS_MAX);
    return insert(bytes, from, Buffer.concat(Array.from({ length: times }, () => bytes.subarray(from, to))));
  },
  (bytes, random, { corpus }) => {
    const other = Buffer.from(random.pick(corpus));
    const [from, to] = run(other, random);
    return insert(bytes, place(bytes, random), other.subarray(from, to));
  },
  (bytes, random, { corpus }) => {
    const other = Buffer.from(random.pick(corpus));
    return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
  },
  // A number becomes another.
  (bytes, random) => {
    const text = bytes.toString("latin1");
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { 0: found, index } = random.pick(numbers);
    const other = random.pick([
      "0",
      "1",
      "-1",
      "255",
      "256",
      "65536",
      "4294967296",
      "9007199254740993",
      "1e400",
      `${found}0`,
    ]);
    return Buffer.from(text.slice(0, index) + other + text.slice(index + found.length), "latin1");
  },
];

/** A variant of an input, at most `bytesMax` long. */
export function mutate(input: Uint8Array, random: Random, stock: Stock): Uint8Array {
  let bytes: Buffer = Buffer.from(input);
  for (let steps = random.between(1, STEPS_MAX); steps > 0; steps--) bytes = random.pick(STEPS)(bytes, random, stock);
  return bytes.subarray(0, stock.bytesMax);
}
