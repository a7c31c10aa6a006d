import { expect, test } from "vitest";
import { compoundGrowth, drawNormal, seededRandom, theilSen } from "./index.ts";

const points = (times: readonly number[], values: readonly number[]) =>
  times.map((time, index) => ({ time, value: values[index] as number }));

test("the example of Sen 1968: slope 4, at 93 % 26/7 to 35/8 (his limits as SciPy and R's deming correct them)", () => {
  const example = points([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]);
  expect(theilSen(example, 0.93)).toMatchObject({ value: 4, low: 26 / 7, high: 35 / 8, n: 7 });
});

test("a line gives its slope, and one wild point does not move it", () => {
  const times = [...Array(12).keys()];
  const line = times.map((time) => 3 - 2 * time);
  expect(theilSen(points(times, line))).toMatchObject({ value: -2, low: -2, high: -2 });
  expect(theilSen(points(times, line.with(5, 500)))).toMatchObject({ value: -2 });
});

test("the 90 % interval holds the slope in 85 to 96 % of 400 seeded series of 15", () => {
  const random = seededRandom(3);
  let held = 0;
  for (let run = 0; run < 400; run++) {
    const series = Array.from({ length: 15 }, (_, time) => ({ time, value: 0.3 * time + drawNormal(random) }));
    const slope = theilSen(series);
    if (slope.established && slope.low <= 0.3 && 0.3 <= slope.high) held++;
  }
  expect(held / 400).toBeGreaterThan(0.85);
  expect(held / 400).toBeLessThan(0.96);
});

test("doubling each year is growth of 1, whatever the dates", () => {
  const times = [0, 0.5, 1, 2.25, 4, 4.5];
  const growth = compoundGrowth(
    points(
      times,
      times.map((time) => 7 * 2 ** time),
    ),
  );
  expect(growth).toMatchObject({
    value: expect.closeTo(1, 12),
    low: expect.closeTo(1, 12),
    high: expect.closeTo(1, 12),
  });
});

test("too few points, one time, and values without a logarithm are not established", () => {
  expect(theilSen(points([1, 2], [1, 2]))).toMatchObject({ established: false, reason: "fewer than 5 points", n: 2 });
  expect(theilSen(points([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]))).toMatchObject({ reason: "all points are of one time" });
  expect(compoundGrowth(points([1, 2, 3, 4, 5], [1, 0, 3, 4, 5]))).toMatchObject({ reason: "a value is not over 0" });
  expect(compoundGrowth(points([1], [1]))).toMatchObject({ method: "trend/compound-growth", established: false });
});
