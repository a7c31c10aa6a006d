import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inputOf, pointOf, recordOf } from "../input-of.ts";
import { evaluate } from "./index.ts";

const PAGE = fileURLToPath(new URL("../../../docs/methods/misaligned-incentives.md", import.meta.url));

const input = inputOf({
  series: [pointOf({ date: "2024-01-01", value: 1 }), pointOf({ series: "funding", date: "2024-01-01", value: 1 })],
  records: [
    recordOf({
      id: "openai-2024-12-mission",
      lab: "openai",
      type: "mission-statement",
      date: "2024-12-31",
      fields: { document: "x" },
    }),
    recordOf({
      id: "openai-2023-11-board",
      lab: "openai",
      type: "people",
      date: "2023-11-22",
      figures: { board_members: 3 },
    }),
  ],
});

test("every method named by a measure has its place on the method page", () => {
  const anchors = new Set(
    [...readFileSync(PAGE, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(" ", "-"),
    ),
  );
  const methods = evaluate(input).measures.map(({ estimate }) => estimate.method);
  expect(methods).not.toEqual([]);
  for (const method of methods) {
    const [page, anchor = ""] = method.split("#");
    expect(page).toBe("misaligned-incentives");
    expect(anchors).toContain(anchor);
  }
});

test("without evidence nothing is established, and coverage still says what was looked for", () => {
  const { measures, coverage } = evaluate(inputOf());
  expect(measures.filter(({ estimate }) => estimate.established)).toEqual([]);
  const parts = coverage.get("openai") ?? [];
  expect(parts.length).toBeGreaterThan(4);
  expect(parts.every(({ found }) => found === 0)).toBe(true);
});

test("equal inputs give equal results, and every measure has an id of its own and a caution", () => {
  expect(evaluate(input)).toEqual(evaluate(input));
  const { measures } = evaluate(input);
  expect(new Set(measures.map(({ id }) => id)).size).toBe(measures.length);
  expect(measures.every(({ caution }) => caution !== "")).toBe(true);
});
