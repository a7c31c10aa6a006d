import { expect, test } from "vitest";
import type { ControlRelation } from "../../model/index.ts";
import { explainStop, findParty, whoCanStop } from "./index.ts";
import { bodiesWithMember, controlSpan } from "./find-party.ts";

const BOARD = "openai-nonprofit-board";
const CHIEF = "openai-chief-executive";
const STAFF = "openai-staff";

const relation = (fields: Partial<ControlRelation>): ControlRelation => ({
  controller: BOARD,
  controlled: CHIEF,
  controllerName: fields.controller ?? "OpenAI nonprofit board",
  controlledName: fields.controlled ?? "OpenAI chief executive",
  means: "removal",
  sharePercent: null,
  start: null,
  end: null,
  basis: "bylaws",
  tested: "untested",
  evidence: "openai-2023-11-board",
  ...fields,
});

const EXECUTIVES = ["chief executive", "president", "chief scientist"];
const OUTSIDE = ["director D", "director M", "director T"];

/** November 2023 as the casebook tells it, shortened. */
const NOVEMBER: readonly ControlRelation[] = [
  relation({
    members: [...EXECUTIVES, ...OUTSIDE],
    quota: 4,
    start: "2023-07-01",
    end: "2023-11-17",
    tested: "failed",
    testedOn: "2023-11-22",
  }),
  relation({
    members: ["chief scientist", ...OUTSIDE],
    quota: 3,
    start: "2023-11-18",
    end: "2023-11-21",
    tested: "failed",
    testedOn: "2023-11-22",
  }),
  relation({
    members: ["director A", "director B", "director D"],
    quota: 2,
    start: "2023-11-22",
    evidence: "openai-2023-11-three",
  }),
  relation({ controlled: BOARD, controlledName: "OpenAI nonprofit board", start: "2016-01-01" }),
  relation({
    controller: STAFF,
    controllerName: "OpenAI staff",
    controlled: BOARD,
    controlledName: "OpenAI nonprofit board",
    means: "exit-threat",
    start: "2023-11-20",
    end: "2023-11-22",
    tested: "held",
    testedOn: "2023-11-22",
    evidence: "openai-2023-11-staff",
  }),
];

// Four of six: C(6, 4) = 15 smallest sets; three of four: 4; two of three: 3. In a vote of equals each of n has 1/n.
test.each([
  ["2023-11-16", 4, 6, 15],
  ["2023-11-17", 4, 6, 15],
  ["2023-11-19", 3, 4, 4],
  ["2023-11-22", 2, 3, 3],
])("on %s the board removes the chief executive with %i of %i votes", (date, quota, voters, sets) => {
  const answer = whoCanStop(NOVEMBER, CHIEF, date);
  expect(answer.paths.map(({ steps }) => steps.length)).toEqual([1]);
  expect(answer.sets).toHaveLength(sets);
  for (const { vote } of answer.paths) {
    expect(vote).toMatchObject({ quota, quotaKnown: true });
    expect(vote?.voters).toHaveLength(voters);
    for (const voter of vote?.voters ?? []) {
      expect(voter.banzhaf).toBeCloseTo(1 / voters, 12);
      expect(voter.shapley).toBeCloseTo(1 / voters, 12);
    }
  }
});

test("the board could be removed by nobody but itself; the staff could press it, from the letter on", () => {
  const before = whoCanStop(NOVEMBER, BOARD, "2023-11-16");
  expect(before.paths.map(({ steps }) => steps.map(({ controller }) => controller))).toEqual([
    ["OpenAI nonprofit board"],
  ]);
  expect(before.pressure).toEqual([]);
  const after = whoCanStop(NOVEMBER, CHIEF, "2023-11-20");
  expect(after.pressure).toMatchObject([{ controller: "OpenAI staff", means: "exit-threat", tested: "untested" }]);
});

test("what a power was worth is told as it was known on the day, and what came of it later", () => {
  const [path] = whoCanStop(NOVEMBER, CHIEF, "2023-11-19").paths;
  expect(path?.steps[0]).toMatchObject({ tested: "untested", later: { tested: "failed", date: "2023-11-22" } });
  expect(whoCanStop(NOVEMBER, CHIEF, "2023-11-22").pressure[0]).toMatchObject({ tested: "held", later: null });
});

test("the answer in plain words", () => {
  const lines = explainStop(whoCanStop(NOVEMBER, CHIEF, "2023-11-19")).map(({ text }) => text);
  expect(lines[0]).toBe("Who could stop or remove OpenAI chief executive on 19 November 2023");
  expect(lines).toContain("OpenAI nonprofit board can remove OpenAI chief executive.");
  expect(lines).toContain(
    "Decides with 3 of 4 votes (4 smallest sets): chief scientist, director D, director M, director T.",
  );
  expect(lines).toContain(
    "Rests on: bylaws. No use of it had been decided yet; by 22 November 2023 it had been used and did not hold. " +
      "Evidence: openai-2023-11-board.",
  );
  expect(lines).toContain("Nobody alone; the fewest that suffice together are 3.");
});

// Methods page: [51; 50, 49, 1]: Banzhaf 3/5, 1/5, 1/5; Shapley-Shubik 2/3, 1/6, 1/6. In tenths of a percent the quota
// is 501 of 500, 490 and 10: the same winning coalitions {A,B}, {A,C}, {A,B,C}.
test("holders of votes decide together where none has more than half", () => {
  const shares: [string, number][] = [
    ["a", 50],
    ["b", 49],
    ["c", 1],
  ];
  const holders = shares.map(([controller, sharePercent]) =>
    relation({ controller, controlled: "lab", means: "voting-shares", sharePercent }),
  );
  const { paths, sets } = whoCanStop(holders, "lab", "2024-01-01");
  expect(sets).toEqual([
    ["a", "b"],
    ["a", "c"],
  ]);
  const voters = paths[0]?.vote?.voters ?? [];
  expect(voters.map(({ banzhaf }) => banzhaf)).toEqual([3 / 5, 1 / 5, 1 / 5].map((share) => expect.closeTo(share, 12)));
  expect(voters.map(({ shapley }) => shapley)).toEqual([2 / 3, 1 / 6, 1 / 6].map((share) => expect.closeTo(share, 12)));
});

test("whoever has more than half of the votes decides alone, and whoever controls that one decides through it", () => {
  const chain = [
    relation({ controller: "founder", controlled: "parent", means: "voting-shares", sharePercent: 61 }),
    relation({ controller: "fund", controlled: "parent", means: "voting-shares", sharePercent: 39 }),
    relation({ controller: "parent", controlled: "lab-inc", means: "voting-shares", sharePercent: 100 }),
    relation({ controller: "lab-inc", controlled: "founder", means: "contract" }),
  ];
  const { sets, pressure, paths } = whoCanStop(chain, "lab", "2024-01-01");
  expect(sets).toEqual([["parent"], ["founder"]]);
  expect(paths.at(-1)?.steps.map(({ controller }) => controller)).toEqual(["founder", "parent"]);
  expect(pressure.map(({ controller }) => controller).toSorted()).toEqual(["fund", "lab-inc"]);
});

test("a law reaches as far as it does: it is a path, but stops nobody as a whole", () => {
  const { paths, sets, pressure } = whoCanStop(
    [
      relation({ controller: "authority", controlled: "lab", means: "regulation" }),
      relation({ controller: "fund", controlled: "lab", means: "funding" }),
    ],
    "lab",
    "2024-01-01",
  );
  expect([paths.length, paths[0]?.byLaw, sets.length]).toEqual([1, true, 0]);
  expect(pressure).toHaveLength(1);
});

test("who presses the organisation presses its officers", () => {
  const funds = relation({ controller: "fund", controlled: "openai", means: "funding" });
  expect(whoCanStop([...NOVEMBER, funds], CHIEF, "2023-11-16").pressure).toMatchObject([{ controller: "fund" }]);
});

test("circles of control end", () => {
  const circle = [relation({ controller: "a", controlled: "b" }), relation({ controller: "b", controlled: "a" })];
  expect(whoCanStop(circle, "a", "2024-01-01").sets).toEqual([["b"]]);
});

test("a member of a body is no party, but votes in one", () => {
  expect(bodiesWithMember(NOVEMBER, "director M")).toEqual(["OpenAI nonprofit board"]);
  expect(bodiesWithMember(NOVEMBER, "OpenAI director")).toEqual(["OpenAI nonprofit board"]);
  expect(bodiesWithMember(NOVEMBER, "OpenAI board")).toEqual([]);
  expect(bodiesWithMember(NOVEMBER, "nobody")).toEqual([]);
});

test("parties are found by id or name in any spelling", () => {
  const span = controlSpan(NOVEMBER);
  expect(span?.first).toBe("2016-01-01");
  expect(span?.since.get(STAFF)).toBe("2023-11-20");
  expect(span?.since.get(BOARD)).toBe("2016-01-01");
  const parties = span?.parties ?? new Map<string, string>();
  expect(findParty(parties, "OpenAI Nonprofit Board")).toBe(BOARD);
  expect(findParty(parties, "openai-staff")).toBe(STAFF);
  expect(findParty(parties, "openai board")).toBe(BOARD);
  expect(findParty(parties, "OpenAI CEO")).toBe(CHIEF);
  expect(findParty(parties, "OpenAI")).toBeNull();
  expect(findParty(parties, "nobody")).toBeNull();
  expect(findParty(parties, "!")).toBeNull();
  expect(controlSpan([])).toBeNull();
});
