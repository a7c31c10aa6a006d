import { expect, test } from "vitest";
import { eventRate } from "./event-rate.ts";

test("exact limits of a count, 90 %: Garwood 1936 gives 5.425 to 16.962 for 10 and 0 to 2.996 for 0", () => {
  expect(eventRate("m", 10, 1)).toMatchObject({ low: expect.closeTo(5.425, 3), high: expect.closeTo(16.962, 3) });
  expect(eventRate("m", 0, 1)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(2.996, 3) });
});

test("over two years the rate and its limits halve", () => {
  expect(eventRate("m", 10, 2)).toMatchObject({ value: 5, low: expect.closeTo(2.7127, 3), n: 10 });
});

test("without time there is no rate", () => {
  expect(eventRate("m", 3, 0)).toMatchObject({ established: false, n: 3 });
});
