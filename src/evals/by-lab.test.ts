import { expect, test } from "vitest";
import { groupByLab } from "./by-lab.ts";

const labs = new Map([
  ["anthropic", "Anthropic"],
  ["industry", "Industry"],
  ["openai", "OpenAI"],
]);

test("each lab with something has a group, and the industry has all", () => {
  const items = [{ lab: "openai" }, { lab: "industry" }, { lab: "a-firm-without-records" }];
  expect(groupByLab({ labs }, items)).toEqual([
    ["openai", [{ lab: "openai" }]],
    ["industry", items],
  ]);
});

test("of nothing there are no groups", () => expect(groupByLab({ labs }, [])).toEqual([]));
