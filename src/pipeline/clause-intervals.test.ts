import { describe, expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import type { NoiseKind } from "../model/index.ts";
import { ClauseCollector } from "./clause-intervals.ts";

/** Intervals as "text first-last→end", of versions given as text or [text, noise]. */
function intervals(...versions: readonly (string | readonly [string, NoiseKind])[]): string[] {
  const collector = new ClauseCollector();
  const texts = versions.map((version) => (typeof version === "string" ? version : version[0]));
  for (const text of texts) collector.collect(text, parseDocument(text));
  const steps = versions.map((version, at) => ({
    version: at,
    base: at - 1,
    noise: typeof version === "string" ? null : version[1],
    disclosure: { note: null, where: null },
    changes: [],
  }));
  return collector
    .intervals(texts, steps)
    .map(({ clause, first, last, end }) => `${clause.visible} ${first}-${last}→${end ?? "now"}`);
}

const A = "You may not build weapons.";
const B = "You may not sell data.";

describe("intervals in force", () => {
  test("a clause that stays, one that comes and one that goes", () => {
    expect(intervals(A, `${A}\n\n${B}`, B)).toEqual([`${A} 0-1→2`, `${B} 1-2→now`]);
  });

  test("a clause that returns later has two intervals", () => {
    expect(intervals(A, B, A)).toEqual([`${A} 0-0→1`, `${B} 1-1→2`, `${A} 2-2→now`]);
  });

  test("an error page ends nothing", () => {
    expect(intervals(A, ["Access denied.", "error-page"], A)).toEqual([`${A} 0-2→now`]);
  });

  test("a document that flaps keeps both states' clauses in one interval each", () => {
    expect(intervals(A, [B, "flapping"], [A, "flapping"], [B, "flapping"], [A, "flapping"], A)).toEqual([
      `${A} 0-5→now`,
      `${B} 1-3→4`,
    ]);
  });

  test("marks and links make no other clause, lead-ins do", () => {
    expect(intervals(A, "You may **not** build weapons.")).toEqual([`${A} 0-1→now`]);
    expect(intervals(`Never:\n\n* ${B}`, `At times:\n\n* ${B}`)).toContain(`${B} 0-0→1`);
  });
});
