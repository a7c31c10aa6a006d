import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { alignClauses } from "./align.ts";
import { findMoved, findSplits } from "./relocate.ts";

const BANS = "You may not use it for:\n\n";

function relocate(old: string, neu: string) {
  const [a, b] = [parseDocument(old).clauses, parseDocument(neu).clauses];
  const alignment = alignClauses(a, b);
  const splits = findSplits(alignment, a, b);
  return {
    moved: findMoved(alignment).map((pair) => pair.new.visible),
    parts: [...splits.parts].map((clause) => clause.visible),
  };
}

const SECTIONS =
  "## Pupils\n\n* Games of chance for money\n* Selling lamps to pupils\n\n## Adults\n\n* Selling chairs to adults\n";

test("a clause that leaves its section for another has moved", () => {
  const line = "* Selling lamps to pupils\n";
  expect(relocate(SECTIONS, SECTIONS.replace(line, "") + line).moved).toEqual(["Selling lamps to pupils"]);
});

test("under a heading of another name nothing has moved", () => {
  expect(relocate(SECTIONS, SECTIONS.replace("## Adults", "## Grown-ups")).moved).toEqual([]);
});

test("an item cut in two and two put together are told by their parts", () => {
  const whole = `${BANS}* Threatening, stalking or humiliating people\n`;
  const cut = `${BANS}* Threatening people\n* Stalking or humiliating people\n`;
  expect(relocate(whole, cut).parts).toEqual(["Threatening people"]);
  expect(relocate(cut, whole).parts).toEqual(["Threatening people"]);
});

test("what lost a member is no split, though another item came beside it", () => {
  const whole = `${BANS}* Threatening, stalking or humiliating people\n`;
  expect(relocate(whole, `${BANS}* Selling lamps\n* Stalking or humiliating people\n`).parts).toEqual([]);
});
