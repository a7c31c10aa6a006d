import { expect, test } from "vitest";
import { cohenKappa, krippendorffAlpha, type Measurement, seededRandom } from "./index.ts";

const __ = null;
/** Four coders, twelve units: Krippendorff 2011, section E, and Hayes and Krippendorff 2007. */
/* prettier-ignore */
const EXAMPLE = [
  [ 1,  2, 3, 3, 2, 1, 4, 1, 2, __, __, __],
  [ 1,  2, 3, 3, 2, 2, 4, 1, 2,  5, __,  3],
  [__,  3, 3, 3, 2, 3, 4, 2, 2,  5,  1, __],
  [ 1,  2, 3, 3, 2, 4, 4, 1, 2,  5,  1, __],
];

test("Krippendorff 2011, 4 coders × 12 units: nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797", () => {
  const published: readonly [Measurement, number][] = [
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
    ["ratio", 0.797],
  ];
  for (const [measurement, alpha] of published) {
    const estimate = krippendorffAlpha(EXAMPLE, measurement, seededRandom(1));
    expect(estimate).toMatchObject({ established: true, value: expect.closeTo(alpha, 3), n: 11 });
    if (!estimate.established) return;
    expect(estimate.low).toBeLessThan(alpha);
    expect(estimate.high).toBeGreaterThan(alpha);
  }
});

test("names will do for a nominal variable, and the same seed gives the same interval", () => {
  const named = EXAMPLE.map((own) => own.map((code) => (code === null ? null : `code ${code}`)));
  const alpha = krippendorffAlpha(named, "nominal", seededRandom(2));
  expect(alpha).toEqual(krippendorffAlpha(EXAMPLE, "nominal", seededRandom(2)));
});

test("perfect agreement is 1, systematic disagreement is below 0", () => {
  const readers = [
    [1, 2, 1, 2, 1, 2],
    [1, 2, 1, 2, 1, 2],
  ];
  expect(krippendorffAlpha(readers, "nominal", seededRandom(1))).toMatchObject({ value: 1 });
  const crossed = krippendorffAlpha([readers[0] ?? [], (readers[1] ?? []).toReversed()], "nominal", seededRandom(1));
  expect(crossed.established && crossed.value).toBeLessThan(-0.5);
});

test("too little to compare is not established, and codes that cannot be measured are refused", () => {
  expect(
    krippendorffAlpha(
      [
        [1, null],
        [1, 2],
      ],
      "nominal",
      seededRandom(1),
    ),
  ).toMatchObject({
    established: false,
    reason: "fewer than two units were coded twice",
  });
  expect(
    krippendorffAlpha(
      [
        [1, 1],
        [1, 1],
      ],
      "nominal",
      seededRandom(1),
    ),
  ).toMatchObject({ reason: "all codes are the same" });
  expect(() => krippendorffAlpha([["a"], ["b"]], "ordinal", seededRandom(1))).toThrow("ordinal codes are numbers: a");
  expect(() => krippendorffAlpha([[-1], [1]], "ratio", seededRandom(1))).toThrow("ratio codes are 0 or more: -1");
});

test("Cohen's kappa of 20, 5, 10, 15 is 0.4, its standard error 0.127 by the formula of Fleiss, Cohen and Everitt 1969", () => {
  const repeat = (a: string, b: string, times: number): [string, string][] =>
    Array.from({ length: times }, () => [a, b]);
  const pairs = [
    ...repeat("yes", "yes", 20),
    ...repeat("yes", "no", 5),
    ...repeat("no", "yes", 10),
    ...repeat("no", "no", 15),
  ];
  const kappa = cohenKappa(pairs);
  expect(kappa).toMatchObject({ value: expect.closeTo(0.4, 12), n: 50 });
  expect(kappa.established && (kappa.high - kappa.low) / 2 / 1.6448536).toBeCloseTo(0.127, 3);
});

test("kappa: two readers who agree fully, and who never could differ", () => {
  expect(
    cohenKappa([
      ["a", "a"],
      ["b", "b"],
    ]),
  ).toMatchObject({ value: 1, high: 1 });
  expect(
    cohenKappa([
      ["a", "a"],
      ["a", "a"],
    ]),
  ).toMatchObject({ established: false, reason: "all codes are the same" });
  expect(cohenKappa([])).toMatchObject({ established: false, reason: "no unit was coded twice" });
});
