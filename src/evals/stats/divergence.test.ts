import { expect, test } from "vitest";
import { compositionDivergence, drawInteger, jensenShannon, seededRandom } from "./index.ts";

test("Lin 1991: alike 0, without a common category 1, and the same seen from either side", () => {
  expect(jensenShannon([3, 1], [3, 1])).toBe(0);
  expect(jensenShannon([3, 1], [30, 10])).toBeCloseTo(0, 12);
  expect(jensenShannon([1, 0], [0, 1])).toBe(1);
  expect(jensenShannon([1, 0], [0.5, 0.5])).toBeCloseTo(0.311278, 6);
  expect(jensenShannon([5, 2, 1], [1, 4, 4])).toBeCloseTo(jensenShannon([1, 4, 4], [5, 2, 1]), 12);
});

test("a group like its reference: 0 within the interval", () => {
  expect(compositionDivergence([40, 60], [0.4, 0.6], seededRandom(1))).toMatchObject({ value: 0, low: 0, n: 100 });
  expect(compositionDivergence([40, 60], [400, 600], seededRandom(1))).toMatchObject({ value: 0, low: 0 });
});

test("a group unlike its reference: 0 outside; the more people, the narrower", () => {
  const small = compositionDivergence([18, 2], [0.5, 0.5], seededRandom(2));
  const large = compositionDivergence([180, 20], [0.5, 0.5], seededRandom(2));
  if (!small.established || !large.established) throw new Error("both are established");
  expect(large.low).toBeGreaterThan(0.08);
  expect(large.high - large.low).toBeLessThan((small.high - small.low) / 2);
});

test("the interval holds the population's divergence in 80 to 97 % of seeded samples of 60", () => {
  const shares = [0.1, 0.3, 0.6];
  const truth = jensenShannon(shares, [0.5, 0.3, 0.2]);
  let held = 0;
  for (let run = 0; run < 200; run++) {
    const random = seededRandom(run);
    const people = [0, 0, 0];
    for (let k = 0; k < 60; k++) {
      const ten = drawInteger(random, 10);
      const category = ten < 1 ? 0 : ten < 4 ? 1 : 2;
      people[category] = (people[category] as number) + 1;
    }
    const estimate = compositionDivergence(people, [0.5, 0.3, 0.2], random, 200);
    if (estimate.established && estimate.low <= truth && truth <= estimate.high) held++;
  }
  expect(held / 200).toBeGreaterThan(0.8);
  expect(held / 200).toBeLessThan(0.97);
});

test("too few people are not established, nonsense is refused", () => {
  expect(compositionDivergence([2, 2], [0.5, 0.5], seededRandom(1))).toMatchObject({
    reason: "fewer than 5 people",
    n: 4,
  });
  expect(compositionDivergence([9, 2], [1, 2], seededRandom(1))).toMatchObject({ established: false });
  expect(() => compositionDivergence([9.5, 2], [0.5, 0.5], seededRandom(1))).toThrow("not a number of people: 9.5");
  expect(() => jensenShannon([1, -1], [1, 1])).toThrow("amounts of 0 or more");
  expect(() => jensenShannon([1, 1], [1, 1, 1])).toThrow("different categories");
});
