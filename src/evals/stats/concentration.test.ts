import { expect, test } from "vitest";
import { concentrationRatio, type Disclosure, herfindahl, seededRandom, shares } from "./index.ts";

test("shares of 30, 30, 20 and 20 %: HHI 2,600, the example of the US Department of Justice", () => {
  expect(herfindahl([30, 30, 20, 20])).toMatchObject({
    established: true,
    value: expect.closeTo(2600, 9),
    low: expect.closeTo(2600, 9),
    high: expect.closeTo(2600, 9),
    n: 4,
  });
});

test("the unit does not matter; a monopoly is 10,000; CR4 adds the four largest", () => {
  expect(herfindahl([3e9, 3e9, 2e9, 2e9])).toMatchObject({ value: expect.closeTo(2600, 9) });
  expect(herfindahl([7, 0])).toMatchObject({ value: 10_000 });
  expect(concentrationRatio([5, 40, 10, 20, 15, 10])).toMatchObject({ value: expect.closeTo(0.85, 12) });
});

test("one undisclosed quantity gives bounds, not zero", () => {
  // 10, 10 and u in [10, 20]: (200 + u²) / (20 + u)² rises from 1/3 at 10 to 0.375 at 20.
  expect(herfindahl([10, 10, { low: 10, high: 20 }])).toMatchObject({
    low: expect.closeTo(10_000 / 3, 6),
    high: expect.closeTo(3750, 6),
  });
  expect(shares([10, 30, "undisclosed"])[2]).toMatchObject({
    low: expect.closeTo(0.2, 9),
    high: expect.closeTo(3 / 7, 9),
    n: 2,
  });
});

test("the least value can lie inside a range", () => {
  // 10, 8, 6, 4 and u: CR4 is least where u is as large as the fourth.
  expect(concentrationRatio([10, 8, 6, 4, { low: 1, high: 20 }])).toMatchObject({ low: expect.closeTo(28 / 32, 9) });
  // 2 and u in [1, 8]: HHI is least at u = 2.
  expect(herfindahl([2, { low: 1, high: 8 }])).toMatchObject({ low: expect.closeTo(5000, 6) });
});

test("no value within the ranges lies outside the bounds, and the bounds are reached", () => {
  const random = seededRandom(12);
  for (let run = 0; run < 20; run++) {
    const ranges = Array.from({ length: 6 }, () => {
      const low = 10 * random();
      return random() < 0.5 ? { low, high: low + 15 * random() } : { low, high: low };
    });
    for (const measure of [herfindahl, concentrationRatio]) {
      const bounds = measure(ranges);
      if (!bounds.established) throw new Error("established");
      const inside = Array.from({ length: 200 }, () =>
        measure(ranges.map(({ low, high }) => low + (high - low) * random())),
      ).map((estimate) => (estimate.established ? estimate.value : Number.NaN));
      expect(Math.min(...inside)).toBeGreaterThanOrEqual(bounds.low - 1e-9);
      expect(Math.max(...inside)).toBeLessThanOrEqual(bounds.high + 1e-9);
    }
  }
});

test("nothing known is not established, nonsense is refused", () => {
  expect(herfindahl(["undisclosed", "undisclosed"])).toMatchObject({
    established: false,
    reason: "no participant discloses",
  });
  expect(herfindahl([0, 0])).toMatchObject({ established: false, reason: "all quantities are zero" });
  expect(() => herfindahl([-1])).toThrow("quantities are 0 or more");
  expect(() => herfindahl([{ low: 2, high: 1 }])).toThrow("a range's low end");
  const many: Disclosure[] = [1, 2, ...Array.from({ length: 17 }, () => "undisclosed" as const)];
  expect(() => herfindahl(many)).toThrow("more than 16");
});
