import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { comparePassages, type Outcome, type PassageChange } from "../../src/compare/passage/index.ts";

/**
 * Passages of safety frameworks in our own words, with what a careful reader would say. Not all are read as such a
 * reader would: each half has a share that has to be right. docs/methods/passages.md tells how they came about.
 */
interface Pair {
  readonly id: string;
  readonly outcome: Outcome;
  readonly dimensions: PassageChange["dimensions"];
  readonly old: string;
  readonly new: string;
}

const SHARE_MIN = { dev: 0.92, fresh: 0.85 } as const;

describe.each(["dev", "fresh"] as const)("%s", (half) => {
  const pairs = parse(readFileSync(new URL(`passages/${half}.yaml`, import.meta.url), "utf8")) as Pair[];
  const read = pairs.map((pair) => ({ ...pair, found: comparePassages(pair.old, pair.new) }));
  const right = read.filter(({ outcome, found }) => found.outcome === outcome);

  test("holds every outcome, and no id twice", () => {
    expect(new Set(pairs.map(({ outcome }) => outcome)).size).toBe(6);
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
  });

  test(`at least ${SHARE_MIN[half]} of the outcomes are right`, () => {
    expect(right.length / read.length).toBeGreaterThanOrEqual(SHARE_MIN[half]);
  });

  test("most of those right name a dimension that a reader would name", () => {
    const told = right.filter(({ dimensions }) => dimensions.length > 0);
    const same = told.filter(({ dimensions, found }) => dimensions.some((one) => found.dimensions.includes(one)));
    expect(same.length / told.length).toBeGreaterThanOrEqual(0.85);
  });
});
