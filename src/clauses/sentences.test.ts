import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSentences } from "./sentences.ts";

const split = (block: string): string[] => splitSentences(block).map(([start, end]) => block.slice(start, end));

test.each([
  ["We keep logs. You may object.", ["We keep logs.", "You may object."]],
  ["Do not build weapons (e.g. bombs). Be kind.", ["Do not build weapons (e.g. bombs).", "Be kind."]],
  ["Acme Inc. is in the U.S. and in Peru.", ["Acme Inc. is in the U.S. and in Peru."]],
  ["1. Definitions", ["1. Definitions"]],
  ["1\\. Definitions", ["1\\. Definitions"]],
  ["We pay 1.5 percent. No more!", ["We pay 1.5 percent.", "No more!"]],
  ["One line<br>Another line", ["One line", "Another line"]],
  ["“We stop.” Then we go.", ["“We stop.”", "Then we go."]],
  ["  ", []],
])("%j", (block, expected) => expect(split(block)).toEqual(expected));

test("sentences stand in order, do not overlap, and leave out only white space and line breaks", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("A", "b", ".", " ", "!", "1", "\n", "“", ")"), maxLength: 80 }),
      (block) => {
        let at = 0;
        for (const [start, end] of splitSentences(block)) {
          expect(block.slice(at, start).trim()).toBe("");
          expect(block.slice(start, end).trim()).toBe(block.slice(start, end));
          at = end;
        }
        expect(block.slice(at).trim()).toBe("");
      },
    ),
  );
});
