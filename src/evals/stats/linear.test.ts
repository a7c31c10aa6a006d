import { expect, test } from "vitest";
import { solve } from "./linear.ts";

test("a system is solved, also where a pivot is 0 at first", () => {
  expect(
    solve(
      [
        [0, 2],
        [3, 1],
      ],
      [4, 5],
    ),
  ).toEqual([1, 2]);
});

test("a singular system has no solution", () => {
  expect(
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toBeUndefined();
  expect(solve([[0]], [0])).toBeUndefined();
});
