import { expect, test } from "vitest";
import type { Estimate } from "../../model/index.ts";
import {
  bootstrapHawkes,
  drawInteger,
  type EventSeries,
  fitHawkes,
  hawkesGoodness,
  type HawkesFit,
  hawkesLikelihoodRatio,
  hawkesLogLikelihood,
  type HawkesModel,
  type HawkesOptions,
  hawkesResiduals,
  mean,
  seededRandom,
  simulateHawkes,
  weekdaySeason,
} from "./index.ts";

const MODEL: HawkesModel = {
  baseline: [[0.3], [0.2]],
  alpha: [
    [0.3, 0.2],
    [0.4, 0.1],
  ],
  beta: [1.5, 1.5],
};

function fitted(events: EventSeries, options?: HawkesOptions): HawkesFit {
  const fit = fitHawkes(events, options);
  if (!fit.established) throw new Error(fit.reason);
  return fit;
}

test("Ogata's thinning brings as many events as the process has in the mean: (1 − α)⁻¹ μ", () => {
  const { times } = simulateHawkes(MODEL, { duration: 5000 }, seededRandom(1));
  // The inverse of [[0.7, -0.2], [-0.4, 0.9]] has the determinant 0.55.
  expect((times[0]?.length as number) / 5000).toBeCloseTo((0.9 * 0.3 + 0.2 * 0.2) / 0.55, 1);
  expect((times[1]?.length as number) / 5000).toBeCloseTo((0.4 * 0.3 + 0.7 * 0.2) / 0.55, 1);
});

test("a long course gives the parameters back", () => {
  const fit = fitted(simulateHawkes(MODEL, { duration: 4000 }, seededRandom(2)));
  expect(fit.model.baseline.flat().map((rate) => rate / 0.25)).toEqual([
    expect.closeTo(1.2, 0),
    expect.closeTo(0.8, 0),
  ]);
  for (const [i, row] of MODEL.alpha.entries()) {
    for (const [j, alpha] of row.entries())
      expect(Math.abs((fit.model.alpha[i]?.[j] as number) - alpha)).toBeLessThan(0.07);
  }
  expect(fit.model.beta[0]).toBeGreaterThan(1.2);
  expect(fit.model.beta[0]).toBeLessThan(1.9);
  expect(fit).toMatchObject({ parameters: 7, betaAtBound: false });
});

test("the fit has the likelihood it says it has, and no neighbour has more", () => {
  for (const decay of ["common", "own"] as const) {
    const events = simulateHawkes(MODEL, { duration: 300 }, seededRandom(3));
    const fit = fitted(events, { decay });
    expect(hawkesLogLikelihood(events, fit.model)).toBeCloseTo(fit.logLikelihood, 6);
    for (const factor of [0.98, 1.02]) {
      const { baseline, alpha, beta } = fit.model;
      const scaled = (table: HawkesModel["alpha"]) => table.map((row) => row.map((value) => value * factor));
      for (const model of [
        { baseline: scaled(baseline), alpha, beta },
        { baseline, alpha: scaled(alpha), beta },
        { baseline, alpha, beta: beta.map((value) => value * factor) },
      ]) {
        expect(hawkesLogLikelihood(events, model)).toBeLessThan(fit.logLikelihood + 1e-6);
      }
    }
  }
});

test("90 % intervals cover the true parameters in 80 to 97 % of 16 seeded runs", () => {
  let covered = 0;
  let counted = 0;
  for (let run = 0; run < 16; run++) {
    const random = seededRandom(100 + run);
    const events = simulateHawkes(MODEL, { duration: 150 }, random);
    const intervals = bootstrapHawkes(events, fitted(events), random, { draws: 30 });
    if (!intervals.established) throw new Error(intervals.reason);
    const estimates = [...intervals.baseline.flat(), ...intervals.alpha.flat(), ...intervals.beta];
    const truth = [...MODEL.baseline.flat(), ...MODEL.alpha.flat(), ...MODEL.beta];
    covered += truth.filter((value, place) => holds(estimates[place] as Estimate, value)).length;
    counted += truth.length;
  }
  expect(covered / counted).toBeGreaterThan(0.8);
  expect(covered / counted).toBeLessThan(0.97);
});

const holds = (estimate: Estimate, value: number): boolean =>
  estimate.established && estimate.low <= value && value <= estimate.high;

test("residuals of the true model are exponentials of mean 1, and a model without coupling is found out", () => {
  const events = simulateHawkes(MODEL, { duration: 1500 }, seededRandom(5));
  for (const gaps of hawkesResiduals(events, MODEL)) expect(Math.abs(mean(gaps) - 1)).toBeLessThan(0.1);
  for (const test of hawkesGoodness(events, MODEL)) expect(test.established && test.p).toBeGreaterThan(0.05);
  const poisson = fitted(events, { structure: "poisson" });
  for (const test of hawkesGoodness(events, poisson.model)) expect(test.established && test.p).toBeLessThan(0.001);
});

test("the likelihood ratio finds coupling where there is some, and none where there is none", () => {
  const own = { ...MODEL, alpha: MODEL.alpha.map((row, i) => row.map((alpha, j) => (i === j ? alpha : 0))) };
  const coupled = simulateHawkes(MODEL, { duration: 300 }, seededRandom(6));
  const apart = simulateHawkes(own, { duration: 300 }, seededRandom(7));
  const draws = { draws: 19 };
  expect(hawkesLikelihoodRatio(coupled, "poisson", seededRandom(8), draws)).toMatchObject({ p: 1 / 20 });
  expect(hawkesLikelihoodRatio(coupled, "self", seededRandom(8), draws)).toMatchObject({ p: 1 / 20 });
  const none = hawkesLikelihoodRatio(apart, "self", seededRandom(8), draws);
  expect(none.established && none.p).toBeGreaterThan(0.1);
});

test("a common season looks like coupling to a constant baseline, and not to a seasonal one", () => {
  const season = { edges: [0, 50, 100, 150, 200, 250, 300], classes: [0, 1, 0, 1, 0, 1] };
  const model = {
    baseline: [
      [0.1, 1],
      [0.1, 1],
    ],
    alpha: [
      [0, 0],
      [0, 0],
    ],
    beta: [1, 1],
  };
  const events = simulateHawkes(model, { duration: 300, season }, seededRandom(9));
  const blind = fitted({ times: events.times, duration: 300 });
  const seasonal = fitted(events);
  expect(blind.branchingRatio).toBeGreaterThan(0.5);
  expect(seasonal.branchingRatio).toBeLessThan(0.3);
  expect(seasonal.model.baseline[0]?.[1] as number).toBeGreaterThan(0.6);
});

test("whatever the events, with ties and a season, the fit is finite and not below the Poisson fit", () => {
  const random = seededRandom(10);
  for (let run = 0; run < 30; run++) {
    const times = Array.from({ length: 3 }, () =>
      Array.from({ length: 10 + drawInteger(random, 20) }, () => 1 + drawInteger(random, 21)).toSorted((a, b) => a - b),
    );
    const events = run % 2 === 0 ? { times, duration: 21 } : { times, duration: 21, season: weekdaySeason(21, 0) };
    const fit = fitted(events);
    const poisson = fitted(events, { structure: "poisson" });
    const numbers = [...fit.model.baseline.flat(), ...fit.model.alpha.flat(), ...fit.model.beta, fit.branchingRatio];
    expect(numbers.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    expect(fit.logLikelihood).toBeGreaterThan(poisson.logLikelihood - 1e-6);
    expect(hawkesLogLikelihood(events, fit.model)).toBeCloseTo(fit.logLikelihood, 6);
  }
});

test("too few events, and processes that do not die out, are not established", () => {
  const few = { times: [[1, 2, 3]], duration: 10 };
  expect(fitHawkes(few)).toMatchObject({ established: false, reason: "a series has fewer than 10 events", n: 3 });
  expect(fitHawkes({ times: [], duration: 10 })).toMatchObject({ established: false });
  expect(hawkesLikelihoodRatio(few, "self", seededRandom(1))).toMatchObject({ established: false });
  expect(hawkesGoodness(few, { baseline: [[1]], alpha: [[0]], beta: [1] })).toMatchObject([{ established: false }]);
  const growing = { baseline: [[0.1]], alpha: [[1.2]], beta: [1] };
  expect(() => simulateHawkes(growing, { duration: 1000 }, seededRandom(1), 5000)).toThrow("more than 5000 events");
  const fit = { ...fitted(simulateHawkes(MODEL, { duration: 200 }, seededRandom(1))), branchingRatio: 1.01 };
  expect(bootstrapHawkes(few, fit, seededRandom(1))).toMatchObject({ reason: "the fitted process does not die out" });
});
