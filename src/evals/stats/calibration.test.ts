import { expect, test } from "vitest";
import { calibration, type Prediction, seededRandom } from "./index.ts";

const predict = (probability: number, happened: number, times: number): Prediction[] =>
  Array.from({ length: times }, (_, index) => ({ probability, happened: index < happened }));

test("Brier 1950: forecasts of 0 and 1 that come true score 0, that fail 1, and of ½ always ¼", () => {
  const brier = (predictions: Prediction[]) => calibration(predictions, seededRandom(1)).brier;
  expect(brier([...predict(1, 3, 3), ...predict(0, 0, 3)])).toMatchObject({ value: 0, low: 0, high: 0, n: 6 });
  expect(brier(predict(1, 0, 3))).toMatchObject({ value: 1 });
  expect(brier(predict(0.5, 2, 5))).toMatchObject({ value: 0.25, low: 0.25, high: 0.25 });
});

test("the calibration error is the gap in each bin, weighted by its count", () => {
  const { ece, bins } = calibration([...predict(0.75, 15, 30), ...predict(0.2, 1, 10)], seededRandom(1));
  expect(ece).toMatchObject({ value: expect.closeTo((30 * 0.25 + 10 * 0.1) / 40, 12), n: 40 });
  expect(bins.map(({ count }) => count)).toEqual([0, 0, 10, 0, 0, 0, 0, 30, 0, 0]);
  expect(bins[7]).toMatchObject({ from: 0.7, to: 0.8, stated: 0.75, rate: { value: 0.5, n: 30 } });
});

test("an empty bin has no rate, and no predictions no score", () => {
  const { bins, brier, ece } = calibration([], seededRandom(1));
  expect(bins).toHaveLength(10);
  expect(bins[0]).toMatchObject({ count: 0, stated: null, rate: { established: false } });
  for (const score of [brier, ece])
    expect(score).toMatchObject({ established: false, reason: "there are no predictions" });
});

test("1 falls in the last bin, a probability out of range is refused", () => {
  expect(calibration(predict(1, 1, 1), seededRandom(1)).bins[9]?.count).toBe(1);
  expect(() => calibration(predict(1.2, 1, 1), seededRandom(1))).toThrow("not a probability: 1.2");
});
