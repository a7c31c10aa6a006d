import { expect, test } from "vitest";
import type { Fate, RuleLife } from "../input.ts";
import { survivalComparisons, survivalMeasures } from "./survival.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2020, 0, 1);

const life = (days: number, fate: Fate): RuleLife => ({
  evidence: "acme/terms@9",
  norm: "use-ban",
  since: new Date(START).toISOString(),
  until: new Date(START + days * DAY_MS).toISOString(),
  fate,
  old: true,
});

// The 6-MP arm of Freireich et al. 1963 (21 patients) with a week of 40 days: S(6 weeks) = 0.857 holds to before 7 weeks
// (280 days), S(10) = 0.753 to before 13 (520), S(23) = 0.448 from 920 days on. So a year (9.1 weeks) gives S(7) = 0.807
// and two years (18.25 weeks) S(16) = 0.627; the curve first comes down to ½ at 23 weeks.
const ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const FREIREICH = [
  ...ENDED.map((weeks) => life(weeks * 40, "removed")),
  ...CENSORED.map((weeks) => life(weeks * 40, "in-force")),
];

test("the survival of bans is Kaplan and Meier's", () => {
  const [one, two, median] = survivalMeasures("acme", FREIREICH);
  expect(one).toMatchObject({ name: "ban-survival-1y", estimate: { value: expect.closeTo(0.807, 3), n: 21 } });
  expect(two).toMatchObject({ name: "ban-survival-2y", estimate: { value: expect.closeTo(0.627, 3) } });
  expect(median).toMatchObject({ name: "ban-median-life", estimate: { value: 23 * 40 } });
  expect(one?.detail?.rows[0]).toEqual([0, 1, 1, 1, 21]);
  // Row 8 is at 240 days, the sixth week: 21 − 3 − 1 … of 21 at risk three ended: 18/21.
  expect(one?.detail?.rows[8]?.slice(0, 2)).toEqual([240, expect.closeTo(18 / 21, 9)]);
});

test("removals too unsure for an alarm are told beside, and end no life", () => {
  const lives = [...Array(12).fill(life(800, "in-force")), ...Array(8).fill(life(300, "perhaps-removed"))];
  const [one] = survivalMeasures("acme", lives);
  expect(one?.estimate).toMatchObject({ established: true, value: 1 });
  // 8 of 20 end at 300 days: 60 % are left.
  expect(one?.caution).toContain("With removals too unsure for an alarm it would be 60 %");
  expect(one?.caution).toContain("Of 20: 8 perhaps removed, 12 in force.");
});

test("few rules, or a short watch, establish nothing", () => {
  const few = survivalMeasures("acme", [life(900, "in-force")]);
  expect(few.map(({ estimate }) => estimate.established)).toEqual([false, false, false]);
  const short = survivalMeasures("acme", Array(30).fill(life(100, "in-force")));
  expect(short[0]?.estimate).toMatchObject({ established: false, reason: expect.stringContaining("0 of at least 5") });
  expect(survivalMeasures("acme", [])).toEqual([]);
});

// Freireich's 21 against his placebo arm: χ² = 16.79, p = 4.2e-5.
test("labs are compared by the log-rank test", () => {
  const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
  const byLab = new Map([
    ["acme", FREIREICH],
    ["beta", placebo.map((weeks) => life(weeks * 40, "removed"))],
    ["few", [life(100, "removed")]],
  ]);
  const [bans] = survivalComparisons(byLab);
  expect(bans?.detail?.rows).toEqual([
    ["acme", "beta", expect.closeTo(16.79, 2), expect.any(Number), expect.any(Number)],
  ]);
  expect(bans).toMatchObject({ numerator: 1, denominator: 1 });
  expect(survivalComparisons(new Map([["acme", FREIREICH]]))[0]?.estimate).toMatchObject({ established: false });
});
