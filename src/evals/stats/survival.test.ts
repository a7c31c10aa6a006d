import { expect, test } from "vitest";
import { type Life, medianLife, survivalAt, survivalCurve } from "./index.ts";

const ended = (...times: number[]): Life[] => times.map((time) => ({ time, ended: true }));
const censored = (...times: number[]): Life[] => times.map((time) => ({ time, ended: false }));

/** Weeks of remission under 6-mercaptopurine: Freireich et al. 1963, Blood 21. */
const FREIREICH = [...ended(6, 6, 6, 7, 10, 13, 16, 22, 23), ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];

test("Freireich et al. 1963, 6-MP arm: S(6) = 0.857, S(10) = 0.753, S(23) = 0.448", () => {
  const curve = survivalCurve(FREIREICH);
  expect(curve.map(({ time, atRisk, ends }) => [time, atRisk, ends])).toEqual([
    [6, 21, 3],
    [7, 17, 1],
    [10, 15, 1],
    [13, 12, 1],
    [16, 11, 1],
    [22, 7, 1],
    [23, 6, 1],
  ]);
  const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
  for (const [k, { survival }] of curve.entries()) expect(survival).toBeCloseTo(published[k] as number, 3);
});

test("Greenwood's standard errors for Freireich's data: 0.0764, 0.0869, 0.0963 … 0.1346 (Klein and Moeschberger 2003)", () => {
  const errors = survivalCurve(FREIREICH).map(({ variance }) => Math.sqrt(variance));
  const published = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
  for (const [k, error] of errors.entries()) expect(error).toBeCloseTo(published[k] as number, 4);
});

test("Freireich's 6-MP arm: median 23 weeks, its upper end open at 95 % (R's survfit, log-log: 13 to NA)", () => {
  expect(medianLife(FREIREICH, { level: 0.95 })).toMatchObject({ value: 23, low: 13, high: Infinity, n: 21 });
});

test("the log-log band at week 10 at 95 %: 0.503 to 0.889, as R's survfit gives it", () => {
  const at = survivalAt(FREIREICH, 12, { level: 0.95 });
  expect(at).toMatchObject({
    value: expect.closeTo(0.753, 3),
    low: expect.closeTo(0.503, 3),
    high: expect.closeTo(0.889, 3),
  });
});

test("without censoring the curve is the share that is left", () => {
  const curve = survivalCurve(ended(1, 2, 3, 4));
  expect(curve.map(({ survival }) => survival)).toEqual([0.75, 0.5, 0.25, 0]);
  expect(curve.at(-1)).toMatchObject({ low: 0, high: 1, variance: 0 });
  expect(medianLife(ended(1, 2, 3, 4))).toMatchObject({ value: 2 });
});

test("a life seen late is at risk from then on, not before", () => {
  const lives = [...ended(2, 5), { entry: 3, time: 8, ended: true }, { entry: 4, time: 9, ended: false }];
  expect(survivalCurve(lives).map(({ time, atRisk }) => [time, atRisk])).toEqual([
    [2, 2],
    [5, 3],
    [8, 2],
  ]);
});

test("ages before `from` are left out where too few were watched", () => {
  const lives = [{ time: 1, ended: true }, ...[4, 6, 8].map((time) => ({ entry: 2, time, ended: true }))];
  expect(survivalCurve(lives).every(({ survival }) => survival === 0)).toBe(true);
  expect(survivalAt(lives, 5)).toMatchObject({
    reason: "all lives watched at age 1 ended there, and others were watched later",
  });
  expect(medianLife(lives)).toMatchObject({ established: false });
  expect(medianLife(lives, { from: 2 })).toMatchObject({ value: 6 });
  expect(survivalCurve(lives, { from: 2 })[0]).toMatchObject({ time: 4, survival: 1 - 1 / 3 });
});

test("what the data cannot tell is not established", () => {
  expect(survivalAt([], 1)).toMatchObject({ established: false, reason: "no life was watched" });
  expect(survivalAt(FREIREICH, 36)).toMatchObject({ established: false, reason: "no life was watched past 35" });
  expect(medianLife(censored(3, 4))).toMatchObject({ established: false, reason: "more than half of the lives last" });
  expect(survivalAt(censored(3, 4, 5, 6), 3)).toMatchObject({
    value: 1,
    low: expect.closeTo(0.05 ** 0.25, 12),
    high: 1,
  });
  expect(() => survivalCurve([{ entry: 3, time: 2, ended: true }])).toThrow("not a life: from 3 to 2");
});
