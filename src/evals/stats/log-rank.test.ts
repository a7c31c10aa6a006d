import { expect, test } from "vitest";
import { holm, type Life, logRank } from "./index.ts";

const ended = (...times: number[]): Life[] => times.map((time) => ({ time, ended: true }));
const censored = (...times: number[]): Life[] => times.map((time) => ({ time, ended: false }));

const TREATED = [...ended(6, 6, 6, 7, 10, 13, 16, 22, 23), ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];
const PLACEBO = ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

test("Freireich et al. 1963, 6-MP against placebo: log-rank χ² = 16.79, expected 19.25 and 10.75", () => {
  const result = logRank([TREATED, PLACEBO]);
  expect(result).toMatchObject({
    chiSquare: expect.closeTo(16.79, 2),
    df: 1,
    observed: [9, 21],
    expected: [expect.closeTo(19.25, 2), expect.closeTo(10.75, 2)],
    n: 42,
  });
  expect(result.established && result.p).toBeCloseTo(4.17e-5, 6);
});

test("the order of groups does not matter, and splitting one at random adds a degree of freedom, little more", () => {
  const half = (lives: Life[], odd: number): Life[] => lives.filter((_, index) => index % 2 === odd);
  const three = logRank([half(PLACEBO, 0), TREATED, half(PLACEBO, 1)]);
  const turned = logRank([half(PLACEBO, 1), half(PLACEBO, 0), TREATED]);
  if (!three.established || !turned.established) throw new Error("both are established");
  expect(three.df).toBe(2);
  expect(three.chiSquare).toBeCloseTo(turned.chiSquare, 9);
  expect(three.chiSquare).toBeGreaterThan(16.7);
  expect(three.chiSquare).toBeLessThan(19);
});

test("groups that cannot be told apart are not established", () => {
  expect(logRank([TREATED])).toMatchObject({ established: false, reason: "one group cannot be compared" });
  expect(logRank([censored(1, 2), censored(3)])).toMatchObject({ established: false });
  const late = [5, 6].map((time) => ({ entry: 4, time, ended: true }));
  expect(logRank([ended(1, 2), late])).toMatchObject({
    established: false,
    reason: "the groups were not watched together while lives ended",
  });
});

test("Holm 1979: the smallest p counts n-fold, none falls below the one before", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.6])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
