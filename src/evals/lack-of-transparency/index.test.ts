import { expect, test } from "vitest";
import { inputOf } from "../input-of.ts";
import { evaluate } from "./index.ts";

test("with nothing to look at there is no measure, and coverage says that nothing was found", () => {
  const { measures, findings, coverage } = evaluate(inputOf());
  expect([measures, findings]).toEqual([[], []]);
  expect(coverage.get("openai")).toContainEqual({ what: "incidents known to be explained or not", found: 0 });
});
