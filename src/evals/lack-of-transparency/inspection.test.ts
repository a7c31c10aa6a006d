import { expect, test } from "vitest";
import type { IndicatorResult } from "../../model/index.ts";
import { inputOf, recordOf } from "../input-of.ts";
import { inspectionMeasures } from "./inspection.ts";
import { cellOfIndicator, cellOfTitle } from "./inspection-table.ts";

const indicator = (name: string, domain: string, points: number, round = "2025-12"): IndicatorResult => ({
  lab: "openai",
  rubric: "fmti",
  round,
  indicator: name,
  domain,
  points,
  evidence: `fmti#${round}-${name}`,
});

test("cells are counted in which outsiders see something, and those with any evidence", () => {
  // The newest round: model x public is open by two indicators, model x auditors is not (so model x none), data x public
  // is not (data x none). A record opens decisions x public; another tells that methods are kept back (methods x none).
  const indicators = [
    indicator("Data size", "Upstream / Data Properties", 1, "2024-05"),
    indicator("Data size", "Upstream / Data Properties", 0),
    indicator("Risks taxonomy", "Model / Risks", 1),
    indicator("Risks evaluation", "Model / Risks", 1),
    indicator("External risk evaluation", "Model / Risks", 0),
    indicator("Government use", "Downstream / Impact", 1),
  ];
  const shared = { lab: "openai", dimensions: ["lack-of-transparency"] };
  const records = [
    recordOf({
      ...shared,
      id: "openai-2024-10-policy",
      type: "disclosure",
      date: "2024-10-01",
      direction: "reassuring",
      title: "OpenAI published its policy for raising concerns",
    }),
    recordOf({
      ...shared,
      id: "openai-2023-03-report",
      type: "secrecy",
      date: "2023-03-15",
      direction: "concerning",
      title: "GPT-4 report gave no size, hardware, compute, data or method",
    }),
  ];
  const events = records.map(({ id, type, title, date }) => ({
    lab: "openai",
    kind: type === "secrecy" ? ("secrecy" as const) : ("disclosure" as const),
    when: { date, precision: "day" as const },
    title,
    evidence: id,
  }));
  const measures = inspectionMeasures(inputOf({ indicators, records, events }));
  const of = (name: string) => measures.find(({ id }) => id === `lack-of-transparency/openai/inspection-${name}`);
  // Open: model x public, decisions x public. With evidence besides: model, data and methods x none.
  expect(of("open")).toMatchObject({ estimate: { value: 0.1, low: 0.1, high: 0.1 }, numerator: 2, denominator: 20 });
  expect(of("not-shown")).toMatchObject({ numerator: 18, denominator: 20 });
  expect(of("with-evidence")).toMatchObject({ numerator: 5, denominator: 24 });
  expect(of("open")?.detail?.rows.slice(0, 6)).toEqual([
    ["model", "public", 2, 2, 0, "2025-12", ""],
    ["model", "customers", 0, 0, 0, null, ""],
    ["model", "researchers", 0, 0, 0, null, ""],
    ["model", "auditors", 0, 1, 0, null, ""],
    ["model", "regulators", 0, 0, 0, null, ""],
    ["model", "none", 1, 3, 0, "2025-12", ""],
  ]);
});

test("a lab of which nothing is recorded has no matrix", () => expect(inspectionMeasures(inputOf())).toEqual([]));

test.each([
  ["data size", "Upstream / Data", "data", "public"],
  ["external risk evaluation", "Model / Risks", "model", "auditors"],
  ["government commitments", "Downstream / Accountability", "decisions", "regulators"],
  ["feedback mechanisms", "Downstream / Post-deployment monitoring", "decisions", "customers"],
  ["oversight mechanism", "Downstream / Accountability ", "decisions", "public"],
])("the indicator %s of %s is about %s x %s", (key, domain, thing, viewer) =>
  expect(cellOfIndicator(key, domain)).toEqual({ thing, viewer }),
);

test.each([
  ["Technology chief would not say what Sora was trained on", "data", "public"],
  ["DeepSeek R1: first large model to pass peer review", "methods", "researchers"],
  ["OpenAI and Anthropic tested each other's models", "model", "auditors"],
  ["GPT-4.1 released without a system card", "model", "public"],
])("the record %s is about %s x %s", (title, thing, viewer) => expect(cellOfTitle(title)).toEqual({ thing, viewer }));

test("effects and unnamed domains are in no cell", () => {
  expect(cellOfIndicator("government use", "Downstream / Impact")).toBeNull();
  expect(cellOfIndicator("something", null)).toBeNull();
  expect(cellOfTitle("DeepMind paid some UK staff not to work for rivals")).toBeNull();
});
