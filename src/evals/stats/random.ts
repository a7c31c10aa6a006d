/**
 * Seeded random numbers. A result that used chance can be computed again, digit for digit, from its seed.
 *
 * The generator is xoshiro128** 1.1 (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators", ACM
 * Transactions on Mathematical Software 47(4)), its state filled by splitmix32. Not for secrets.
 */

/** Draws the next number, uniform on [0, 1), with 53 random bits. */
export type Random = () => number;

const UINT32 = 2 ** 32;

/** The generator's own sequence of integers from 0 to 2^32 - 1. The four words of `state` must not all be zero. */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  if ((a | b | c | d) === 0) throw new RangeError("a state of zeros yields only zeros");
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The generator of a seed. `seed`: an integer from 0 to 2^32 - 1, else a RangeError. */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= UINT32) throw new RangeError(`not a seed: ${seed}`);
  const word = splitmix32(seed);
  const next = xoshiro128([word(), word(), word(), word()]);
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/** Steele, Lea and Flood 2014 with the 32-bit finaliser of MurmurHash3: spreads near seeds far apart. */
function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  };
}

/** An integer from 0 to `below - 1`. `below`: 1 to 2^32, where the bias of scaling 53 bits is under 2^-21. */
export function drawInteger(random: Random, below: number): number {
  if (!Number.isInteger(below) || below < 1 || below > UINT32) throw new RangeError(`not a range: ${below}`);
  return Math.floor(random() * below);
}

/** Standard normal, by Marsaglia's polar method (1964). */
export function drawNormal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Exponential with the given rate (> 0), so mean 1 / rate. */
export function drawExponential(random: Random, rate: number): number {
  checkPositive("rate", rate);
  return -Math.log1p(-random()) / rate;
}

/** Gamma with the given shape (> 0) and scale 1: Marsaglia and Tsang 2000, and their boost for a shape under 1. */
export function drawGamma(random: Random, shape: number): number {
  checkPositive("shape", shape);
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta(a, b), both over 0. */
export function drawBeta(random: Random, a: number, b: number): number {
  return drawDirichlet(random, [a, b])[0] as number;
}

/** Shares that sum to 1, Dirichlet with the given concentrations, each over 0. */
export function drawDirichlet(random: Random, concentrations: readonly number[]): number[] {
  const parts = concentrations.map((concentration) => drawGamma(random, concentration));
  const total = parts.reduce((sum, part) => sum + part, 0);
  // All parts can underflow where every concentration is tiny; such a Dirichlet sits on one corner.
  if (total === 0) return cornerOf(parts.length, drawInteger(random, parts.length));
  return parts.map((part) => part / total);
}

const cornerOf = (length: number, corner: number): number[] =>
  Array.from({ length }, (_, index) => (index === corner ? 1 : 0));

/** As many items as given, drawn with replacement: one bootstrap sample (Efron 1979). */
export function resample<T>(random: Random, items: readonly T[]): T[] {
  return items.map(() => items[drawInteger(random, items.length)] as T);
}

function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be over 0: ${value}`);
}
