import { expect, test } from "vitest";
import { makeRecord } from "../../../test/helpers/casebook-record.ts";
import { controlRelations } from "../../model/index.ts";
import { inputOf } from "../input-of.ts";
import { evaluate } from "./index.ts";

const records = [
  makeRecord("oversight-event"),
  makeRecord("control-relation", {
    id: "openai-2024-01-board",
    fields: {
      controller: "OpenAI board",
      controlled: "OpenAI",
      means: "removal",
      end: null,
      members: ["chair", "b", "c"],
    },
  }),
  makeRecord("control-relation", {
    id: "openai-2024-01-chief",
    fields: { controller: "OpenAI board", controlled: "OpenAI chief executive", means: "removal", end: null },
  }),
];

const input = inputOf({
  labs: new Map([
    ["acme", "Acme"],
    ["openai", "OpenAI"],
  ]),
  records,
  control: records.flatMap(controlRelations),
  asOf: "2024-06-01",
});

test("relations over a lab's own parties are the lab's; a lab without records has no measures", () => {
  const { measures, coverage, findings } = evaluate(input);
  const byId = new Map(measures.map((measure) => [measure.id, measure]));
  expect(byId.size).toBe(measures.length);
  expect(byId.get("incorrigibility/openai/control-tested")).toMatchObject({ numerator: 0, denominator: 2 });
  expect(byId.get("incorrigibility/openai/fewest-who-can-stop")?.estimate).toMatchObject({ value: 2, n: 3 });
  expect(byId.get("incorrigibility/openai/oversight-holds")?.estimate).toMatchObject({ established: false, n: 1 });
  expect(byId.get("incorrigibility/industry/control-tested")).toMatchObject({ denominator: 2 });
  expect(measures.some(({ lab }) => lab === "acme")).toBe(false);
  expect(findings).toEqual([]);
  expect(coverage.get("openai")?.map(({ found }) => found)).toEqual([1, 0, 2, 0, 1]);
  expect(coverage.get("acme")?.map(({ found }) => found)).toEqual([0, 0, 0, 0, 0]);
});
