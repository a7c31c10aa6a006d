import { expect, test } from "vitest";
import {
  drawBeta,
  drawDirichlet,
  drawExponential,
  drawGamma,
  drawInteger,
  drawNormal,
  mean,
  type Random,
  resample,
  seededRandom,
  sum,
  xoshiro128,
} from "./index.ts";

test("xoshiro128** 1.1 from the state 1, 2, 3, 4, as the rand_xoshiro crate tests it against the authors' C code", () => {
  const next = xoshiro128([1, 2, 3, 4]);
  const expected = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  expect(expected.map(() => next())).toEqual(expected);
});

test("xoshiro128** from the random state of edorfaus/xoshiro-6502, whose values come from the authors' C code", () => {
  const next = xoshiro128([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]);
  expect([next(), next(), next(), next()]).toEqual([0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70]);
});

test("one seed, one sequence; near seeds are unrelated", () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(Math.abs((draw(7)[0] as number) - (draw(8)[0] as number))).toBeGreaterThan(0.01);
  for (const bad of [-1, 1.5, 2 ** 32, Number.NaN]) expect(() => seededRandom(bad)).toThrow(RangeError);
  expect(() => xoshiro128([0, 0, 0, 0])).toThrow(RangeError);
});

test("draws have the means and variances of their distributions", () => {
  const cases: readonly [(random: Random) => number, number, number][] = [
    [(random) => random(), 0.5, 1 / 12],
    [(random) => drawInteger(random, 6), 2.5, 35 / 12],
    [drawNormal, 0, 1],
    [(random) => drawExponential(random, 4), 0.25, 1 / 16],
    [(random) => drawGamma(random, 0.4), 0.4, 0.4],
    [(random) => drawGamma(random, 7.5), 7.5, 7.5],
    [(random) => drawBeta(random, 2, 3), 0.4, 0.04],
    [(random) => drawDirichlet(random, [1, 2, 5])[2] as number, 5 / 8, 15 / 64 / 9],
  ];
  for (const [draw, expectedMean, variance] of cases) {
    const random = seededRandom(20_260_101);
    const draws = Array.from({ length: 10_000 }, () => draw(random));
    const found = mean(draws);
    expect(Math.abs(found - expectedMean)).toBeLessThan(4 * Math.sqrt(variance / 10_000));
    expect(mean(draws.map((value) => (value - found) ** 2)) / variance).toBeCloseTo(1, 1);
  }
});

test("Dirichlet shares sum to 1, even where every concentration is tiny", () => {
  const random = seededRandom(1);
  for (let run = 0; run < 100; run++) expect(sum(drawDirichlet(random, [1e-4, 1e-4, 1e-4]))).toBeCloseTo(1, 12);
});

test("a resample holds items of the sample only", () => {
  const drawn = resample(seededRandom(3), ["a", "b", "c", "d"]);
  expect(drawn).toHaveLength(4);
  expect(new Set([...drawn, "a", "b", "c", "d"]).size).toBe(4);
  expect(() => drawGamma(seededRandom(1), 0)).toThrow("shape must be over 0: 0");
});
