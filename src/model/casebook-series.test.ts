import { describe, expect, test } from "vitest";
import { makeRecord } from "../../test/helpers/casebook-record.ts";
import { seriesPoints } from "./casebook-series.ts";

const EVENT = { date: "2024-01-10", precision: "day" };

describe("figures as points of series", () => {
  test("revenue flows over its period, in the unit that its key names", () => {
    const record = makeRecord("revenue", { figures: { amount_usd: 3.7e9 }, fields: { figures_kind: "disclosed" } });
    expect(seriesPoints(record)).toEqual([
      {
        lab: "openai",
        series: "revenue",
        when: { date: "2024-01-01", precision: "year" },
        end: "2024-12-31",
        amount: { value: 3.7e9, unit: "usd", kind: "disclosed" },
        label: "revenue",
        evidence: "openai-2024-01-event",
      },
    ]);
  });

  test("a run rate is of the last month of its period", () => {
    const record = makeRecord("revenue", { figures: { amount_usd_annualised: 2e10 }, fields: { period: "2025" } });
    expect(seriesPoints(record)).toMatchObject([
      { when: { date: "2025-12-01", precision: "month" }, end: "2025-12-31", label: "annualised revenue" },
    ]);
  });

  test("of a range the middle stands for it, and the range is told", () => {
    const figures = { amount_usd_annualised_low: 1.6e9, amount_usd_annualised_high: 2e9 };
    const amount = { value: 1.8e9, low: 1.6e9, high: 2e9, unit: "usd", kind: "reported" };
    expect(seriesPoints(makeRecord("revenue", { figures }))).toMatchObject([{ amount }]);
  });

  test("half a range is no figure", () => {
    expect(seriesPoints(makeRecord("revenue", { figures: { amount_usd_annualised_low: 1e9 } }))).toEqual([]);
  });

  test("a valuation is as of its date, and what was raised is funding", () => {
    const points = seriesPoints(makeRecord("valuation", { figures: { amount_eur: 6e9, raised_eur: 6e8 } }));
    expect(points).toMatchObject([
      { series: "valuation", when: EVENT, end: null, amount: { value: 6e9, unit: "eur" } },
      { series: "funding", when: EVENT, end: null, amount: { value: 6e8, unit: "eur" } },
    ]);
  });

  test("power is told in watts, training compute with its model", () => {
    const figures = { power_gw: 0.2, power_mw: 300, flop: 1e25 };
    expect(seriesPoints(makeRecord("compute", { title: "Training compute of X: much", figures }))).toMatchObject([
      { series: "power", amount: { value: 2e8, unit: "watt" } },
      { series: "power", amount: { value: 3e8 } },
      { series: "training-compute", label: "Training compute of X" },
    ]);
  });

  test("a key may name the year that it is about; a plan is no point", () => {
    const figures = { amount_eur: 10, amount_eur_2021: 5, amount_eur_2027_planned: 20 };
    const record = makeRecord("lobbying", { figures, fields: { period: "2025", venue: "eu" } });
    expect(seriesPoints(record).map(({ when, amount }) => [when.date, amount.value])).toEqual([
      ["2025-01-01", 10],
      ["2021-01-01", 5],
    ]);
    expect(seriesPoints(record)[0]?.label).toBe("lobbying, EU");
    expect(seriesPoints(makeRecord("compute", { figures: { gpus: 5 }, fields: { planned: true } }))).toEqual([]);
  });

  test("the industry's lobbying tells each lab's own", () => {
    const figures = { google_usd: 4, committee_usd: 9 };
    const record = makeRecord("lobbying", { id: "industry-2024-01-x", lab: "industry", figures });
    expect(seriesPoints(record)).toMatchObject([{ lab: "google", series: "lobbying", amount: { value: 4 } }]);
  });

  test("no figure is no point, and nothing raised is none either", () => {
    expect(seriesPoints(makeRecord("valuation", { figures: { raised_usd: 0, secondary_usd: 6e9 } }))).toEqual([]);
    expect(
      seriesPoints(makeRecord("lobbying", { figures: { amount_usd: 1 }, fields: { period: "some time" } })),
    ).toEqual([]);
    expect(seriesPoints(makeRecord("incident", { figures: { amount_usd: 1 } }))).toEqual([]);
  });
});
