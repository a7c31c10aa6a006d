import { expect, test } from "vitest";
import {
  balanceOf,
  balanceOfEvidence,
  compareMatched,
  countEvidence,
  type EvidenceItem,
  fitPrior,
  jeffreysRate,
  logBeta,
  orderOf,
} from "./index.ts";

const items = (concerning: number, reassuring: number, weight = 1): EvidenceItem[] => [
  ...Array.from({ length: concerning }, () => ({ weight, x: 1 })),
  ...Array.from({ length: reassuring }, () => ({ weight, x: 0 })),
];

test("with Jeffreys' prior and weights of 1 the balance is the textbook posterior, Beta(7.5, 3.5)", () => {
  const { prior, labs } = balanceOfEvidence(new Map([["a", items(7, 3)]]));
  expect(prior).toEqual({ a: 0.5, b: 0.5 });
  expect(labs.get("a")).toMatchObject({
    posterior: { a: 7.5, b: 3.5 },
    effectiveN: 10,
    estimate: { ...jeffreysRate(7, 10), value: 7.5 / 11, method: "balance/beta-binomial" },
  });
});

test("the prior learned from the labs is where the likelihood of their counts is greatest", () => {
  const counts = [
    [1, 9],
    [3, 12],
    [2, 2],
    [8, 4],
    [0, 6],
  ].map(([concerning = 0, reassuring = 0]) => ({ concerning, reassuring, items: concerning + reassuring }));
  const logLikelihood = (a: number, b: number): number =>
    counts.reduce((total, c) => total + logBeta(a + c.concerning, b + c.reassuring) - logBeta(a, b), 0);
  const { a, b } = fitPrior(counts);
  for (const [da, db] of [
    [0.99, 1],
    [1.01, 1],
    [1, 0.99],
    [1, 1.01],
  ] as const) {
    expect(logLikelihood(a * da, b * db)).toBeLessThan(logLikelihood(a, b));
  }
});

test("the prior counts as twenty observations at most, however much the labs agree", () => {
  const { a, b } = fitPrior(Array.from({ length: 9 }, () => ({ concerning: 5, reassuring: 15, items: 20 })));
  expect(a + b).toBeCloseTo(20, 4);
  expect(Math.abs(a / (a + b) - 0.25)).toBeLessThan(0.02);
});

test("a lab with few records is drawn to the industry, a lab with many is not", () => {
  const industry = [...Array(6).keys()].map((k) => [`lab ${k}`, items(3, 7)] as const);
  const { labs } = balanceOfEvidence(new Map([...industry, ["small", items(1, 0)], ["large", items(30, 0)]]));
  const value = (lab: string): number => {
    const estimate = labs.get(lab)?.estimate;
    return estimate?.established ? estimate.value : Number.NaN;
  };
  expect(value("small")).toBeLessThan(0.75);
  expect(value("large")).toBeGreaterThan(0.9);
});

test("a lab without evidence has no balance, and evidence of weight 0 is none", () => {
  const { labs } = balanceOfEvidence(
    new Map([
      ["none", []],
      ["rejected", items(2, 0, 0)],
    ]),
  );
  for (const lab of ["none", "rejected"]) {
    expect(labs.get(lab)?.estimate).toMatchObject({ established: false, reason: "no evidence is recorded", n: 0 });
  }
});

test("one story told forty times weighs as much as one item of the highest severity", () => {
  const told = Array.from({ length: 40 }, () => ({ weight: 2, x: 1, story: "the clause" }));
  expect(countEvidence(told)).toEqual({ concerning: 4, reassuring: 0, items: 40 });
  expect(countEvidence([...told, { weight: 2, x: 0.5 }])).toMatchObject({ concerning: 5, reassuring: 1 });
});

test("all evidence on a lab together is capped, its balance kept", () => {
  const count = countEvidence(items(30, 10, 4));
  expect(count.concerning).toBeCloseTo(37.5, 12);
  expect(count.reassuring).toBeCloseTo(12.5, 12);
  const capped = balanceOf(count, { a: 0.5, b: 0.5 }).estimate;
  expect(capped.established && capped.high - capped.low).toBeGreaterThan(0.15);
});

test("labs are ordered only beyond 95 %", () => {
  expect([0.951, 0.95, 0.5, 0.05, 0.049].map(orderOf)).toEqual([
    "above",
    "not distinguishable",
    "not distinguishable",
    "not distinguishable",
    "below",
  ]);
});

test("labs are compared on matched items, five at least", () => {
  const prior = { a: 0.5, b: 0.5 };
  const matched = Array.from({ length: 9 }, () => ({ weight: 2, a: 1, b: 0 }));
  expect(compareMatched(matched, prior)).toMatchObject({ comparable: true, order: "above", n: 9 });
  expect(compareMatched(matched.slice(0, 4), prior)).toEqual({
    comparable: false,
    reason: "fewer than 5 matched items",
    n: 4,
  });
});

test("weights and shares out of range are refused", () => {
  expect(() => countEvidence([{ weight: 5, x: 1 }])).toThrow("not a weight from 0 to 4: 5");
  expect(() => countEvidence([{ weight: 1, x: -1 }])).toThrow("x is a share from 0 to 1: -1");
});
