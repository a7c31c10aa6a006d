import { describe, expect, test } from "vitest";
import { type Finding, findingId, type IndicatorResult } from "../model/index.ts";
import { assessLabs } from "./assess.ts";
import { weightOf } from "./weights.ts";

function finding(lab: string, number: number, fields: Partial<Finding> = {}): Finding {
  const evidence = [`${lab}-2025-01-${number}`];
  const base = { eval: "deception", rule: "casebook", evidence } as const;
  return {
    id: findingId(base),
    lab,
    when: { date: "2025-01-01", precision: "day" },
    title: `Finding ${number}`,
    summary: "Something happened.",
    bearing: "concerning",
    severity: 2,
    state: "proposed",
    sourceWeight: 1,
    counter: "None found, looked at the lab's own pages.",
    reply: null,
    match: null,
    seed: false,
    ...base,
    ...fields,
  };
}

/** Findings 7 and 8 of lab a tell of one event. */
const EVENTS = new Map([
  ["a-2025-01-7", "e"],
  ["a-2025-01-8", "e"],
]);

const assess = (findings: readonly Finding[], labs = ["a", "b"], indicators: readonly IndicatorResult[] = []) =>
  assessLabs({ labs, findings, indicators, events: EVENTS, coverage: new Map(), seed: 1 });

const balanceOf = (lab: string, ...args: Parameters<typeof assess>) =>
  assess(...args).assessments.find((one) => one.lab === lab && one.eval === "deception")?.balance;

test("weight is severity × state × source: 4 × 0.4 × 0.8, and nothing for what was rejected", () => {
  expect(weightOf({ severity: 3, state: "proposed", sourceWeight: 0.8 })).toBeCloseTo(1.28);
  expect(weightOf({ severity: 2, state: "accepted", sourceWeight: 1 })).toBe(2);
  expect(weightOf({ severity: 3, state: "withdrawn", sourceWeight: 1 })).toBe(0);
  expect(weightOf({ severity: 2, state: "coded", sourceWeight: 1, kept: 0.8 })).toBeCloseTo(1.6);
  expect(weightOf({ severity: 2, state: "accepted", sourceWeight: 1, kept: 0.1 })).toBe(2);
});

describe("the balance of evidence", () => {
  test("one lab alone: Jeffreys' prior, worked by hand", () => {
    // Two concerning at 2 × 0.4 × 1 = 0.8 each, one reassuring at 0.8: (½ + 1.6) / (1 + 2.4) = 0.6176.
    const findings = [finding("a", 1), finding("a", 2), finding("a", 3, { bearing: "reassuring" })];
    const balance = balanceOf("a", findings);
    expect(balance).toMatchObject({ established: true, n: 3 });
    expect(balance?.established && balance.value).toBeCloseTo(0.6176, 3);
    expect(balance?.established && balance.low < balance.value && balance.value < balance.high).toBe(true);
  });

  test("two records of one event share the weight of one, worked by hand", () => {
    // Two records of one event at 2 × 0.4 × 1 / 2 = 0.4 each, one reassuring at 0.8: (½ + 0.8) / (1 + 1.6) = 0.5.
    const findings = [finding("a", 7), finding("a", 8), finding("a", 3, { bearing: "reassuring" })];
    const balance = balanceOf("a", findings);
    expect(balance?.established && balance.value).toBeCloseTo(0.5, 3);
    expect(balance).toMatchObject({ n: 3 });
  });

  test("what people rejected of a rule makes its other proposals weigh less, worked by hand", () => {
    // None of two kept: (0.4 · 5 + 0) / (5 + 2) = 0.2857; one left at 2 × 0.2857 = 0.5714: (½ + 0.5714) / (1 + 0.5714) = 0.6818.
    const rejected = [finding("a", 2, { state: "rejected" }), finding("a", 3, { state: "withdrawn" })];
    const balance = balanceOf("a", [finding("a", 1), ...rejected]);
    expect(balance?.established && balance.value).toBeCloseTo(0.6818, 3);
    // Another rule has earned nothing of it: 0.8 as before, (½ + 0.8) / (1 + 0.8) = 0.7222.
    const other = balanceOf("a", [finding("a", 1, { rule: "other" }), ...rejected]);
    expect(other?.established && other.value).toBeCloseTo(0.7222, 3);
  });

  test("what people rejected or withdrew is not counted as evidence on a lab", () => {
    const states = ["proposed", "rejected", "withdrawn"] as const;
    const [counted] = assess(states.map((state, at) => finding("a", at, { state }))).assessments.filter(
      (one) => one.lab === "a" && one.eval === "deception",
    );
    expect(counted).toMatchObject({ findings: 1, concerning: 1, balance: { n: 1 } });
  });

  test("without evidence nothing is established", () => {
    expect(balanceOf("b", [finding("a", 1)])).toMatchObject({ established: false, n: 0 });
  });

  test("forty times the same story weighs as one major item: certainty does not grow", () => {
    const told = (times: number): Finding[] =>
      Array.from({ length: times }, (_, at) => finding("a", at, { evidence: ["a/terms@4"], severity: 3 }));
    const [few, many] = [balanceOf("a", told(4)), balanceOf("a", told(40))];
    if (!few?.established || !many?.established) throw new Error("not established");
    expect(many.high - many.low).toBeGreaterThan(0.25);
    expect(many.value - few.value).toBeLessThan(0.1);
  });

  test("accepted findings weigh more than proposed ones", () => {
    const width = (state: Finding["state"]): number => {
      const balance = balanceOf(
        "a",
        Array.from({ length: 6 }, (_, at) => finding("a", at, { state })),
      );
      return balance?.established ? balance.high - balance.low : Number.NaN;
    };
    expect(width("accepted")).toBeLessThan(width("proposed"));
  });

  test("the finding whose absence moves the mean most is named", () => {
    const findings = [finding("a", 1, { severity: 3 }), finding("a", 2, { severity: 1, bearing: "reassuring" })];
    const { assessments } = assess(findings);
    const own = assessments.find((one) => one.lab === "a" && one.eval === "deception");
    expect(own?.influence[0]).toMatchObject({ finding: findings[0]?.id });
    expect(own?.influence[0]?.shift).toBeGreaterThan(0);
  });

  test("equal inputs, equal numbers; another order of findings too", () => {
    const findings = Array.from({ length: 9 }, (_, at) =>
      finding(at % 2 ? "a" : "b", at, { bearing: at % 3 ? "concerning" : "reassuring" }),
    );
    expect(assess(findings)).toEqual(assess(findings));
    expect(balanceOf("a", findings.toReversed())).toEqual(balanceOf("a", findings));
  });
});

describe("comparing labs", () => {
  const matched = (lab: string, bearing: Finding["bearing"], amount: number): Finding[] =>
    Array.from({ length: amount }, (_, at) =>
      finding(lab, at, { bearing, match: `promise ${at}`, state: "accepted", severity: 3 }),
    );

  test("fewer than five matched items: not comparable", () => {
    const findings = [...matched("a", "concerning", 4), ...matched("b", "reassuring", 4)];
    expect(assess(findings).comparisons).toMatchObject([{ order: "not-comparable", probability: null, matched: 4 }]);
  });

  test("clear difference on matched items is ordered; equal conduct is not distinguishable", () => {
    const clear = [...matched("a", "concerning", 8), ...matched("b", "reassuring", 8)];
    expect(assess(clear).comparisons).toMatchObject([{ a: "a", b: "b", order: "above", matched: 8 }]);
    const equal = [...matched("a", "concerning", 8), ...matched("b", "concerning", 8)];
    expect(assess(equal).comparisons).toMatchObject([{ order: "not-distinguishable" }]);
  });

  test("findings that match nobody's do not count, however many", () => {
    const findings = [...matched("a", "concerning", 3), ...Array.from({ length: 30 }, (_, at) => finding("b", at))];
    expect(assess(findings).comparisons).toEqual([]);
  });

  test("indicators are matched by round and name; only the newest round of a lab counts", () => {
    const round = (lab: string, when: string, points: number): IndicatorResult[] =>
      Array.from({ length: 60 }, (_, at) => ({
        lab,
        rubric: "fmti",
        round: when,
        indicator: `Indicator ${at}`,
        domain: null,
        points,
        evidence: `fmti/scores.csv#${at}`,
      }));
    const indicators = [...round("a", "2023-10", 1), ...round("a", "2025-12", 0), ...round("b", "2025-12", 1)];
    const { comparisons } = assess([], ["a", "b"], indicators);
    expect(comparisons).toMatchObject([{ eval: "lack-of-transparency", order: "above", matched: 60 }]);
  });
});
