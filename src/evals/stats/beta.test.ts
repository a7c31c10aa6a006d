import { expect, test } from "vitest";
import { betaCdf, betaInterval, betaQuantile, logBeta } from "./index.ts";

test("the incomplete beta function at the values that have a closed form", () => {
  expect(betaCdf(0.3, { a: 1, b: 1 })).toBeCloseTo(0.3, 14);
  expect(betaCdf(0.3, { a: 1, b: 4 })).toBeCloseTo(1 - 0.7 ** 4, 14);
  expect(betaCdf(0.3, { a: 4, b: 1 })).toBeCloseTo(0.3 ** 4, 14);
  expect(betaCdf(0.3, { a: 0.5, b: 0.5 })).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 13);
  expect(logBeta(3, 4)).toBeCloseTo(Math.log(1 / 60), 13);
  expect(() => betaCdf(1.1, { a: 1, b: 1 })).toThrow(RangeError);
});

test("the incomplete beta function is the binomial tail: DLMF 8.17.5", () => {
  const p = 0.35;
  let tail = 0;
  for (let j = 7; j <= 20; j++) tail += binomial(20, j) * p ** j * (1 - p) ** (20 - j);
  expect(betaCdf(p, { a: 7, b: 14 })).toBeCloseTo(tail, 13);
});

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}

test("quantiles of the F distribution in published tables: F(0.95; 5, 10) = 3.33, F(0.95; 1, 10) = 4.96", () => {
  const f = (p: number, m: number, n: number): number => {
    const x = betaQuantile(p, { a: m / 2, b: n / 2 });
    return (n * x) / (m * (1 - x));
  };
  expect(f(0.95, 5, 10)).toBeCloseTo(3.3258, 4);
  expect(f(0.95, 1, 10)).toBeCloseTo(4.9646, 4);
  expect(f(0.99, 4, 20)).toBeCloseTo(4.4307, 4);
});

test("the quantile undoes the distribution, over shapes from a spike to a U", () => {
  for (const a of [0.05, 0.5, 1, 3, 40, 2000]) {
    for (const b of [0.05, 0.5, 2, 77]) {
      for (const p of [0.001, 0.05, 0.5, 0.95, 0.999]) {
        const x = betaQuantile(p, { a, b });
        // Next to 1 a double cannot tell two shares apart, so the check is made where it can.
        expect(x < 1 - 1e-9 ? betaCdf(x, { a, b }) : p).toBeCloseTo(p, 8);
      }
    }
  }
  expect(betaQuantile(0, { a: 2, b: 2 })).toBe(0);
  expect(betaQuantile(1, { a: 2, b: 2 })).toBe(1);
});

test("the interval of a flat posterior leaves a twentieth at each end", () => {
  const [low, high] = betaInterval({ a: 1, b: 1 });
  expect(low).toBeCloseTo(0.05, 12);
  expect(high).toBeCloseTo(0.95, 12);
});
