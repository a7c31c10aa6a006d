import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { IndicatorResult } from "../../src/model/index.ts";
import {
  type EpochFile,
  fmtiTotals,
  formatBods,
  joinFmti,
  packageSchema,
  parseAiid,
  parseBods,
  parseEpoch,
  parseFmti,
  toControlRelations,
} from "../../src/sources/index.ts";
import { dataFolder, WHY_SKIPPED } from "../helpers/data.ts";

/** The tables as published, where they are at hand. */
const DATA = dataFolder();

describe.skipIf(DATA === null)(`published tables${WHY_SKIPPED}`, () => {
  const data = DATA ?? "";
  const file = (path: string): { name: string; bytes: Uint8Array } => ({
    name: path.split("/").at(-1) ?? path,
    bytes: readFileSync(join(data, path)),
  });

  describe("Foundation Model Transparency Index", () => {
    const names = ["October2023_scores", "May2024_scores", "Dec2025_scores", "fmti-indicators", "Dec2025_indicators"];
    let results: readonly IndicatorResult[] = [];
    beforeAll(() => {
      results = joinFmti(names.map((name) => parseFmti(file(`fmti/${name}.csv`))));
    });
    const totals = (round: string): Record<string, number> => Object.fromEntries(fmtiTotals(results, round));

    test("October 2023: the published totals", () => {
      expect(totals("2023-10")).toEqual({
        meta: 54,
        "hugging-face": 53,
        openai: 48,
        "stability-ai": 47,
        google: 40,
        anthropic: 36,
        cohere: 34,
        ai21: 25,
        inflection: 21,
        amazon: 12,
      });
    });

    test("May 2024: the totals of the file's own last row", () => {
      expect(totals("2024-05")).toEqual({
        "hugging-face": 85,
        ai21: 75,
        "aleph-alpha": 75,
        ibm: 64,
        microsoft: 62,
        meta: 60,
        "stability-ai": 58,
        writer: 56,
        mistral: 55,
        anthropic: 51,
        openai: 49,
        google: 47,
        amazon: 41,
        adept: 33,
      });
    });

    test("December 2025: the sums of the file, which has no row of totals", () => {
      expect(totals("2025-12")).toEqual({
        ibm: 95,
        writer: 72,
        ai21: 66,
        anthropic: 46,
        google: 41,
        amazon: 39,
        openai: 35,
        deepseek: 32,
        meta: 31,
        alibaba: 26,
        mistral: 18,
        midjourney: 14,
        xai: 14,
      });
    });

    test("every indicator of every round has its domain, and no blank around its name", () => {
      expect(results).toHaveLength(1000 + 1400 + 1300);
      expect(results.filter(({ domain, indicator }) => domain === null || indicator !== indicator.trim())).toEqual([]);
      expect(new Set(results.map(({ domain }) => domain?.split(" / ")[0]))).toEqual(
        new Set(["Upstream", "Model", "Downstream"]),
      );
    });
  });

  test("AI Incident Database: incidents of each lab, whether they were explained it does not say", () => {
    const { incidents } = parseAiid(file("aiid/incidents_2026-07-01.csv"));
    const counts = new Map<string, number>();
    for (const { lab } of incidents) counts.set(lab, (counts.get(lab) ?? 0) + 1);
    const labs = ["openai", "google", "meta", "microsoft", "xai", "anthropic", "mistral", "deepseek"];
    expect(labs.map((lab) => counts.get(lab))).toEqual([161, 110, 100, 45, 28, 22, 4, 3]);
    // prettier-ignore
    expect(new Set(incidents.map(({ explained, explanationDate }) => `${explained} ${explanationDate}`))).toEqual(
      new Set(["unknown null"]),
    );
  });

  describe("Epoch AI", () => {
    const companies = (name: string): EpochFile => parseEpoch(file(`epoch-ai-companies/ai_companies_${name}.csv`));

    test("notable models", () => {
      const { events, series } = parseEpoch(file("epoch-notable-models/notable_ai_models.csv"));
      expect(new Set(events.map(({ evidence }) => evidence)).size).toBe(1036 - 18 - 5);
      // 529 rows with compute, 15 of them without an organisation.
      expect(new Set(series.map(({ evidence }) => evidence)).size).toBe(529 - 15);
      const recent = events.filter(({ lab, when }) => lab === "openai" && when.date >= "2023-01-01");
      const known = new Set(series.map(({ lab, evidence }) => `${lab} ${evidence}`));
      expect([recent.length, recent.filter(({ lab, evidence }) => known.has(`${lab} ${evidence}`)).length]).toEqual([
        45, 6,
      ]);
      expect(series.every(({ amount }) => amount.value > 0 && amount.kind === "estimated")).toBe(true);
    });

    test("companies: points of each series", () => {
      const files = ["funding_rounds", "revenue_reports", "staff_reports", "usage_reports", "compute_spend"];
      expect(files.map((name) => companies(name).series.length)).toEqual([55, 35, 31, 28, 8]);
      const openai = companies("funding_rounds").series.filter(({ lab }) => lab === "openai");
      expect(openai.findLast(({ series }) => series === "valuation")).toMatchObject({
        when: { date: "2025-12-11", precision: "day" },
        amount: { value: 500e9, unit: "usd", kind: "reported" },
      });
    });

    test("chips: Google's own and Nvidia's, no incomplete quarter", () => {
      const tpu = parseEpoch(file("epoch-chip-counts/tpu_owners_cumulative_totals.csv")).series;
      expect(tpu).toHaveLength(12);
      expect(tpu.at(-1)).toMatchObject({
        lab: "google",
        when: { date: expect.stringMatching(/^2025-/) },
        amount: { unit: "h100e", low: expect.any(Number), high: expect.any(Number) },
      });
      const nvidia = parseEpoch(file("epoch-chip-counts/nvidia_owners_cumulative_totals.csv")).series;
      expect(
        nvidia
          .map(({ when }) => when.date)
          .toSorted()
          .at(-1),
      ).toBe("2025-12-31");
    });

    test("capabilities: 425 scored and dated models", () => {
      const { series } = parseEpoch(file("epoch-eci/epoch_capabilities_index.csv"));
      expect(new Set(series.map(({ evidence }) => evidence)).size).toBe(425);
    });
  });

  test("BODS: the standard's own examples are valid, and what they say survives our writing", () => {
    for (const name of readdirSync(join(data, "bods/examples"))) {
      const { statements } = parseBods(file(`bods/examples/${name}`));
      const { control } = toControlRelations(statements);
      const written = formatBods(control, { date: "2026-08-01", publisher: "us" });
      expect({ name, error: packageSchema.safeParse(written).error }).toEqual({ name, error: undefined });
      const again = toControlRelations(written.map((statement) => ({ evidence: "", statement }))).control;
      expect({ name, again }).toEqual({ name, again: control.map((relation) => ({ ...relation, evidence: "" })) });
    }
  });
});
