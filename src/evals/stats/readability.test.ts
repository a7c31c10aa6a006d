import { expect, test } from "vitest";
import { countSyllables, readability } from "./index.ts";

test("'The cat sat on the mat.': ease 116 and grade −1.45, the example of Wikipedia's page on Flesch 1948", () => {
  expect(readability(["The cat sat on the mat."])).toMatchObject({
    established: true,
    words: 6,
    sentences: 1,
    syllables: 6,
    fleschReadingEase: expect.closeTo(116.145, 9),
    fleschKincaidGrade: expect.closeTo(-1.45, 9),
    longSentences: 0,
  });
});

test("'This sentence, taken as a reading passage unto itself, is being used to prove a point.': ease 69, Wikipedia", () => {
  const passage = readability([
    "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
  ]);
  expect(passage.established && Math.round(passage.fleschReadingEase)).toBe(69);
});

test("sentences over 40 words are counted as a share; sentences without words are none", () => {
  const long = Array.from({ length: 41 }, () => "word").join(" ");
  const forty = Array.from({ length: 40 }, () => "word").join(" ");
  expect(readability([long, forty, "* * *", "Short one.", "12.3"])).toMatchObject({
    sentences: 3,
    longSentences: 1 / 3,
  });
});

test("a word may hold apostrophes, hyphens and accents; a number is none", () => {
  expect(readability(["We don't re-use 3 naïve well-being cafés"])).toMatchObject({ words: 6 });
});

test("a text without words is not established", () => {
  expect(readability([])).toMatchObject({ established: false, reason: "the text has no words" });
  expect(readability(["1 2 3 …"])).toMatchObject({ established: false });
});

test("syllables of words that policies use", () => {
  const words: Readonly<Record<number, string>> = {
    1: "the cat used changed called rules times made whole your state laws trained notes league",
    2: "table wanted purchase cases safely statement people model quiet science being someone guidelines therefore react every",
    3: "created idea policies medium services accesses privacy audience actual theory period behaviour",
    4: "information evaluate unauthorised experience valuable obligations continuing situation entity-based liable-to",
    5: "liability associated materially intellectual capabilities",
  };
  const wrong = Object.entries(words).flatMap(([count, list]) =>
    list
      .split(" ")
      .flatMap((word) => (countSyllables(word) === Number(count) ? [] : [`${word}: ${countSyllables(word)}`])),
  );
  expect(wrong).toEqual([]);
});
