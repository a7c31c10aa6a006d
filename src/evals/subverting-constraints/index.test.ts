import { expect, test } from "vitest";
import { makeRecord } from "../../../test/helpers/casebook-record.ts";
import { makeChange, makeClause, makeDocument, makeQuote } from "../../../test/helpers/eval-document.ts";
import { digestDocument } from "../digest.ts";
import type { EvalInput } from "../input.ts";
import { inputOf } from "../input-of.ts";
import { evaluate } from "./index.ts";

const EMPTY = inputOf({
  labs: new Map([
    ["acme", "Acme"],
    ["quiet", "Quiet"],
  ]),
  asOf: "2024-06-01",
});

test("nothing to look at: no measure, and zeros of coverage", () => {
  const { measures, findings, coverage } = evaluate(EMPTY);
  expect([measures, findings]).toEqual([[], []]);
  expect(coverage.get("quiet")?.map(({ found }) => found)).toEqual([0, 0, 0, 0, 0]);
});

test("a lab without documents has no measures of documents; ids are unique and results repeat", () => {
  const input: EvalInput = {
    ...EMPTY,
    documents: [
      digestDocument(
        makeDocument(["2023-01-01", "2024-01-10"], {
          clauses: [makeClause("No war", "2023-01-01", "2024-01-10")],
          changes: [makeChange({ old: makeQuote("No war") })],
        }),
      ),
    ],
    records: [makeRecord("constraint-change", { id: "quiet-2024-01-rule", lab: "quiet" })],
  };
  const result = evaluate(input);
  const ids = result.measures.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("subverting-constraints/acme/drift");
  expect(ids).toContain("subverting-constraints/industry/ban-survival-1y");
  expect(ids).not.toContain("subverting-constraints/quiet/drift");
  expect(ids).toContain("subverting-constraints/quiet/coded-loosening");
  expect(result.findings).toHaveLength(1);
  expect(result.coverage.get("acme")?.map(({ found }) => found)).toEqual([1, 2, 1, 1, 0]);
  expect(evaluate(input)).toEqual(result);
});
