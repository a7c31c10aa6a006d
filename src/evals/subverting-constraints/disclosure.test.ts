import { expect, test } from "vitest";
import type { Disclosed } from "../../model/index.ts";
import { digestDocument } from "../digest.ts";
import { type DisclosureRow, disclosureMeasures, riskDifference } from "./disclosure.ts";
import { makeChange, makeDocument } from "../../../test/helpers/eval-document.ts";

const row = (yes: number, no: number): DisclosureRow => ({ yes, no, partly: 0, unknown: 0 });

// Newcombe 1998, Statistics in Medicine 17, example (a): 56/70 against 48/80, method 10: difference 0.2, 95 % interval
// 0.0524 to 0.3339. At 90 %, by the same formula with z = 1.6449: Wilson 0.7113 to 0.8667 and 0.5077 to 0.6857, so the
// difference less hypot(0.0887, 0.0857) and plus hypot(0.0667, 0.0923).
test("the difference of two shares by Newcombe's method 10", () => {
  const estimate = riskDifference(row(56, 14), row(48, 32));
  expect(estimate).toMatchObject({ established: true, value: expect.closeTo(0.2, 12), n: 150 });
  if (!estimate.established) throw new Error("not established");
  const wilson = (x: number, n: number): [number, number] => {
    const z = 1.6448536269514722;
    const centre = (x + z ** 2 / 2) / (n + z ** 2);
    const half = (z * Math.sqrt((x * (n - x)) / n + z ** 2 / 4)) / (n + z ** 2);
    return [centre - half, centre + half];
  };
  const [[l1, u1], [l2, u2]] = [wilson(56, 70), wilson(48, 80)];
  expect(estimate.low).toBeCloseTo(0.2 - Math.hypot(0.8 - l1, u2 - 0.6), 9);
  expect(estimate.high).toBeCloseTo(0.2 + Math.hypot(u1 - 0.8, 0.6 - l2), 9);
});

test("too few changes of a direction: no difference", () => {
  expect(riskDifference(row(1, 9), row(1, 3))).toMatchObject({ established: false, n: 14 });
});

test("what is told in part or not known is in neither column", () => {
  const told: [Disclosed, "loosens" | "tightens"][] = [
    ["yes", "loosens"],
    ["no", "loosens"],
    ["no-note", "loosens"],
    ["partly", "loosens"],
    ["unknown", "loosens"],
    ["yes", "tightens"],
  ];
  const changes = told.map(([disclosed, direction]) => makeChange({ disclosed, direction }));
  const [loosening, tightening, gap] = disclosureMeasures("acme", [
    digestDocument(makeDocument(["2024-01-01"], { changes })),
  ]);
  expect(loosening).toMatchObject({ numerator: 1, denominator: 3 });
  expect(tightening).toMatchObject({ numerator: 1, denominator: 1 });
  expect(gap?.detail?.rows).toEqual([
    ["loosens", 1, 1, 1, 1, 1],
    ["tightens", 1, 0, 0, 0, 0],
  ]);
  expect(disclosureMeasures("acme", [digestDocument(makeDocument(["2024-01-01"]))])).toEqual([]);
});
