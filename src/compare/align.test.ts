import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { type Alignment, alignClauses } from "./align.ts";

const align = (old: string, neu: string): Alignment =>
  alignClauses(parseDocument(old).clauses, parseDocument(neu).clauses);

const told = ({ same, edited, removed, added }: Alignment) => ({
  same: same.length,
  edited: edited.map((pair) => [pair.old.visible, pair.new.visible]),
  removed: removed.map((clause) => clause.visible),
  added: added.map((clause) => clause.visible),
});

test("equal clauses meet, wherever they stand", () => {
  expect(told(align("* One lamp\n* Two lamps\n* Red chairs\n", "* Red chairs\n* One lamp\n* Two lamps\n"))).toEqual({
    same: 3,
    edited: [],
    removed: [],
    added: [],
  });
});

test("an item that stands twice stays with its list", () => {
  const old = "Chairs:\n\n* Oak wood\n\nTables:\n\n* Oak wood\n";
  const { same, removed } = align(old, "Tables:\n\n* Oak wood\n");
  expect(same.map((pair) => pair.old.path.at(-1))).toContain("Tables:");
  expect(removed.map((clause) => clause.path.at(-1))).toContain("Chairs:");
});

test("a clause continues in the one most like it, and what is like nothing came or went", () => {
  const old = "* Selling stolen lamps to pupils\n* Burning chairs\n";
  const neu = "* Selling stolen or broken lamps to pupils\n* Painting tables\n";
  expect(told(align(old, neu))).toEqual({
    same: 0,
    edited: [["Selling stolen lamps to pupils", "Selling stolen or broken lamps to pupils"]],
    removed: ["Burning chairs"],
    added: ["Painting tables"],
  });
});
