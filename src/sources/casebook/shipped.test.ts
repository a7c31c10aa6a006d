import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EVALS, seriesPoints, sourceWeight, toFindings } from "../../model/index.ts";
import { parseFile } from "./parse-file.ts";
import { CASEBOOK_FOLDER, readCasebook } from "./read-casebook.ts";
import { fileOf } from "./themes.ts";

const { records, problems } = readCasebook(CASEBOOK_FOLDER, "casebook");
const byId = new Map(records.map((record) => [record.id, record]));

/** The record kept, and the id under which the same event stood besides. */
const MERGED = [
  ["openai-2025-04-gpt-4-1-no-card", "openai-2025-04-gpt41-no-card"],
  ["openai-2025-04-testing-time-cut", "openai-2025-04-testing-days"],
  ["xai-2025-07-grok-4-no-card", "xai-2025-07-grok4-no-card"],
  ["xai-2025-05-grok-white-genocide", "xai-2025-05-grok-unauthorized-modification"],
  ["xai-2025-05-publish-prompts", "xai-2025-05-system-prompts-public"],
  ["xai-2026-01-undressing-no-explanation", "xai-2026-01-grok-undressing"],
  ["deepseek-2024-12-v3-training-cost", "deepseek-2024-12-v3-cost"],
  ["deepseek-2025-09-nature-review", "deepseek-2025-09-r1-nature-paper"],
  ["openai-2024-12-frontiermath-funding", "openai-2025-01-frontiermath"],
  ["meta-2025-04-llama4-arena-variant", "meta-2025-04-llama-4-leaderboard"],
] as const;

/** What the founding essay cites, by the words of a record that holds it. */
const ESSAY: readonly (readonly [string, string])[] = [
  ["a spot of Microsoft at the Super Bowl", "microsoft-2024-02-super-bowl-lviii-copilot"],
  ["a spot of Anthropic at the Super Bowl", "anthropic-2024-02-super-bowl-lviii-claim"],
  ["demographics that do not represent humanity", "industry-2026-03-boards-15-percent-women"],
  ["values in the billions", "openai-2024-02-valuation-86b"],
  ["competition for technical primacy", "google-2023-02-bard-code-red"],
  ["lobbying", "openai-2023-12-us-lobbying-2023"],
  ["secrecy about data and fair use", "openai-2024-04-youtube-transcripts"],
  ["trillions for hardware", "openai-2024-02-trillions-for-chips"],
  ["non-disclosure agreements", "openai-2024-05-exit-nda-equity"],
  ["BingChat threatening users", "microsoft-2023-02-bing-chat-threats"],
  ["mistreated knowledge workers", "openai-2023-01-kenya-data-labellers"],
  ["November 2023 left unexplained", "openai-2023-11-board-crisis-unexplained"],
  ["model cards", "openai-2023-03-gpt-4-system-card"],
  ["safety as the overriding priority", "openai-2023-04-safety-first-claim"],
  ["regurgitation as a rare bug", "openai-2024-01-regurgitation-rare-bug"],
  ["the board's removal of the chief executive", "openai-2023-11-17-board-removes-ceo"],
  ["the pressure of the staff", "openai-2023-11-20-staff-letter"],
  ["the chief executive restored", "openai-2023-11-22-altman-reinstated"],
  ["the ban on military use removed", "openai-2024-01-usage-policy-military"],
  ["the labs' weight in the alignment community", "industry-2024-09-safety-research-three-labs"],
  ["Anthropic ahead of the others in safety", "anthropic-2025-07-fli-index-summer-2025"],
];

describe("the casebook that is shipped", () => {
  test("has 384 records without a problem", () => {
    expect(problems).toEqual([]);
    expect(records).toHaveLength(384);
  });

  test.each(MERGED)("%s holds %s too", (kept, other) => {
    expect(byId.get(kept)?.also).toEqual([other]);
    expect(byId.has(other)).toBe(false);
  });

  test("partly overlapping records stay apart", () => {
    const ids = [
      "openai-2025-10-profit-cap-removed",
      "openai-2023-11-board-crisis-unexplained",
      "openai-2022-11-chatgpt",
    ];
    for (const id of ids) expect(byId.get(id)?.also).toEqual([]);
  });

  test.each(ESSAY)("the essay's example is there: %s", (_, id) => {
    expect(byId.get(id)).toMatchObject({ seed: true });
  });

  test("34 records are examples of the essay; the one that could not be confirmed says so", () => {
    expect(records.filter(({ seed }) => seed)).toHaveLength(34);
    const claim = byId.get("anthropic-2024-02-super-bowl-lviii-claim");
    expect(claim?.weak).toContain("could not be confirmed");
    expect(claim?.sources.every(({ verified }) => !verified)).toBe(true);
  });

  test("weak records weigh least, and no other record does", () => {
    for (const record of records)
      expect([record.id, sourceWeight(record) === 0.4]).toEqual([record.id, record.weak !== null]);
    expect(records.filter(({ id }) => id.includes("-flop-")).every(({ weak }) => weak !== null)).toBe(true);
  });

  test("every record has sources, counter-evidence of its own length, and a finding for each of its evals", () => {
    for (const { id, sources, counter } of records) {
      expect([id, sources.length > 0, counter.length > 20]).toEqual([id, true, true]);
    }
    const findings = records.flatMap(toFindings);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    for (const name of EVALS) expect(findings.some((finding) => finding.eval === name)).toBe(true);
  });

  test("no summary, title or claim stands twice", () => {
    for (const key of ["title", "summary"] as const) {
      expect(new Set(records.map((record) => record[key])).size).toBe(records.length);
    }
  });

  test("no point of a series is a zero, and points of one series are of distinct times or records", () => {
    const points = records.flatMap(seriesPoints);
    expect(points.length).toBeGreaterThan(130);
    expect(points.filter(({ amount }) => !(amount.value > 0))).toEqual([]);
    const keys = points.map(({ lab, label, when, end, amount, evidence }) =>
      [lab, label, when.date, end, amount.unit, evidence].join(),
    );
    expect(new Set(keys).size).toBe(points.length);
  });

  test("each record stands in the file of its lab and theme, under a head that says so", () => {
    const files = readdirSync(CASEBOOK_FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".yaml"),
    );
    for (const file of files) {
      const text = readFileSync(join(CASEBOOK_FOLDER, file), "utf8");
      expect(text).toMatch(new RegExp(`^# ${file.replace("/", ", ").replace(".yaml", "")}: `));
      const { items } = parseFile(text, file);
      expect(items.map(({ record }) => record && fileOf(record))).toEqual(items.map(() => file));
    }
  });

  test("the example of the format page is a record", () => {
    const page = readFileSync(join(CASEBOOK_FOLDER, "../docs/formats/casebook.md"), "utf8");
    const example = /```yaml\n(.+?)```/s.exec(page)?.[1] ?? "";
    expect(parseFile(example, "x")).toMatchObject({ problems: [], items: [{ record: { seed: true } }] });
  });
});
