import {
  bootstrapHawkes,
  fitHawkes,
  type HawkesModel,
  seededRandom,
  simulateHawkes,
} from "../src/evals/stats/index.ts";
import type { Estimate } from "../src/model/index.ts";
import type { Measure } from "./run.ts";

/** Two labs whose releases raise each other's rate. */
const PAIR: HawkesModel = {
  baseline: [[0.3], [0.2]],
  alpha: [
    [0.3, 0.2],
    [0.4, 0.1],
  ],
  beta: [1.5, 1.5],
};
const PAIR_DAYS = 200;
const RUNS = 100;
const DRAWS = 60;

/** Ten labs: 2,200 days bring some 2,000 events. */
const TEN: HawkesModel = {
  baseline: Array.from({ length: 10 }, () => [0.05]),
  alpha: Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => (i === j ? 0.2 : (i + j) % 3 === 0 ? 0.08 : 0)),
  ),
  beta: Array.from({ length: 10 }, () => 1),
};
const TEN_DAYS = 2200;

/** How often the 90 % intervals hold the true parameters, and how long a fit of ten series takes. */
export function benchHawkes(): Promise<readonly Measure[]> {
  return Promise.resolve([...fitSeconds(), ...coverage()]);
}

function fitSeconds(): Measure[] {
  const events = simulateHawkes(TEN, { duration: TEN_DAYS }, seededRandom(5));
  const start = performance.now();
  const fit = fitHawkes(events);
  const seconds = (performance.now() - start) / 1000;
  return [
    { what: "events of ten series", value: fit.n, unit: "events", max: null },
    { what: "one fit of ten series", value: seconds, unit: "s", max: 2 },
  ];
}

function coverage(): Measure[] {
  const names = ["μ1", "μ2", "α11", "α12", "α21", "α22", "β"];
  const truth = [...PAIR.baseline.flat(), ...PAIR.alpha.flat(), PAIR.beta[0] as number];
  const runs = Array.from({ length: RUNS }, (_, run) => estimatesOf(1000 + run));
  const shares = truth.map((value, place) => {
    const held = runs.filter((estimates) => holds(estimates[place] as Estimate, value)).length;
    return (100 * held) / RUNS;
  });
  const figures = shares.map((value, place) => ({
    what: `coverage of ${names[place]}`,
    value,
    unit: "% of 100 runs",
    max: null,
  }));
  // The bar is two-sided, 80 to 97 %, so what is measured against it is the count of shares outside.
  const outside = shares.filter((share) => share < 80 || share > 97).length;
  return [...figures, { what: "parameters covered in under 80 or over 97 %", value: outside, unit: "of 7", max: 0 }];
}

function estimatesOf(seed: number): Estimate[] {
  const random = seededRandom(seed);
  const events = simulateHawkes(PAIR, { duration: PAIR_DAYS }, random);
  const fit = fitHawkes(events);
  if (!fit.established) throw new Error(fit.reason);
  const intervals = bootstrapHawkes(events, fit, random, { draws: DRAWS });
  if (!intervals.established) throw new Error(intervals.reason);
  return [...intervals.baseline.flat(), ...intervals.alpha.flat(), intervals.beta[0] as Estimate];
}

const holds = (estimate: Estimate, value: number): boolean =>
  estimate.established && estimate.low <= value && value <= estimate.high;
