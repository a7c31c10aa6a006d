import { expect, test } from "vitest";
import { inputOf, recordOf } from "../input-of.ts";
import { compositionMeasures } from "./composition.ts";

const board = (figures: Record<string, number>) =>
  compositionMeasures(
    inputOf({
      records: [recordOf({ id: "openai-2023-11-board", lab: "openai", type: "people", date: "2023-11-22", figures })],
    }),
  )[0];

test("a board of women only against a population of 49.7 % women", () => {
  // Middle (0.7485, 0.2515). ½ · log2(1 / 0.7485) + ½ · (0.497 · log2(0.497 / 0.7485) + 0.503 · log2(0.503 / 0.2515))
  // = ½ · 0.4179 + ½ · (−0.2936 + 0.503) = 0.3137.
  expect(board({ board_members: 6, women_on_board: 6 })?.estimate).toMatchObject({
    value: expect.closeTo(0.3137, 3),
    n: 6,
  });
});

test("three members say too little, and a share without counts says nothing", () => {
  expect(board({ board_members: 3, women_on_board: 0 })?.estimate).toMatchObject({
    established: false,
    n: 3,
    reason: "fewer than 5 people",
  });
  expect(board({ women_share_percent: 15 })?.estimate).toMatchObject({
    established: false,
    reason: expect.stringContaining("needed: people of each category"),
  });
});
