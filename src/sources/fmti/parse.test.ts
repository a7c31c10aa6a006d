import { describe, expect, test } from "vitest";
import { type FmtiFile, fmtiTotals, joinFmti, parseFmti } from "./parse.ts";
import { COMPANIES, INDICATORS_PER_ROUND } from "./rounds.ts";

const parse = (text: string, name = "scores.csv"): FmtiFile => parseFmti({ name, bytes: Buffer.from(text) });

/** A round of 2024 in which the n-th company has n points; the first indicator has a name of its own. */
function scores2024({ first = "Data size ", last = "" } = {}): string {
  const companies = COMPANIES["2024-05"];
  const rows = Array.from({ length: INDICATORS_PER_ROUND }, (_, row) => {
    const points = companies.map((_, company) => (row < company ? 1 : 0));
    return [row === 0 ? first : `Indicator ${row}`, ...points].join(",");
  });
  return `${["Indicator", ...companies].join(",")}\n${rows.join("\n")}${last}`;
}

const total = `\nTotal,${COMPANIES["2024-05"].map((_, company) => company).join(",")}`;

describe("parseFmti", () => {
  test("reads a round, in our names for the labs, and its totals", () => {
    const file = parse(scores2024({ last: total }), "May2024_scores.csv");
    const results = joinFmti([file]);
    expect(results).toHaveLength(1400);
    expect(results[5]).toEqual({
      lab: "hugging-face",
      rubric: "fmti",
      round: "2024-05",
      indicator: "Data size",
      domain: null,
      points: 1,
      evidence: "fmti/May2024_scores.csv#2",
    });
    expect([...fmtiTotals(results, "2024-05")].slice(-3)).toEqual([
      ["openai", 11],
      ["stability-ai", 12],
      ["writer", 13],
    ]);
    expect(fmtiTotals(results, "2023-10").size).toBe(0);
  });

  test("finds domains in the indicators, under the names that a round gives them", () => {
    const indicators = parse(
      "Domain,Subdomain,Indicator,Definition,Reference_1\nUpstream,Data ,Copyrighted data,Is it?,A paper\n,,Untold,,\n",
    );
    const results = joinFmti([indicators, parse(scores2024({ first: "Data copyright status" }))]);
    expect([results[0]?.domain, results[20]?.domain]).toEqual(["Upstream / Data", null]);
  });

  test("a blank is no point, and no zero", () => {
    const results = joinFmti([parse(scores2024().replace("Data size ,0,1", "Data size ,,1"))]);
    expect(results.slice(0, 2).map(({ points }) => points)).toEqual([null, 1]);
  });

  test.each<[string, string, string]>([
    [
      "another total",
      scores2024({ last: total.replace(",11,", ",12,") }),
      'scores.csv#102, column "OpenAI": the points add up to 11, the row Total says "12"',
    ],
    [
      "half a round",
      scores2024().split("\n").slice(0, 51).join("\n"),
      "scores.csv has 50 rows with 50 indicators; the round 2024-05 has 100",
    ],
    ["an indicator twice", scores2024({ first: "Indicator 1" }), "has 100 rows with 99 indicators"],
    [
      "two points for one question",
      scores2024().replace("size ,0,1", "size ,2,1"),
      'scores.csv#2, column "Adept": "2" is no point of the index (0 or 1)',
    ],
    [
      "companies of no round",
      scores2024().replaceAll("Writer", "Acme"),
      'not quite the scores of 2024-05: it lacks the column "Writer"',
    ],
    [
      "another table",
      "Company,Date\nMeta,2024\n",
      "no table that import fmti reads; expected the columns of the scores of 2023-10",
    ],
  ])("refuses %s", (_what, text, message) => expect(() => parse(text)).toThrow(message));
});
