import { expect, test } from "vitest";
import { fixedClock, formatInstant, UserError } from "./index.ts";

test("a fixed clock stands still, and its time is written in UTC to the second", () => {
  const clock = fixedClock("2024-01-10T19:30:00.999+01:30");
  expect(formatInstant(clock())).toBe("2024-01-10T18:00:00Z");
  expect(clock().getTime()).toBe(clock().getTime());
});

test.each(["", "yesterday", "2024-01-10", "2024-01-10T18:00:00", "2024-13-10T18:00:00Z", " 2024-01-10T18:00:00Z"])(
  "%j is not a time",
  (time) => expect(() => fixedClock(time)).toThrow(UserError),
);
