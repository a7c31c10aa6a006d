import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { findDisclosure, isDisclosed, noteClauses } from "./disclosure.ts";

const RULES = "# Rules\n\nYou may not sell lamps.\n";
const withNote = (note: string): string => RULES.replace("# Rules\n", `# Rules\n\n${note}\n`);
const disclosure = (old: string, neu: string) => findDisclosure(parseDocument(old), parseDocument(neu));

test.each([
  ["We have updated these rules to be clearer."],
  ["We've rewritten this policy."],
  ["What has changed: we test each lamp."],
  ["Key changes: disputes go to arbitration."],
])("%j is a note about the change", (note) => {
  expect(disclosure(RULES, withNote(note))).toEqual({ note, where: "new" });
  expect(noteClauses(parseDocument(withNote(note)).clauses).map((clause) => clause.visible)).toEqual([note]);
});

test.each([["We may update these rules from time to time."], ["If we change these rules, we will tell you."]])(
  "%j is no note",
  (text) => expect(disclosure(RULES, withNote(text)).note).toBeNull(),
);

test("items under a heading of changes are the note", () => {
  const text = `${RULES}\n## What's new\n\n* Lamps may not be sold\n`;
  expect(disclosure(RULES, text).note).toBe("Lamps may not be sold");
});

test("a note that only the old version carried is told as such", () => {
  expect(disclosure(withNote("We have updated these rules."), RULES).where).toBe("old");
});

test.each([
  ["We have updated these rules to forbid selling lamps to pupils.", true, "yes"],
  ["We have updated these rules about lamps.", true, "partly"],
  ["We have updated these rules to be clearer.", true, "no"],
  ["We have updated these rules to forbid selling lamps to pupils.", false, "no"],
  [null, false, "no-note"],
] as const)("a note %j (new: %s) tells of a ban on lamps: %s", (note, isNew, expected) => {
  const text = "Selling lamps to pupils";
  const change = { old: null, new: { text, path: [], start: 0, end: text.length } };
  expect(isDisclosed(change, { note, where: note === null ? null : "new" }, isNew)).toBe(expected);
});
