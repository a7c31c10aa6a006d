import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count, oneLine, painter, wrap } from "./terminal.ts";

describe("archive text on a terminal", () => {
  test.each([
    ["\x1b[31mred\x1b]0;title\x07", "[31mred]0;title"],
    ["left \u202eto right\u202c", "left to right"],
    ["zero\u200bwidth\ufeff", "zerowidth"],
    ["tagged\u{e0041}\u{e007f}", "tagged"],
    ["نمی\u200cدانم", "نمی\u200cدانم"],
    ["two\nlines\r\n\tand  more ", "two lines and more"],
    ["\u009b2Jcleared", "2Jcleared"],
  ])("%j", (text, shown) => {
    expect(oneLine(text)).toBe(shown);
  });

  test("no control character survives", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(oneLine(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test("wrapped lines lose no word and are short, but for a long word", () => {
    const word = fc.stringMatching(/^[a-z]{1,120}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const lines = wrap(words.join(" "), "  ").split("\n");
        expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(words);
        expect(lines.every((line) => line.length <= 100 || !line.trim().includes(" "))).toBe(true);
      }),
    );
  });
});

test("colours only where asked for", () => {
  expect(painter({ color: false })("red", "x")).toBe("x");
  expect(painter({ color: true })("red", "x")).toBe("\x1b[31mx\x1b[39m");
});

test("counts", () => {
  expect([count(1, "change"), count(2000, "change"), count(2, "entry", "entries")]).toEqual([
    "1 change",
    "2,000 changes",
    "2 entries",
  ]);
});
