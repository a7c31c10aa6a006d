import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { extractHtml, parseDeclaration } from "../../src/extract/index.ts";
import { dataFolder, WHY_SKIPPED } from "../helpers/data.ts";

/** Real captures of policy pages with what the Open Terms Archive engine recorded of them. */
const folder = join(dataFolder() ?? "", "extraction");
const hasData = dataFolder() !== null && existsSync(folder);

interface Pair {
  readonly page: string;
  readonly json: string;
  readonly recorded: string;
}

const readPair = (name: string): Pair => {
  const read = (of: string): string => readFileSync(join(folder, name, of), "utf8");
  return { page: read("snapshot.html"), json: read("declaration.json"), recorded: read("version.md") };
};

const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

function bagOf(text: string): Map<string, number> {
  const bag = new Map<string, number>();
  const words =
    text
      .toLowerCase()
      .replaceAll(/\]\([^)]*\)/g, "]")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

/** Likeness of two texts by their words, 0..1. */
function f1(a: string, b: string): number {
  const [one, other] = [bagOf(a), bagOf(b)];
  const sum = (bag: Map<string, number>): number => [...bag.values()].reduce((total, n) => total + n, 0);
  let hits = 0;
  for (const [word, n] of one) hits += Math.min(n, other.get(word) ?? 0);
  return (2 * hits) / (sum(one) + sum(other) || 1);
}

describe.skipIf(!hasData)(`real captures${WHY_SKIPPED}`, () => {
  const pairs = hasData
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => readPair(name))
    : [];

  test("by their declarations give the recorded text in at least 93 of 100", () => {
    const equal = pairs.filter(({ page, json, recorded }) => {
      const { markdown } = extractHtml(page, { declaration: parseDeclaration(json, "declaration.json", undefined) });
      return flat(markdown) === flat(recorded);
    });
    expect(equal.length / pairs.length).toBeGreaterThanOrEqual(0.93);
  });

  test("without them are found in nine of ten, in the median almost to the word", () => {
    const scores = pairs
      .map(({ page, json, recorded }) => {
        const { fetch } = JSON.parse(json) as { fetch: string };
        return f1(extractHtml(page, { url: fetch }).markdown, recorded);
      })
      .toSorted((a, b) => a - b);
    expect(scores[scores.length >> 1]).toBeGreaterThanOrEqual(0.97);
    expect(scores.filter((score) => score > 0.9).length / scores.length).toBeGreaterThanOrEqual(0.9);
  });
});
