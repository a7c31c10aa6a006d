import { expect, test } from "vitest";
import type { EvalChange, EvalClause } from "../input.ts";
import { makeChange, makeClause, makeDocument, makeQuote } from "../../../test/helpers/eval-document.ts";
import { ruleLives, toLife, type WordedLife } from "./rule-lives.ts";

const DAYS = ["2022-01-01", "2022-06-01", "2023-01-01", "2023-06-01", "2024-01-01"];

function lives(clauses: readonly EvalClause[], changes: readonly EvalChange[]): WordedLife[] {
  return ruleLives(makeDocument(DAYS, { clauses, changes }), ["use-ban"]);
}

const on = (day: string, fields: Partial<EvalChange>): EvalChange =>
  makeChange({ date: `${day}T00:00:00Z`, ...fields });

test("a ban that goes has lived from its first record to its removal", () => {
  const [life, ...others] = lives(
    [makeClause("No weapons", "2022-01-01", "2023-01-01")],
    [on("2023-01-01", { old: makeQuote("- No **weapons**") })],
  );
  expect(life).toMatchObject({ fate: "removed", old: true, until: "2023-01-01T00:00:00Z" });
  expect(others).toEqual([]);
  expect(life && toLife(life, new Set(["removed"]))).toEqual({ time: 365, ended: true });
});

// Five bans of five fates: in force to the last version (730 days), removed but unsure, covered elsewhere, without a
// change (noise), and reworded into what is no ban.
test("what is not removed is watched to its last look", () => {
  const found = lives(
    [
      makeClause("stays", "2022-01-01", null),
      makeClause("unsure", "2022-01-01", "2023-01-01"),
      makeClause("covered", "2022-01-01", "2023-01-01"),
      makeClause("noise", "2022-01-01", "2023-01-01"),
      makeClause("turned", "2022-01-01", "2023-01-01"),
    ],
    [
      on("2023-01-01", { old: makeQuote("unsure"), confidence: 0.3 }),
      on("2023-01-01", { old: makeQuote("covered"), kind: "reworded", direction: "neutral" }),
      on("2023-01-01", { old: makeQuote("turned"), new: makeQuote("we may turn"), kind: "weakened" }),
    ],
  );
  expect(new Map(found.map(({ first, fate }) => [first, fate]))).toEqual(
    new Map([
      ["stays", "in-force"],
      ["unsure", "perhaps-removed"],
      ["covered", "covered-elsewhere"],
      ["noise", "unexplained"],
      ["turned", "other-kind"],
    ]),
  );
  const [stays] = found.filter(({ first }) => first === "stays");
  expect(stays && toLife(stays, new Set(["removed"]))).toEqual({ time: 730, ended: false });
});

test("rewrites carry a ban on: one life through three wordings", () => {
  const found = lives(
    [
      makeClause("no weapons", "2022-01-01", "2022-06-01"),
      makeClause("no arms", "2022-06-01", "2023-06-01"),
      makeClause("no arms of war", "2023-06-01", "2024-01-01"),
    ],
    [
      on("2022-06-01", {
        old: makeQuote("no weapons"),
        new: makeQuote("no arms"),
        kind: "reworded",
        direction: "neutral",
      }),
      on("2023-06-01", { old: makeQuote("no arms"), new: makeQuote("no arms of war"), kind: "weakened" }),
      on("2024-01-01", { old: makeQuote("no arms of war") }),
    ],
  );
  expect(found).toMatchObject([{ first: "no weapons", last: "no arms of war", fate: "removed" }]);
  expect(found[0] && toLife(found[0], new Set(["removed"]))).toEqual({ time: 730, ended: true });
});

test("equal words under other headings are one ban, and a gap that no change explains is the archive's", () => {
  const found = lives(
    [
      makeClause("no weapons", "2022-01-01", "2022-06-01", { path: ["Rules"] }),
      makeClause("No weapons", "2022-06-01", "2023-01-01", { path: ["Policies"] }),
      makeClause("no weapons", "2023-06-01", null, { path: ["Policies"] }),
    ],
    [],
  );
  expect(found).toMatchObject([{ since: "2022-01-01T00:00:00Z", until: "2024-01-01T00:00:00Z", fate: "in-force" }]);
});

test("a ban that was removed and comes back is born anew", () => {
  const found = lives(
    [makeClause("no weapons", "2022-01-01", "2022-06-01"), makeClause("no weapons", "2023-01-01", null)],
    [on("2022-06-01", { old: makeQuote("no weapons") })],
  );
  expect(found.map(({ fate, old }) => [fate, old])).toEqual([
    ["removed", true],
    ["in-force", false],
  ]);
});

test("two bans that become one: the older lives on, the other joined it", () => {
  const join = { new: makeQuote("no harm"), kind: "reworded", direction: "neutral" } as const;
  const found = lives(
    [
      makeClause("no weapons", "2022-01-01", "2023-01-01"),
      makeClause("no spying", "2022-06-01", "2023-01-01"),
      makeClause("no harm", "2023-01-01", null),
    ],
    [
      on("2023-01-01", { old: makeQuote("no weapons"), ...join }),
      on("2023-01-01", { old: makeQuote("no spying"), ...join }),
    ],
  );
  expect(found.map(({ first, last, fate }) => [first, last, fate])).toEqual([
    ["no weapons", "no harm", "in-force"],
    ["no spying", "no spying", "joined"],
  ]);
});

test("a rule seen at one time only has no length", () => {
  const [life] = lives([makeClause("new", "2024-01-01", null)], []);
  expect(life && toLife(life, new Set(["removed"]))).toBeNull();
});
