import { expect, test } from "vitest";
import { digestDocument } from "../digest.ts";
import { driftMeasures } from "./drift.ts";
import { makeChange, makeDocument } from "../../../test/helpers/eval-document.ts";

const document = makeDocument(["2020-01-01", "2024-01-01"], {
  changes: [
    makeChange({ newVersion: "v1", severity: 3, date: "2022-01-01T00:00:00Z" }),
    makeChange({ newVersion: "v1", severity: 2, date: "2022-01-01T00:00:00Z" }),
    makeChange({ newVersion: "v1", severity: 1, direction: "tightens", date: "2022-01-01T00:00:00Z" }),
    makeChange({ newVersion: "v2", severity: 1, subject: "lab", date: "2023-01-01T00:00:00Z" }),
    makeChange({ newVersion: "v3", severity: 2, direction: "tightens", date: "2023-06-01T00:00:00Z" }),
    makeChange({ newVersion: "v3", confidence: 0.4 }),
    makeChange({ newVersion: "v3", direction: "neutral" }),
  ],
});

// Four years (1,461 days of 365.25) of one document. Nets of the three versions: +1, +1, −1; their sum is 1, the sum of
// squares 3, so 1/4 ± 1.6449 √3 / 4. Weighted 1, 2, 4: v1 +4 +2 −1 = 5, v2 +1, v3 −2: sum 4, squares 30.
test("drift is the net per document-year, with the variance of the nets of versions", () => {
  const byName = new Map(driftMeasures("acme", [digestDocument(document)]).map((measure) => [measure.name, measure]));
  const z = 1.6448536269514722;
  expect(byName.get("drift")?.estimate).toMatchObject({
    value: expect.closeTo(1 / 4, 9),
    low: expect.closeTo((1 - z * Math.sqrt(3)) / 4, 9),
    high: expect.closeTo((1 + z * Math.sqrt(3)) / 4, 9),
    n: 3,
  });
  expect(byName.get("drift-by-severity")?.estimate).toMatchObject({
    value: expect.closeTo(1, 9),
    high: expect.closeTo((4 + z * Math.sqrt(30)) / 4, 9),
  });
  expect(byName.get("drift")?.detail?.rows).toEqual([
    ["2022", 2, 1, 6, 1],
    ["2023", 1, 1, 1, 2],
  ]);
  expect(byName.get("drift")?.caution).toMatch(/^Counted: 3 that loosen, 2 that tighten\./);
  expect(byName.get("drift-lab")?.estimate).toMatchObject({ established: false, n: 1 });
});

// Five alarms: three loosen, two tighten.
test("the shares of both directions stand side by side", () => {
  const shares = driftMeasures("acme", [digestDocument(document)]).filter(({ name }) => name.startsWith("share-"));
  expect(shares.map(({ name, numerator, denominator }) => [name, numerator, denominator])).toEqual([
    ["share-loosening", 3, 5],
    ["share-tightening", 2, 5],
  ]);
});

test("a short watch and a quiet document establish nothing", () => {
  const short = { ...document, versions: makeDocument(["2024-01-01", "2024-03-01"]).versions };
  expect(driftMeasures("acme", [digestDocument(short)])[0]?.estimate).toMatchObject({ established: false });
  expect(
    driftMeasures("acme", [digestDocument(makeDocument(["2020-01-01", "2024-01-01"]))])[0]?.estimate,
  ).toMatchObject({
    established: false,
    reason: "alarms in 0 of at least 3 versions",
  });
});
