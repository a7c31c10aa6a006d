import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { findNote, isDisclosed, noteClauses } from "./disclosure.ts";

const RULES = "# Rules\n\nYou may not sell lamps.\n";
const withNote = (note: string): string => RULES.replace("# Rules\n", `# Rules\n\n${note}\n`);
const disclosure = (old: string, neu: string) => findNote(parseDocument(old), parseDocument(neu)).disclosure;

test.each([
  ["We have updated these rules to be clearer."],
  ["We've rewritten this policy."],
  ["What has changed: we test each lamp."],
  ["Key changes: disputes go to arbitration."],
])("%j is a note about the change", (note) => {
  expect(disclosure(RULES, withNote(note))).toEqual({ note, where: "new" });
  expect(noteClauses(parseDocument(withNote(note)).clauses).map((clause) => clause.visible)).toEqual([note]);
});

test.each([
  ["We may update these rules from time to time."],
  ["If we change these rules, we will tell you."],
  ["You agree to be bound by these rules, including any changes made to them."],
  ["If any of the changes are unacceptable to you, you should stop using lamps."],
  ["Sign up to hear of updates to these rules that we made."],
])("%j is no note", (text) => expect(disclosure(RULES, withNote(text)).note).toBeNull());

test("items under a heading of changes are the note", () => {
  const text = `${RULES}\n## What's new\n\n* Lamps may not be sold\n`;
  expect(disclosure(RULES, text).note).toBe("Lamps may not be sold");
});

test("a note that only the old version carried is told as such", () => {
  expect(disclosure(withNote("We have updated these rules."), RULES).where).toBe("old");
});

test.each([
  [["We have updated these rules to forbid selling lamps to pupils."], "yes"],
  [["We have updated these rules about lamps."], "partly"],
  [["We have updated these rules to be clearer."], "no"],
  [["We have updated these rules, effective 1 March 2024."], "no"],
  [["We have updated these rules to forbid candles in halls."], "no"],
  [["We have updated these rules. Learn more here."], "unknown"],
  [["What’s new?"], "unknown"],
  [[], "no"],
] as const)("a note whose new sentences are %j tells of a ban on lamps: %s", (fresh, expected) => {
  const text = "Selling lamps to pupils";
  const change = { old: null, new: { text, path: [], start: 0, end: text.length } };
  expect(isDisclosed(change, { disclosure: { note: "a note", where: "new" }, fresh })).toBe(expected);
});

test("without a note nothing is told", () => {
  const change = { old: null, new: { text: "Selling lamps", path: [], start: 0, end: 13 } };
  expect(isDisclosed(change, { disclosure: { note: null, where: null }, fresh: [] })).toBe("no-note");
});

test("of a list of changes only the new entries tell of the new change", () => {
  const log = (...entries: string[]): string =>
    `${RULES}\n## Changelog\n\n${entries.map((one) => `* ${one}\n`).join("")}`;
  const first = "2023-02-15: We forbid selling lamps to pupils.";
  const second = "2024-01-10: We made the rules clearer.";
  expect(findNote(parseDocument(log(first)), parseDocument(log(second, first))).fresh).toEqual([second]);
});
