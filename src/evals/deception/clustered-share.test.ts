import { expect, test } from "vitest";
import { betaInterval } from "../stats/index.ts";
import { clusteredShare } from "./clustered-share.ts";

test("two revisions of three changes are worth two cases, not six", () => {
  // n = 6, Σ m² = 18: worth 6² / 18 = 2 cases, of which 2 × 3/6 = 1 is a hit: Beta(1.5, 1.5).
  const share = clusteredShare(
    "a#b",
    [
      { hits: 3, cases: 3 },
      { hits: 0, cases: 3 },
    ],
    "cases",
  );
  const [low, high] = betaInterval({ a: 1.5, b: 1.5 });
  expect(share).toEqual({ established: true, value: 0.5, low, high, n: 6, method: "a#b" });
});

test("single cases have Jeffreys' interval; none told has the lower end 0", () => {
  const single = { hits: 0, cases: 1 };
  const [, high] = betaInterval({ a: 0.5, b: 3.5 });
  expect(clusteredShare("a#b", [single, single, single], "cases")).toMatchObject({ value: 0, low: 0, high });
});

test("fewer than three cases carry no share", () => {
  expect(clusteredShare("a#b", [{ hits: 0, cases: 2 }], "alarms")).toMatchObject({
    established: false,
    reason: "2 of at least 3 alarms are recorded",
  });
});
