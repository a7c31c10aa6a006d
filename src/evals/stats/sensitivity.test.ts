import { expect, test } from "vitest";
import { leaveOneOut, mean, seededRandom, shareOfWeights } from "./index.ts";

test("an order that no weight can turn holds always, and one that a coin decides in half of the draws", () => {
  const a = [0.9, 0.5];
  const b = [0.3, 0.4];
  const above = (weights: readonly number[]): boolean =>
    weights.reduce((total, weight, k) => total + weight * ((a[k] as number) - (b[k] as number)), 0) > 0;
  expect(shareOfWeights([1, 1], above, seededRandom(1))).toMatchObject({ established: true, value: 1, high: 1 });
  const first = shareOfWeights([1, 1], ([one = 0]) => one > 0.5, seededRandom(2));
  expect(first.established && Math.abs(first.value - 0.5)).toBeLessThan(0.04);
});

test("the higher the concentration, the nearer the weights stay to the defaults", () => {
  const near = (concentration: number): number => {
    const share = shareOfWeights([3, 1], ([one = 0]) => Math.abs(one - 0.75) < 0.1, seededRandom(3), { concentration });
    return share.established ? share.value : Number.NaN;
  };
  expect(near(100)).toBeGreaterThan(near(10) + 0.2);
});

test("leaving out the outlier moves the mean most", () => {
  const influences = leaveOneOut([1, 2, 3, 10], mean);
  expect(influences[0]).toEqual({ item: 10, influence: 2 });
  expect(influences).toHaveLength(4);
});
