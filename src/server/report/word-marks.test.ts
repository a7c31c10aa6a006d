import fc from "fast-check";
import { expect, test } from "vitest";
import { diffRuns, markWords, type Run } from "./word-marks.ts";

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
  const whole = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");
  const kept = (runs: readonly Run[]): string =>
    whole(runs.filter((run) => run.kept)).replaceAll(/\s/g, "");
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [oldText, newText] = [a.join(""), b.join("")];
      const { old, new: neu } = diffRuns(oldText, newText);
      expect([whole(old), whole(neu)]).toEqual([oldText, newText]);
      expect(kept(old)).toBe(kept(neu));
      expect(diffRuns(oldText, oldText).new.every((run) => run.kept)).toBe(true);
    }),
  );
});

test("texts of a megabyte are marked as a whole, at once", () => {
  const [old, neu] = ["a b ".repeat(250_000), "a c ".repeat(250_000)];
  expect(markWords(old, neu).new.toString()).toBe(`<ins>${neu}</ins>`);
});
