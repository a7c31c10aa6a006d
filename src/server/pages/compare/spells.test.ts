import { expect, test } from "vitest";
import type { FoundClause } from "../../../index/index.ts";
import { spellsOf } from "./spells.ts";

const rule = (norm: FoundClause["norm"], since: string, until: string | null): FoundClause => ({
  lab: "acme",
  document: "acme/terms",
  text: `${norm} ${since}`,
  path: [],
  bearer: "user",
  modality: "prohibition",
  norm,
  firstVersion: "acme/terms@1",
  lastVersion: "acme/terms@2",
  since,
  until,
});

const told = (rules: readonly FoundClause[]): string[] =>
  spellsOf(rules).map(
    ({ isBan, first, last, clauses }) => `${isBan ? "ban" : "other"} ${first.since}–${last.until ?? "now"} ${clauses}`,
  );

test("clauses that follow or overlap each other are one spell; a day without any parts two", () => {
  const a = rule("use-ban", "2023-01-01", "2023-06-01");
  const b = rule("use-ban", "2023-06-01", "2023-09-01");
  const c = rule("use-ban", "2023-02-01", "2023-03-01");
  const d = rule("use-ban", "2024-01-01", null);
  expect(told([d, c, b, a])).toEqual(["ban 2023-01-01–2023-09-01 3", "ban 2024-01-01–now 1"]);
});

test("bans and other rules are apart; a clause in force holds its spell open", () => {
  const ban = rule("use-ban", "2023-01-01", null);
  const late = rule("use-ban", "2024-01-01", "2024-02-01");
  const power = rule("lab-power", "2023-01-01", "2023-02-01");
  expect(told([power, late, ban])).toEqual(["ban 2023-01-01–now 2", "other 2023-01-01–2023-02-01 1"]);
});
