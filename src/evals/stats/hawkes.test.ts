import { expect, test } from "vitest";
import {
  type EventSeries,
  hawkesLogLikelihood,
  type HawkesModel,
  seededRandom,
  spreadWithinDays,
  weekdaySeason,
} from "./index.ts";

const MODEL: HawkesModel = {
  baseline: [[0.3], [0.2]],
  alpha: [
    [0.3, 0.2],
    [0.4, 0.1],
  ],
  beta: [1.5, 0.7],
};

const EVENTS: EventSeries = {
  times: [
    [0.5, 1.1, 1.1, 4, 9.75],
    [0.7, 1.1, 3.2, 8],
  ],
  duration: 10,
};

test("the recursion of Ogata 1981 gives the likelihood that the definition gives", () => {
  expect(hawkesLogLikelihood(EVENTS, MODEL)).toBeCloseTo(byDefinition(EVENTS, MODEL), 12);
  const season = { edges: [0, 2, 3.5, 8, 10], classes: [0, 1, 0, 2] };
  const seasonal: HawkesModel = {
    ...MODEL,
    baseline: [
      [0.3, 0.6, 0.1],
      [0.2, 0.1, 0.9],
    ],
  };
  expect(hawkesLogLikelihood({ ...EVENTS, season }, seasonal)).toBeCloseTo(
    byDefinition({ ...EVENTS, season }, seasonal),
    12,
  );
});

/** Every pair of events, and the integral by its closed form. */
function byDefinition({ times, duration, season }: EventSeries, { baseline, alpha, beta }: HawkesModel): number {
  const { edges, classes } = season ?? { edges: [0, duration], classes: [0] };
  let total = 0;
  for (const [i, own] of times.entries()) {
    const b = beta[i] as number;
    for (const time of own) {
      const span = edges.findIndex((edge, k) => time > edge && time <= (edges[k + 1] as number));
      let rate = baseline[i]?.[classes[span] as number] as number;
      for (const [j, others] of times.entries()) {
        for (const other of others) {
          if (other < time) rate += (alpha[i]?.[j] as number) * b * Math.exp(-b * (time - other));
        }
      }
      total += Math.log(rate);
    }
    for (const [k, c] of classes.entries()) {
      total -= (baseline[i]?.[c] as number) * ((edges[k + 1] as number) - (edges[k] as number));
    }
    for (const [j, others] of times.entries()) {
      for (const other of others) total -= (alpha[i]?.[j] as number) * (1 - Math.exp(-b * (duration - other)));
    }
  }
  return total;
}

test("without coupling it is the Poisson likelihood", () => {
  const poisson = { baseline: [[0.5]], alpha: [[0]], beta: [1] };
  expect(hawkesLogLikelihood({ times: [[1, 2, 3]], duration: 4 }, poisson)).toBeCloseTo(3 * Math.log(0.5) - 2, 12);
});

test("weekdays: seven classes of one day each", () => {
  expect(weekdaySeason(8.5, 5)).toEqual({
    edges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 8.5],
    classes: [5, 6, 0, 1, 2, 3, 4, 5, 6],
  });
});

test("times out of order or out of the watch, and seasons with holes, are refused", () => {
  const refused: readonly [EventSeries, string][] = [
    [{ times: [[2, 1]], duration: 4 }, "event times must ascend within (0, 4]: 1"],
    [{ times: [[0]], duration: 4 }, "event times must ascend within (0, 4]: 0"],
    [{ times: [[5]], duration: 4 }, "event times must ascend within (0, 4]: 5"],
    [{ times: [[Number.NaN]], duration: 4 }, "event times must ascend within (0, 4]: NaN"],
    [{ times: [[1]], duration: 0 }, "not a duration: 0"],
    [{ times: [[1]], duration: 4, season: { edges: [0, 3], classes: [0] } }, "a season's edges must ascend"],
    [{ times: [[1]], duration: 4, season: { edges: [0, 4], classes: [-1] } }, "a season's classes count from 0"],
  ];
  for (const [events, message] of refused) expect(() => hawkesLogLikelihood(events, MODEL)).toThrow(message);
});

test("events dated by the day are spread over it", () => {
  const spread = spreadWithinDays([1, 3, 3, 3, 8], seededRandom(1));
  expect(spread.map(Math.ceil)).toEqual([1, 3, 3, 3, 8]);
  expect(new Set(spread).size).toBe(5);
  expect(() => spreadWithinDays([1.5], seededRandom(1))).toThrow("not a whole day: 1.5");
});
