import { expect, test } from "vitest";
import { kolmogorovTail, seededRandom, uniformKolmogorovSmirnov } from "./index.ts";

test("critical values of Kolmogorov's limit: Smirnov 1948 gives 1.2238, 1.3581 and 1.6276 for 10, 5 and 1 %", () => {
  expect(kolmogorovTail(1.2238)).toBeCloseTo(0.1, 4);
  expect(kolmogorovTail(1.3581)).toBeCloseTo(0.05, 4);
  expect(kolmogorovTail(1.6276)).toBeCloseTo(0.01, 4);
});

test("the two series for the limit agree where they meet, and its ends are 1 and 0", () => {
  expect(kolmogorovTail(1 - 1e-9)).toBeCloseTo(kolmogorovTail(1), 7);
  expect(kolmogorovTail(0)).toBe(1);
  expect(kolmogorovTail(0.05)).toBe(1);
  expect(kolmogorovTail(5)).toBeLessThan(1e-20);
});

test("the 5 % point for samples of 10 and 20 in Massey 1951's table: 0.410 and 0.294", () => {
  const at = (n: number, d: number): number => kolmogorovTail((Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * d);
  expect(at(10, 0.41)).toBeCloseTo(0.05, 2);
  expect(at(20, 0.294)).toBeCloseTo(0.05, 2);
});

test("the statistic is the greatest distance on either side of a step", () => {
  expect(uniformKolmogorovSmirnov([0.5])).toMatchObject({ statistic: 0.5, n: 1 });
  expect(uniformKolmogorovSmirnov([0.9, 0.6, 0.7]).statistic).toBeCloseTo(0.6, 12);
  expect(() => uniformKolmogorovSmirnov([])).toThrow(RangeError);
});

test("a twentieth of uniform samples fail at 5 %", () => {
  const random = seededRandom(11);
  let failed = 0;
  for (let run = 0; run < 1000; run++) {
    if (uniformKolmogorovSmirnov(Array.from({ length: 30 }, random)).p < 0.05) failed++;
  }
  expect(failed).toBeGreaterThan(30);
  expect(failed).toBeLessThan(70);
});
