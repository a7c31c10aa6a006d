import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Clause } from "../model/index.ts";
import { parseDocument, TEXT_LENGTH_MAX } from "./index.ts";

const find = (text: string, words: string): Clause => {
  const clause = parseDocument(text).clauses.find((one) => one.visible.includes(words));
  if (!clause) throw new Error(`no clause with ${words}`);
  return clause;
};

const RULES = `# Usage rules

We don't allow the use of our models for the following:

* Activity with a high risk of physical harm, including:
    * Military and warfare
    * Weapons
* Fraud

You may use them for anything else.
`;

describe("a clause carries its chain of headings and lead-ins", () => {
  test("of nested items", () => {
    expect(find(RULES, "Military").path).toEqual([
      "Usage rules",
      "We don't allow the use of our models for the following:",
      "Activity with a high risk of physical harm, including:",
    ]);
  });

  test("of an item after a nested list", () => {
    expect(find(RULES, "Fraud").path).toEqual([
      "Usage rules",
      "We don't allow the use of our models for the following:",
    ]);
  });

  test("under a heading behind a byte order mark", () => {
    expect(find(`\ufeff${RULES}`, "Fraud").path[0]).toBe("Usage rules");
  });

  test("a short lead-in brings the sentence before it", () => {
    const text = "Do not harm people. This includes:\n\n* Threats\n";
    expect(find(text, "Threats").path).toEqual(["Do not harm people. This includes:"]);
  });

  test("a bold line is a heading, one within a sentence is not", () => {
    expect(find("**Our rules**\n\nBe kind.\n", "Be kind").path).toEqual(["Our rules"]);
    expect(find("**Our** rules\n\nBe kind.\n", "Be kind").path).toEqual([]);
  });
});

test.each([
  ["a bare item under a ban", RULES, "Military", "prohibition", "user"],
  ["words of their own", RULES, "anything else", "permission", "user"],
  ["a promise", "We will delete your files.", "delete", "obligation", "lab"],
  ["a promise not to", "We do not sell your data.", "sell", "prohibition", "lab"],
  ["a reserved power", "We may close your account.", "close", "permission", "lab"],
  ["a company by its name", "Acme AI reserves the right to change prices.", "prices", "permission", "lab"],
  ["a name that starts small", "For people who ask, xAcme shall not keep a copy.", "copy", "prohibition", "lab"],
  ["a burden", "You agree to indemnify us.", "indemnify", "obligation", "user"],
  ["a statement", "Lamps are bright.", "Lamps", "statement", "unknown"],
  [
    "an item that only mentions a power",
    "Do not:\n\n* Break any law of the country you live in that we may know of\n",
    "law",
    "prohibition",
    "user",
  ],
  [
    "a main clause after its condition",
    "We agree to this:\n\n* To the extent the law of the land requires it, you must pay\n",
    "pay",
    "obligation",
    "user",
  ],
  [
    "an interest that overrides nothing",
    "Legitimate interests that do not override yours, such as:\n\n* Handling job offers\n",
    "job",
    "statement",
    "unknown",
  ],
  [
    "a caption that begins with “no”",
    "Your rights:\n\n* No robots: Acme does not decide by machine\n",
    "robots",
    "prohibition",
    "lab",
  ],
])("%s binds as it reads", (_, text, words, modality, bearer) => {
  expect(find(text, words)).toMatchObject({ modality, bearer });
});

test("exceptions and quantities are read off", () => {
  const clause = find("We will answer within 30 days, unless you agree otherwise.", "answer");
  expect(clause.exceptions).toEqual(["unless you agree otherwise"]);
  expect(clause.quantities).toEqual([{ value: 30, unit: "day" }]);
});

test("a sentence broken over paragraphs goes on", () => {
  expect(find("We will\n\nkeep your files.\n", "keep").text).toBe("We will\n\nkeep your files.");
});

test("what is too long is left out and reported", () => {
  const { problems } = parseDocument(`${"a".repeat(70_000)}\n\nBe kind.\n`);
  expect(problems.join()).toMatch(/a block of 70000 characters at 0/);
  expect(parseDocument("a\n\n".repeat(TEXT_LENGTH_MAX / 2)).problems.join()).toMatch(/only the first/);
});

const markdown = fc.string({
  unit: fc.constantFrom(
    "*",
    "#",
    "|",
    "[",
    "](",
    ")",
    "\n",
    "\n\n",
    " ",
    "We may ",
    "You must not ",
    "a. ",
    "1) ",
    "<!--",
    "é",
    "🔫",
    ":",
  ),
  maxLength: 60,
});

test("every clause of any text stands where it says", () => {
  fc.assert(
    fc.property(fc.oneof(markdown, fc.string({ unit: "binary" })), (text) => {
      for (const clause of parseDocument(text).clauses) expect(text.slice(clause.start, clause.end)).toBe(clause.text);
    }),
  );
});

/** Under this a text of half a megabyte is read in linear time, on a slow and busy machine too; in milliseconds. */
const HOSTILE_TIME_MAX = 8_000;
const HOSTILE_BLOCKS = 8;

test.each([
  "[",
  "((",
  "*",
  "_",
  "<",
  "<!--",
  "![",
  "](",
  "|",
  "`",
  "- ",
  "1. ",
  "unless ",
  "we may ",
  "“",
  "30 ",
  "1,",
  "A&",
  "A.",
  ". ",
])("half a megabyte of %j is read in linear time", (atom) => {
  const text = `${atom.repeat(60_000 / atom.length)}\n\n`.repeat(HOSTILE_BLOCKS);
  const started = performance.now();
  parseDocument(text);
  expect(performance.now() - started).toBeLessThan(HOSTILE_TIME_MAX);
});
