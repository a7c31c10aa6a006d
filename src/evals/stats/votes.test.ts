import { expect, test } from "vitest";
import { banzhaf, drawInteger, seededRandom, shapleyShubik, type WeightedVote } from "./index.ts";

test("[51; 50, 49, 1]: Banzhaf 1965 gives 3/5, 1/5, 1/5, Shapley and Shubik 1954 2/3, 1/6, 1/6", () => {
  const vote = { quota: 51, weights: [50, 49, 1] };
  expect(banzhaf(vote)).toEqual({ shares: [0.6, 0.2, 0.2], counts: [3n, 1n, 1n] });
  expect(shapleyShubik(vote).counts).toEqual([4n, 1n, 1n]);
  expect(shapleyShubik(vote).shares[0]).toBeCloseTo(2 / 3, 15);
});

const SECURITY_COUNCIL = { quota: 39, weights: [7, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] };

test("UN Security Council [39; 7 × 5, 1 × 10]: Shapley 0.1963 permanent, 0.00186 elected (4/2145)", () => {
  const { shares } = shapleyShubik(SECURITY_COUNCIL);
  expect(shares[0]).toBeCloseTo(0.1963, 4);
  expect(shares[14]).toBeCloseTo(4 / 2145, 15);
});

test("UN Security Council: Banzhaf 848 of 5,080 swings permanent (0.1669), 84 elected (0.0165)", () => {
  const { shares, counts } = banzhaf(SECURITY_COUNCIL);
  expect([counts[0], counts[14]]).toEqual([848n, 84n]);
  expect(shares[0]).toBeCloseTo(0.1669, 4);
  expect(shares[14]).toBeCloseTo(0.0165, 4);
});

test("Treaty of Rome 1958 [12; 4, 4, 4, 2, 2, 1]: Luxembourg has no power (Brams and Affuso 1976)", () => {
  const vote = { quota: 12, weights: [4, 4, 4, 2, 2, 1] };
  expect(banzhaf(vote).counts).toEqual([10n, 10n, 10n, 6n, 6n, 0n]);
  expect(shapleyShubik(vote).shares[0]).toBeCloseTo(14 / 60, 12);
  expect(shapleyShubik(vote).shares[5]).toBe(0);
});

test("the generating functions count what listing every coalition and every order counts", () => {
  const random = seededRandom(9);
  for (let run = 0; run < 30; run++) {
    const weights = Array.from({ length: 1 + drawInteger(random, 6) }, () => drawInteger(random, 8));
    const votes = weights.reduce((a, b) => a + b, 0);
    if (votes === 0) continue;
    const vote = { quota: 1 + drawInteger(random, votes), weights };
    expect(banzhaf(vote).counts).toEqual(swingsByHand(vote));
    expect(shapleyShubik(vote).counts).toEqual(pivotsByHand(vote));
  }
});

function swingsByHand({ quota, weights }: WeightedVote): bigint[] {
  return weights.map((own, voter) => {
    const others = weights.toSpliced(voter, 1);
    let swings = 0n;
    for (let coalition = 0; coalition < 2 ** others.length; coalition++) {
      const votes = others.reduce((total, weight, bit) => total + ((coalition >> bit) & 1) * weight, 0);
      if (votes < quota && votes + own >= quota) swings++;
    }
    return swings;
  });
}

function pivotsByHand({ quota, weights }: WeightedVote): bigint[] {
  const pivots = weights.map(() => 0n);
  for (const order of permutations([...weights.keys()])) {
    let votes = 0;
    const pivot = order.find((voter) => (votes += weights[voter] as number) >= quota) as number;
    pivots[pivot] = (pivots[pivot] as bigint) + 1n;
  }
  return pivots;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

test("a hundred voters are counted exactly", () => {
  const { shares, counts } = banzhaf({ quota: 51, weights: Array.from({ length: 100 }, () => 1) });
  expect(shares[0]).toBeCloseTo(0.01, 15);
  // Of 99 others, 50 must be for it.
  expect(counts[0]).toBe(50445672272782096667406248628n);
});

test("votes without sense are refused", () => {
  for (const vote of [
    { quota: 0, weights: [1] },
    { quota: 3, weights: [1, 1] },
    { quota: 1, weights: [0.5, 1] },
    { quota: 1, weights: [-1, 2] },
  ]) {
    expect(() => banzhaf(vote)).toThrow("not a weighted vote");
  }
  expect(() => shapleyShubik({ quota: 1, weights: [30_000] })).toThrow("too many");
});
