import { expect, test } from "vitest";
import { drawNormal, goodhartPair, type Random, seededRandom } from "./index.ts";

/** A goal that wanders, and a proxy that follows it up to `until` and then climbs by itself. */
function pair(n: number, until: number, random: Random): { proxy: number[]; goal: number[] } {
  const goal: number[] = [];
  const proxy: number[] = [];
  for (let k = 0; k < n; k++) {
    goal.push(0.5 * (goal.at(-1) ?? 0) + drawNormal(random));
    proxy.push(k < until ? (goal[k] as number) + 0.3 * drawNormal(random) : 1 + 0.3 * (k - until) + drawNormal(random));
  }
  return { proxy, goal };
}

test("a proxy that leaves its goal is decoupled", () => {
  const { proxy, goal } = pair(48, 24, seededRandom(1));
  const result = goodhartPair(proxy, goal, seededRandom(2));
  expect(result).toMatchObject({ established: true, verdict: "decoupled", n: 48 });
  if (!result.established) return;
  expect(Math.abs(result.breakIndex - 24)).toBeLessThanOrEqual(8);
  expect(result.before.established && result.before.value).toBeGreaterThan(0.8);
});

test("a proxy that follows its goal is decoupled in fewer than one of twenty runs", () => {
  let decoupled = 0;
  for (let run = 0; run < 60; run++) {
    const { proxy, goal } = pair(30, 30, seededRandom(100 + run));
    const result = goodhartPair(proxy, goal, seededRandom(run), { draws: 200 });
    if (result.established && result.verdict === "decoupled") decoupled++;
  }
  expect(decoupled).toBeLessThanOrEqual(3);
});

test("a break that is known is taken as given", () => {
  const { proxy, goal } = pair(40, 20, seededRandom(3));
  expect(goodhartPair(proxy, goal, seededRandom(4), { breakIndex: 20 })).toMatchObject({
    breakIndex: 20,
    breakP: null,
  });
});

test("fewer than eight points, a break at an end, and series that stand still are not established", () => {
  const random = seededRandom(1);
  expect(goodhartPair([1, 2, 3], [1, 2, 3], random)).toMatchObject({
    established: false,
    reason: "fewer than 8 points",
  });
  const ten = [...Array(10).keys()];
  expect(goodhartPair(ten, ten, random, { breakIndex: 2 })).toMatchObject({
    reason: "fewer than 4 points on a side of the break",
  });
  const still = ten.map(() => 1);
  expect(goodhartPair(ten, still, random, { breakIndex: 5 })).toMatchObject({
    reason: "a series does not vary on a side of the break",
  });
  expect(() => goodhartPair([1], [1, 2], random)).toThrow("series of 1 and 2 points");
});
