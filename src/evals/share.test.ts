import { expect, test } from "vitest";
import { shareOf } from "./share.ts";

test("a share under the method's own name, and none of fewer than three cases", () => {
  // Jeffreys at 90 % for 3 of 5 is between the 5 % and 95 % points of Beta(3.5, 2.5), by numerical integration.
  expect(shareOf("a#b", 3, 5, "cases")).toMatchObject({
    value: 0.6,
    low: expect.closeTo(0.2606, 3),
    high: expect.closeTo(0.8722, 3),
    n: 5,
    method: "a#b",
  });
  expect(shareOf("a#b", 0, 2, "rated claims")).toEqual({
    established: false,
    reason: "2 of at least 3 rated claims are recorded",
    n: 2,
    method: "a#b",
  });
});
