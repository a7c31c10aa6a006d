import { describe, expect, test } from "vitest";
import { type EpochFile, parseEpoch } from "./parse.ts";
import { EPOCH_SHAPES, type EpochTable } from "./shapes.ts";

/** Columns beside those without which a table is not known. */
const MORE = ["Exclude from graph view", "Graph note", "Confidence"];

/** A table with rows that name the cells that are not blank. */
function parse(table: EpochTable, ...rows: Readonly<Record<string, string>>[]): EpochFile {
  const columns = [...new Set([...EPOCH_SHAPES[table].columns, ...MORE])];
  const lines = rows.map((row) => columns.map((column) => `"${row[column] ?? ""}"`).join(","));
  return parseEpoch({ name: `${table}.csv`, bytes: Buffer.from([columns.join(","), ...lines].join("\n")) });
}

/** Each point on one line. */
function show({ series }: EpochFile): string[] {
  return series.map(({ lab, series, when, end, amount, label }) => {
    const period = end === null ? when.date : `${when.date}..${end}`;
    return `${lab} ${series} ${period} ${amount.value} ${amount.unit} ${amount.kind}: ${label}`;
  });
}

const reasons = ({ leftOut }: EpochFile): string[] => leftOut.map(({ why }) => why);

describe("parseEpoch", () => {
  test("a model: its release and compute, for each lab; a blank is no point", () => {
    const gpt = { Model: "GPT-9", Organization: "OpenAI", "Publication date": "2030-01-02" };
    const file = parse(
      "models",
      { ...gpt, Organization: "Google DeepMind,Google,Acme", "Training compute (FLOP)": "2e25", Confidence: "Likely" },
      gpt,
      { ...gpt, Organization: "" },
      { ...gpt, "Publication date": "" },
    );
    expect(show(file)).toEqual([
      "google training-compute 2030-01-02 2e+25 flop estimated: GPT-9 training run (likely)",
      "acme training-compute 2030-01-02 2e+25 flop estimated: GPT-9 training run (likely)",
    ]);
    expect(file.events.map(({ lab, evidence }) => `${lab} ${evidence}`)).toEqual([
      "google epoch/models.csv#2",
      "acme epoch/models.csv#2",
      "openai epoch/models.csv#3",
    ]);
    expect(file.events[0]).toMatchObject({ kind: "release", title: "GPT-9 released" });
    expect(reasons(file)).toEqual(["no organization", 'no "Publication date"']);
  });

  test("capability: scored and dated models", () => {
    const model = { "Model version": "gpt-9_high", Organization: "OpenAI", "Release date": "2030-01-02" };
    const file = parse("capabilities", { ...model, "ECI Score": "152.7" }, model, { "ECI Score": "1" });
    expect(show(file)).toEqual([
      "openai capability 2030-01-02 152.7 score estimated: gpt-9_high, Epoch Capabilities Index",
    ]);
    expect(reasons(file)).toEqual(["no score", 'no "Release date"']);
  });

  test("chips: whole quarters of organisations, with the range; a table a manufacturer", () => {
    const row = {
      Owner: "Meta",
      "Chip manufacturer": "AMD",
      "End date": "12/31/2024",
      "Compute estimate in H100e (median)": "10",
      "H100e (5th percentile)": "5",
      "H100e (95th percentile)": "20",
    };
    const file = parse("chips", row, { ...row, Incomplete: "checked" }, { ...row, Owner: "China" });
    expect(show(file)).toEqual(["meta chips 2024-12-31 10 h100e estimated: AMD chips, cumulative"]);
    expect(file.series[0]?.amount).toMatchObject({ low: 5, high: 20 });
    expect([file.table, ...reasons(file)]).toEqual([
      "chips AMD",
      "the quarter is incomplete",
      "the owner is no organisation",
    ]);
  });

  test("funding: closed rounds; shares that change hands bring the lab nothing", () => {
    const row = { Company: "xAI", Status: "Closed", "Close date": "2024-05-27", Confidence: "Confident" };
    const money = { "Funding (equity)": "6000000000.0", "Valuation (post-money)": "24000000000.0" };
    const file = parse(
      "funding",
      { ...row, ...money, "Graph note": "with X" },
      { ...row, ...money, "Funding (equity)": "0.0" },
      { ...row, ...money, "Valuation (post-money)": "", Confidence: "Uncertain" },
      { ...row, ...money, Status: "Late discussions" },
      { ...row, ...money, "Exclude from graph view": "True" },
    );
    expect(show(file)).toEqual([
      "xai funding 2024-05-27..2024-05-27 6000000000 usd reported: equity raised",
      "xai valuation 2024-05-27 24000000000 usd reported: post-money valuation (with X)",
      "xai valuation 2024-05-27 24000000000 usd reported: post-money valuation",
      "xai funding 2024-05-27..2024-05-27 6000000000 usd estimated: equity raised",
    ]);
    expect(reasons(file)).toEqual(["round not closed: Late discussions", "Epoch excludes it from its graphs"]);
  });

  test("revenue: rates per year, and years; not a part of the company", () => {
    const row = { Company: "OpenAI", Date: "2024-12-31", "Source type": "Media report" };
    const rate = { ...row, "Annualized revenue (USD)": "5.5e9" };
    const file = parse(
      "revenue",
      { ...rate, Type: "Annual recurring revenue", "Source type": "Company disclosure,Other" },
      { ...rate, Type: "Quarterly revenue", "Graph note": "Interpolated from quarterly revenue" },
      { ...row, Type: "Yearly revenue", "Revenue amount (normalize to annual)": "3.7e9" },
      { ...rate, Type: "Product/division revenue" },
      { ...rate, Type: "Annualized revenue", Date: "" },
    );
    expect(show(file)).toEqual([
      "openai revenue 2024-12-31 5500000000 usd disclosed: annual recurring revenue",
      "openai revenue 2024-12-31 5500000000 usd estimated: quarterly revenue (Interpolated from quarterly revenue)",
      "openai revenue 2024-01-01..2024-12-31 3700000000 usd reported: yearly revenue",
    ]);
    expect(reasons(file)).toEqual(['revenue of the type "Product/division revenue"', 'no "Date"']);
  });

  test("people, users, spending", () => {
    const staff = { Company: "Google", Date: "2025-03-19", "Staff count": "5600" };
    expect(
      show(
        parse(
          "staff",
          { ...staff, Type: "Full AI division", "Division name": "Google DeepMind" },
          { ...staff, Type: "Full company" },
          { ...staff, Type: "Division/role" },
        ),
      ),
    ).toEqual([
      "google people 2025-03-19 5600 people reported: staff of Google DeepMind",
      "google people 2025-03-19 5600 people reported: staff",
    ]);
    const usage = { Company: "Meta", Date: "2025-05-28", Product: "Meta AI", "Source type": "Company disclosure" };
    expect(
      show(parse("usage", { ...usage, "Active users": "1e9", "Active users time period": "Monthly" }, usage)),
    ).toEqual(["meta users 2025-05-28 1000000000 people disclosed: Meta AI, monthly active users"]);
    const spending = { Company: "OpenAI", Amount: "4e9", Category: "R&D cloud compute" };
    expect(
      show(
        parse(
          "spending",
          { ...spending, "Period type": "Year", Date: "2024-12-31" },
          { ...spending, "Period type": "Annualized", Date: "2025-07-31" },
        ),
      ),
    ).toEqual([
      "openai spending 2024-01-01..2024-12-31 4000000000 usd reported: R&D cloud compute",
      "openai spending 2025-07-31 4000000000 usd reported: R&D cloud compute",
    ]);
  });

  test("chips by type are another table: with the totals they would count twice", () => {
    const header = [...EPOCH_SHAPES.chips.columns, "Chip type"].join(",");
    expect(() => parseEpoch({ name: "by-chip.csv", bytes: Buffer.from(header) })).toThrow(
      'by-chip.csv is not Epoch\'s chip counts by owner: it has the column "Chip type"',
    );
  });
});
