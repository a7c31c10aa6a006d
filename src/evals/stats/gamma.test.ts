import { expect, test } from "vitest";
import { chiSquareTail, logGamma, normalCdf, normalQuantile, normalTwoSided, upperGamma } from "./index.ts";

test("the gamma function at factorials and at a half", () => {
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  expect(logGamma(0.01)).toBeCloseTo(4.599479878042021, 12);
  expect(() => logGamma(0)).toThrow(RangeError);
});

test("chi-square critical values of the tables of Abramowitz and Stegun, table 26.8", () => {
  const table: readonly [number, number, number][] = [
    [3.84146, 1, 0.05],
    [6.6349, 1, 0.01],
    [10.828, 1, 0.001],
    [5.99146, 2, 0.05],
    [18.307, 10, 0.05],
    [3.94, 10, 0.95],
    [43.773, 30, 0.05],
    [124.342, 100, 0.05],
  ];
  for (const [statistic, df, p] of table) expect(chiSquareTail(statistic, df) / p).toBeCloseTo(1, 3);
  expect(chiSquareTail(0, 3)).toBe(1);
  expect(upperGamma(2, Infinity)).toBe(0);
});

test("normal quantiles of the published tables, and of Wichura 1988 (AS 241)", () => {
  expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 14);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 14);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14);
  expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 13);
  expect(() => normalQuantile(1)).toThrow(RangeError);
});

test("the normal distribution is the inverse of its quantile", () => {
  for (const p of [1e-9, 0.01, 0.3, 0.5, 0.7, 0.99]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 10);
  expect(normalTwoSided(-1.959963984540054)).toBeCloseTo(0.05, 12);
});
