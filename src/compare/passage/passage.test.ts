import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { comparePassages, explainReason, PASSAGE_LENGTH_MAX } from "./index.ts";
import { REASONS } from "./reasons.ts";

test("every reason stands in the page on the method as it stands here", () => {
  const page = readFileSync(new URL("../../../docs/methods/passages.md", import.meta.url), "utf8").replaceAll(
    / +/g,
    " ",
  );
  for (const [name, { dimension, weight, weaker, stronger }] of Object.entries(REASONS)) {
    expect(page).toContain(`| \`${name}\` | ${dimension} | ${weight} | ${weaker} | ${stronger} |`);
    expect(explainReason(`${name}-weaker`)).toBe(weaker);
  }
});

test("the way back is the mirror image", () => {
  const [strong, weak] = ["We will publish all results every month.", "We may share some results every year."];
  expect(comparePassages(strong, weak).outcome).toBe("weakened");
  expect(comparePassages(weak, strong).outcome).toBe("strengthened");
});

test("a power that is bounded, an exception that is narrowed: stronger", () => {
  const rule = "We will not deploy the model, except in emergencies";
  expect(
    comparePassages(`${rule}.`, `${rule} declared by the board and with its prior written approval.`).outcome,
  ).toBe("strengthened");
});

/** Milliseconds within which any passage is read, on a slow machine. */
const READ_MS_MAX = 2000;

test.each(["a ", "A-A-A-", "unless ", "We Are The Company ", "10^26 ", "(((", "a. ", "\n\n# A\n"])(
  "a long hostile passage is read at once: %j",
  (part) => {
    const text = part.repeat(PASSAGE_LENGTH_MAX / part.length);
    const start = performance.now();
    comparePassages(text, text.slice(1));
    expect(performance.now() - start).toBeLessThan(READ_MS_MAX);
  },
);
