import { expect, test } from "vitest";
import type { ControlRelation, Outcome } from "../../model/index.ts";
import type { Episode } from "./episodes.ts";
import { nominalMeasures } from "./nominal-effective.ts";
import { oversightMeasures, shareOf } from "./oversight-holds.ts";
import { stopMeasures } from "./stop-measures.ts";

const episodes = (outcomes: readonly Outcome[]): Episode[] =>
  outcomes.map((outcome, at) => ({
    lab: "acme",
    overseer: `overseer ${at}`,
    attempt: "stop",
    date: "2024-01-01",
    outcome,
    evidence: [`acme-2024-01-${at}`],
  }));

// Held 1, partly 1, reversed 0, evaded 1, prior ½ each: held or partly is Beta(2 + 1, 1 + 1) = Beta(3, 2), mean 3/5.
// Its cumulative is 4x³ − 3x⁴: the interval's ends are where that is 0.05 and 0.95.
test("oversight holds: the posterior of held or partly held", () => {
  const measures = oversightMeasures("acme", episodes(["held", "partly-held", "evaded", "pending"]));
  const [holds, undone] = measures;
  expect(holds).toMatchObject({ id: "incorrigibility/acme/oversight-holds", numerator: 2, denominator: 3 });
  expect(holds?.estimate).toMatchObject({ established: true, value: expect.closeTo(0.6, 12), n: 3 });
  if (!holds?.estimate.established) throw new Error("not established");
  for (const [x, p] of [
    [holds.estimate.low, 0.05],
    [holds.estimate.high, 0.95],
  ] as const) {
    expect(4 * x ** 3 - 3 * x ** 4).toBeCloseTo(p, 9);
  }
  expect(undone?.estimate).toMatchObject({ value: expect.closeTo(0.4, 12) });
  expect(undone).toMatchObject({ numerator: 1, denominator: 3 });
  expect(holds.caution).toContain("One more is pending");
  expect(holds.evidence).toHaveLength(4);
});

// The four shares of a Dirichlet(½ + counts) sum to 1: (1.5 + 1.5 + 0.5 + 1.5) / 5.
test("the four outcomes add up", () => {
  const [holds] = oversightMeasures("acme", episodes(["held", "partly-held", "evaded"]));
  expect(holds?.detail?.rows.map((row) => row[2])).toEqual([0.3, 0.3, 0.1, 0.3].map((x) => expect.closeTo(x, 12)));
});

test("two attempts are too few, and none is no measure", () => {
  expect(shareOf(episodes(["held", "evaded"]), ["held"])).toMatchObject({ established: false, n: 2 });
  expect(oversightMeasures("acme", [])).toEqual([]);
});

const relation = (fields: Partial<ControlRelation>): ControlRelation => ({
  controller: "board",
  controlled: "acme",
  controllerName: "Board",
  controlledName: "Acme",
  means: "removal",
  sharePercent: null,
  start: "2020-01-01",
  end: null,
  basis: "bylaws",
  tested: "untested",
  evidence: "acme-2020-01-board",
  ...fields,
});

// Four powers that decide, three tested, one held; the contract decides nothing, and the board's power counts once although
// its members changed in 2022: when it was last used it failed.
test("nominal and effective control", () => {
  const measures = nominalMeasures(
    "acme",
    [
      relation({ controller: "court", tested: "held" }),
      relation({ tested: "failed" }),
      relation({ start: "2022-01-01", tested: "untested" }),
      relation({ tested: "failed", means: "regulation" }),
      relation({ means: "veto" }),
      relation({ tested: "held", means: "contract" }),
    ],
    "2024-01-01",
  );
  expect(measures.map(({ name, numerator, denominator }) => [name, numerator, denominator])).toEqual([
    ["control-tested", 3, 4],
    ["control-effective", 1, 3],
    ["control-failed", 2, 3],
  ]);
});

test("a test after the day asked for is not known yet", () => {
  const later = [relation({ tested: "failed", testedOn: "2024-06-01" })];
  const [tested, effective] = nominalMeasures("acme", later, "2024-01-01");
  expect(tested).toMatchObject({ numerator: 0, denominator: 1 });
  expect(effective?.estimate).toMatchObject({ established: false });
});

// A board of three decides with two: three smallest sets of two; each member has a third of the power.
test("the fewest who can stop, and the power of the votes", () => {
  const [fewest, power] = stopMeasures("acme", [relation({ members: ["x", "y", "z"] })], "2024-01-01");
  expect(fewest?.estimate).toMatchObject({ value: 2, n: 3 });
  expect(power?.estimate).toMatchObject({ value: expect.closeTo(1 / 3, 12), n: 3 });
  expect(stopMeasures("acme", [], "2024-01-01")).toEqual([]);
});

test("where nobody decides, nothing is established", () => {
  const [fewest] = stopMeasures("acme", [relation({ means: "funding" })], "2024-01-01");
  expect(fewest?.estimate).toMatchObject({ established: false });
});
