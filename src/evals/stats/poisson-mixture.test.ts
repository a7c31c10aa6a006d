import { expect, test } from "vitest";
import { fitPoissonMixture, seededRandom } from "./index.ts";

test("one constant shape: events over time", () => {
  const fit = fitPoissonMixture({ features: Float64Array.of(1, 1, 1, 1), width: 1, costs: Float64Array.of(8) });
  expect(fit.weights[0]).toBeCloseTo(0.5, 9);
  expect(fit.logLikelihood).toBeCloseTo(4 * Math.log(0.5) - 4, 9);
});

test("no other point found by chance is better, and the conditions of Kuhn and Tucker hold", () => {
  const random = seededRandom(4);
  for (let run = 0; run < 50; run++) {
    const width = 4;
    const features = Float64Array.from({ length: 20 * width }, (_, k) => (k % width === 0 ? 1 : random() ** 3));
    const costs = Float64Array.from({ length: width }, () => 1 + 20 * random());
    const { weights } = fitPoissonMixture({ features, width, costs });
    const gradient = gradientAt(features, costs, weights);
    for (const [p, slope] of gradient.entries()) {
      expect(slope).toBeLessThan(1e-3);
      expect((weights[p] as number) * Math.abs(slope)).toBeLessThan(1e-3);
    }
  }
});

function gradientAt(features: Float64Array, costs: Float64Array, weights: Float64Array): number[] {
  const gradient = [...costs].map((cost) => -cost);
  for (let start = 0; start < features.length; start += weights.length) {
    const values = features.subarray(start, start + weights.length);
    const rate = values.reduce((total, value, p) => total + value * (weights[p] as number), 0);
    for (const [p, value] of values.entries()) gradient[p] = (gradient[p] as number) + value / rate;
  }
  return gradient;
}

test("two shapes that are alike share the weight, and a shape that no event shows gets none", () => {
  const features = Float64Array.of(1, 1, 0, 1, 1, 0);
  const { weights } = fitPoissonMixture({ features, width: 3, costs: Float64Array.of(4, 4, 4) });
  expect((weights[0] as number) + (weights[1] as number)).toBeCloseTo(0.5, 6);
  expect(weights[2]).toBe(0);
});

test("no events: no weight", () => {
  const fit = fitPoissonMixture({ features: new Float64Array(), width: 2, costs: Float64Array.of(4, 4) });
  expect(fit).toEqual({ weights: Float64Array.of(0, 0), logLikelihood: 0 });
});
