import { expect, test } from "vitest";
import { dayNumber, dayOfNumber } from "../days.ts";
import { inputOf } from "../input-of.ts";
import { seededRandom, simulateHawkes } from "../stats/index.ts";
import { leadLagMeasures, lagsAfter } from "./lead-lag.ts";
import { raceMeasures } from "./race.ts";

const DAYS = 3 * 365;
const START = dayNumber("2023-01-01");

/** Releases drawn from a process of two labs in which each release of the first brings about `coupling` at the second. */
function drawn(coupling: number, seed: number) {
  const model = {
    baseline: [[0.05], [0.02]],
    alpha: [
      [0, 0],
      [coupling, 0],
    ],
    beta: [0.2, 0.2],
  };
  const { times } = simulateHawkes(model, { duration: DAYS }, seededRandom(seed));
  return releases({ anthropic: times[0] ?? [], openai: times[1] ?? [] });
}

function releases(byLab: Readonly<Record<string, readonly number[]>>) {
  const labs = new Map(Object.keys(byLab).map((lab) => [lab, lab]));
  const events = Object.entries(byLab).flatMap(([lab, days]) =>
    days.map((day, at) => ({
      lab,
      kind: "release" as const,
      when: { date: dayOfNumber(START + day), precision: "day" as const },
      title: "x",
      evidence: `${lab}-${at}`,
    })),
  );
  return inputOf({ labs, events, asOf: "2026-06-30" });
}

const value = (measures: ReturnType<typeof raceMeasures>, name: string): number => {
  const estimate = measures.find((measure) => measure.name === name)?.estimate;
  return estimate?.established ? estimate.value : NaN;
};

test("a coupling of 0.8 that was put in is found, and beats steady rates and own releases alone", () => {
  // 0.05 a day of the first, so about 55; 0.02 · 1095 + 0.8 · 55 = 66 of the second; 44 of 121 in all brought about: 0.36.
  const measures = raceMeasures(drawn(0.8, 7));
  expect(value(measures, "race-rivals")).toBeGreaterThan(0.2);
  expect(value(measures, "race-rivals")).toBeLessThan(0.55);
  expect(value(measures, "race-against-chance")).toBe(1 / 40);
  expect(value(measures, "race-against-own")).toBe(1 / 40);
  expect(value(measures, "race-fit")).toBeGreaterThan(0.05);
});

test("where no coupling was put in, the gain is one of chance", () => {
  expect(value(raceMeasures(drawn(0, 4)), "race-against-own")).toBeGreaterThan(0.1);
});

test("equal seeds, equal numbers", () => {
  expect(raceMeasures(drawn(0.5, 2))).toEqual(raceMeasures(drawn(0.5, 2)));
});

test("one lab with ten releases makes no race; neither do releases without a day", () => {
  const days = Array.from({ length: 12 }, (_, k) => 20 * k + 5);
  const [alone] = raceMeasures(releases({ anthropic: days, openai: [10, 40] }));
  expect(alone?.estimate).toMatchObject({
    established: false,
    n: 1,
    reason: expect.stringContaining("1 labs have 10 or more"),
  });
  expect(alone?.caution).toContain("openai 2");
  expect(raceMeasures(inputOf())[0]?.estimate).toMatchObject({
    established: false,
    reason: "no release with a day is known",
  });
});

test("days since the newest release of a rival: after 3 and 10, days 5, 10 and 30 come 2, 0 and 20 later", () => {
  expect(lagsAfter([3, 10], [1, 5, 10, 30])).toEqual([2, 0, 20]);
});

test("a lab that follows its rival by two days has a lag of 2, and moved releases hardly ever do", () => {
  const rival = Array.from({ length: 16 }, (_, k) => 60 * k + ((k * k * 7) % 23) + 20);
  const measures = leadLagMeasures(releases({ anthropic: rival, openai: rival.map((day) => day + 2) }));
  const follower = measures.find(({ lab }) => lab === "openai");
  expect(follower?.estimate).toMatchObject({ established: true, value: 2, low: 2, high: 2, n: 16 });
  expect(follower?.detail?.rows[0]?.[4]).toBeLessThan(0.05);
});
