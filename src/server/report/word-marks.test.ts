import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText } from "../html.ts";
import { markWords } from "./word-marks.ts";

test("words that went and came are marked, with the spaces between them", () => {
  const { old, new: neu } = markWords("We will not sell it, ever.", "We may sell parts of it, ever.");
  expect(old.toString()).toBe("We <del>will not</del> sell it, ever.");
  expect(neu.toString()).toBe("We <ins>may</ins> sell <ins>parts of </ins>it, ever.");
});

test("a clause that came or went is marked as a whole", () => {
  expect(markWords("", "New.").new.toString()).toBe("<ins>New.</ins>");
  expect(markWords("Old.", "").old.toString()).toBe("<del>Old.</del>");
});

test("marks change no text, and equal texts have none", () => {
  const text = fc.array(fc.constantFrom("a", "b", "<i>", " ", "  ", ",", "don’t", "\u202e"), { maxLength: 40 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [oldText, newText] = [a.join(""), b.join("")];
      const { old, new: neu } = markWords(oldText, newText);
      expect(old.toString().replaceAll(/<\/?del>/g, "")).toBe(escapeText(oldText));
      expect(neu.toString().replaceAll(/<\/?ins>/g, "")).toBe(escapeText(newText));
      const kept = (marked: string): string => marked.replaceAll(/<(del|ins)>.*?<\/\1>|\s/gs, "");
      expect(kept(old.toString())).toBe(kept(neu.toString()));
      expect(markWords(oldText, oldText).new.toString()).toBe(escapeText(oldText));
    }),
  );
});

test("texts of a megabyte are marked as a whole, at once", () => {
  const [old, neu] = ["a b ".repeat(250_000), "a c ".repeat(250_000)];
  expect(markWords(old, neu).new.toString()).toBe(`<ins>${neu}</ins>`);
});
