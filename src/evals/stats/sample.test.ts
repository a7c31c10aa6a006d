import { expect, test } from "vitest";
import { mean, median, percentileInterval, quantile, ranks } from "./index.ts";

test("quantiles are those of R's type 7", () => {
  expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
  expect(median([5, 1, 3])).toBe(3);
  expect(percentileInterval([...Array(101).keys()])).toEqual([expect.closeTo(5, 12), expect.closeTo(95, 12)]);
  expect(percentileInterval([1, Infinity, Infinity])[1]).toBe(Infinity);
});

test("equal values share a rank", () => {
  expect(ranks([10, 20, 10, 5])).toEqual([2.5, 4, 2.5, 1]);
});

test("an empty sample has no mean and no quantile", () => {
  expect(() => mean([])).toThrow("an empty sample");
  expect(() => quantile([], 0.5)).toThrow("an empty sample");
  expect(() => quantile([1], 2)).toThrow("not a share: 2");
});
