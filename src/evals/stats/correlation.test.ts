import { expect, test } from "vitest";
import { rankCorrelation, spearman } from "./index.ts";

test("IQ and hours of television, the example of Wikipedia's page on Spearman's coefficient: −29/165", () => {
  const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
  const rho = spearman(iq, hours);
  expect(rho).toMatchObject({ value: expect.closeTo(-29 / 165, 12), n: 10 });
  expect(rho.established && rho.low).toBeCloseTo(
    Math.tanh(Math.atanh(-29 / 165) - 1.6448536 * Math.sqrt((1 + (29 / 165) ** 2 / 2) / 7)),
    6,
  );
});

test("only the order counts, and ties share their rank", () => {
  expect(rankCorrelation([1, 2, 3], [1, 10, 1000])).toBe(1);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
  expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

test("too few points and series that stand still are not established", () => {
  expect(spearman([1, 2, 3], [1, 2, 3])).toMatchObject({ established: false, reason: "fewer than 4 points" });
  expect(spearman([1, 1, 1, 1], [1, 2, 3, 4])).toMatchObject({ reason: "one of the series does not vary" });
  expect(() => spearman([1, 2, 3, 4], [1])).toThrow("series of 4 and 1 points");
});
