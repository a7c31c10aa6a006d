import { expect, test } from "vitest";
import { makeRecord } from "../../../test/helpers/casebook-record.ts";
import { codedMeasures } from "./coded-changes.ts";

const coded = (effect: string, direction: string, disclosed: string) =>
  makeRecord("constraint-change", { direction, fields: { effect, disclosed } });

// Three loosen (two disclosed, one not), two tighten (one disclosed, one in part); a gag on staff that goes is neither.
test("coded changes by direction, and how many were told of", () => {
  const measures = codedMeasures("acme", [
    coded("removed", "concerning", "yes"),
    coded("weakened", "mixed", "yes"),
    coded("weakened", "concerning", "no"),
    coded("added", "reassuring", "yes"),
    coded("strengthened", "mixed", "partly"),
    coded("removed", "reassuring", "yes"),
    makeRecord("release"),
  ]);
  expect(measures.map(({ name, numerator, denominator }) => [name, numerator, denominator])).toEqual([
    ["coded-loosening", 3, 5],
    ["coded-tightening", 2, 5],
    ["coded-loosening-disclosed", 2, 3],
    ["coded-tightening-disclosed", 1, 1],
  ]);
  expect(measures[3]?.estimate).toMatchObject({ established: false, n: 1 });
  expect(measures[0]?.caution).toMatch(/^1 in neither direction/);
  expect(measures[0]?.detail?.rows[0]).toEqual(["removed", 2, 2, 0, 0, 0]);
  expect(codedMeasures("acme", [])).toEqual([]);
});
