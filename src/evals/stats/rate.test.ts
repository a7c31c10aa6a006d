import { expect, test } from "vitest";
import { jeffreysRate, wilsonRate } from "./index.ts";

test("Wilson's interval of 81 in 263 at 95 %: Newcombe 1998, table I, gives 0.2553 to 0.3662", () => {
  const rate = wilsonRate(81, 263, 0.95);
  expect(rate).toMatchObject({ established: true, n: 263 });
  if (!rate.established) return;
  expect(rate.low).toBeCloseTo(0.2553, 4);
  expect(rate.high).toBeCloseTo(0.3662, 4);
});

test("Wilson's interval of 0 in 20 at 95 %: Newcombe 1998, table I, gives 0 to 0.1611", () => {
  expect(wilsonRate(0, 20, 0.95)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.1611, 4) });
});

test("Jeffreys' interval at 95 %: Brown, Cai and DasGupta 2001, table 5, n = 10", () => {
  expect(jeffreysRate(1, 10, 0.95)).toMatchObject({ low: expect.closeTo(0.011, 3), high: expect.closeTo(0.381, 3) });
  expect(jeffreysRate(5, 10, 0.95)).toMatchObject({ low: expect.closeTo(0.224, 3), high: expect.closeTo(0.776, 3) });
});

test("a rate out of nothing is not established, and impossible counts are refused", () => {
  for (const rate of [jeffreysRate, wilsonRate]) {
    expect(rate(0, 0)).toMatchObject({ established: false, reason: "nothing was counted" });
    expect(() => rate(3, 2)).toThrow("not counts: 3 of 2");
  }
});

test("the mirror rate has the mirror interval", () => {
  for (const rate of [jeffreysRate, wilsonRate]) {
    const [kept, broken] = [rate(3, 11), rate(8, 11)];
    if (!kept.established || !broken.established) throw new Error("both are established");
    expect(kept.low).toBeCloseTo(1 - broken.high, 12);
    expect(kept.high).toBeCloseTo(1 - broken.low, 12);
  }
});
