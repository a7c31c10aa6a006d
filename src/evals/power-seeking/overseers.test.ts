import { expect, test } from "vitest";
import { inputOf, recordOf } from "../input-of.ts";
import { overseerMeasures } from "./overseers.ts";

const papers = recordOf({
  id: "industry-2025-07-papers",
  lab: "industry",
  type: "people",
  date: "2025-07-17",
  figures: { anthropic_papers: 32, google_papers: 28, openai_papers: 12, meta_papers: 6 },
});
const grant = (month: string, usd: number) =>
  recordOf({
    id: `openai-2025-${month}-grant`,
    lab: "openai",
    type: "spending",
    date: `2025-${month}-01`,
    direction: "reassuring",
    figures: { amount_usd: usd },
  });

test("12 of 78 papers, 17.5 million in two grants, and 2 of 3 records of money from one lab", () => {
  const measures = overseerMeasures(inputOf({ records: [papers, grant("03", 10e6), grant("05", 7.5e6)] }));
  const named = (name: string) => measures.find((measure) => measure.name === name);
  expect(named("overseer-papers")).toMatchObject({ numerator: 12, denominator: 78, estimate: { value: 12 / 78 } });
  expect(named("overseer-grants")?.estimate).toMatchObject({ value: 17.5e6, n: 2 });
  expect(named("overseer-records")).toMatchObject({ numerator: 2, denominator: 3 });
});

test("the share of all alignment research is not established, and says what it would need", () => {
  const found = overseerMeasures(inputOf()).find(({ name }) => name === "overseer-funding");
  expect(found?.estimate).toMatchObject({ established: false, reason: expect.stringContaining("survey") });
});
