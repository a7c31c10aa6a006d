import { expect, test } from "vitest";
import type { Line } from "./lines.ts";
import { writeLines } from "./write.ts";

const LINES = 40_000;
/** What grows with the square of the lines takes minutes. */
const MILLISECONDS_MAX = 20_000;

function linesOf(text: string): Line[] {
  const line = { text, x: 10, size: 10, font: "serif", page: 0, pageHeight: 1000, tag: null };
  return Array.from({ length: LINES }, (_, at) => ({ ...line, y: 12 * (LINES - at) }));
}

test.each([
  ["a line of a paragraph", `${"a line of a paragraph ".repeat(LINES)}`.trim()],
  ["parted-", `${"parted".repeat(LINES)}-`],
])("a paragraph of 40,000 times %j is written in linear time", (text, expected) => {
  const began = performance.now();
  const written = writeLines([linesOf(text)]);
  expect(performance.now() - began).toBeLessThan(MILLISECONDS_MAX);
  expect(written === expected).toBe(true);
});
