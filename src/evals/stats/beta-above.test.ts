import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BetaShape, drawBeta, logBeta, probabilityAbove, seededRandom } from "./index.ts";

const shape = fc.record({ a: logSpread(0.005, 150), b: logSpread(0.005, 150) });

function logSpread(low: number, high: number): fc.Arbitrary<number> {
  return fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
}

/** P(A > B) where A's first number is whole: a sum (Miller 2015, "Formulas for Bayesian A/B Testing"). */
function sumAbove(a: BetaShape, b: BetaShape): number {
  const terms = Array.from({ length: a.a }, (_, i) =>
    Math.exp(logBeta(b.a + i, a.b + b.b) - Math.log(a.b + i) - logBeta(1 + i, a.b) - logBeta(b.a, b.b)),
  );
  return terms.reduce((sum, term) => sum + term, 0);
}

describe("P(A > B)", () => {
  test("is 1/3 for Beta(1, 1) against Beta(2, 1), and 1/2 for a share against its like", () => {
    expect(probabilityAbove({ a: 1, b: 1 }, { a: 2, b: 1 })).toBeCloseTo(1 / 3, 12);
    expect(probabilityAbove({ a: 3, b: 4 }, { a: 3, b: 4 })).toBeCloseTo(1 / 2, 12);
  });

  test("is the known sum wherever A's first number is whole", () => {
    const whole = fc.record({ a: fc.integer({ min: 1, max: 80 }), b: logSpread(0.005, 150) });
    fc.assert(
      fc.property(whole, shape, (a, b) => {
        expect(probabilityAbove(a, b)).toBeCloseTo(sumAbove(a, b), 8);
      }),
    );
  });

  test("and P(B > A) are 1 together, each of them within 0 and 1", () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const [above, below] = [probabilityAbove(a, b), probabilityAbove(b, a)];
        expect(above + below).toBeCloseTo(1, 8);
        expect(Math.min(above, below)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("is what draws of both come to", () => {
    const random = seededRandom(1);
    const [a, b] = [
      { a: 0.3, b: 1.2 },
      { a: 2.5, b: 9.1 },
    ];
    const draws = 40_000;
    let above = 0;
    for (let draw = 0; draw < draws; draw++) if (drawBeta(random, a.a, a.b) > drawBeta(random, b.a, b.b)) above++;
    expect(Math.abs(probabilityAbove(a, b) - above / draws)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  });
});
