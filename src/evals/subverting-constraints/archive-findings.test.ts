import { expect, test } from "vitest";
import { archiveFindings } from "./archive-findings.ts";
import { makeChange, makeClause, makeDocument, makeQuote } from "../../../test/helpers/eval-document.ts";

const find = (...changes: Parameters<typeof makeChange>[0][]) =>
  archiveFindings(
    makeDocument(["2023-01-01", "2024-01-10"], {
      clauses: [makeClause("stands", "2023-01-01", null), makeClause("stands too", "2023-01-01", null)],
      changes: changes.map(makeChange),
    }),
  );

test("one finding for each version and direction, by its most severe change", () => {
  const findings = find(
    { id: "minor", severity: 2, old: makeQuote("Multi-level marketing") },
    { id: "major", severity: 3, old: makeQuote("Military and warfare", ["We don't allow:"]) },
    { id: "other", severity: 2, direction: "tightens", kind: "added", new: makeQuote("No spying") },
    { id: "slight", severity: 1, old: makeQuote("Spam") },
    { id: "unsure", severity: 3, confidence: 0.4, old: makeQuote("Weapons") },
  );
  expect(findings).toHaveLength(2);
  expect(findings[0]).toMatchObject({
    rule: "archive-change",
    title: "Acme, Terms: ban on a use removed, and 1 more change that loosens",
    summary:
      "Before: “Military and warfare” (under “We don't allow:”). " +
      "The document has a note of its changes that does not tell of it.",
    bearing: "concerning",
    severity: 3,
    state: "proposed",
    sourceWeight: 1,
    counter: "None found, looked at all 2 clauses of the new version.",
    evidence: ["acme/terms@1", "acme/terms@2", "minor", "major"],
    match: "archive-change/terms/use/2024",
    when: { date: "2024-01-10", precision: "day" },
  });
  expect(findings[1]).toMatchObject({ title: "Acme, Terms: ban on a use added", bearing: "reassuring", severity: 2 });
});

test("the nearest clause speaks against it, with how much it covers", () => {
  const nearest = { text: "Don't develop or use weapons", coverage: 0.354 };
  expect(find({ old: makeQuote("Military and warfare"), nearest })[0]?.counter).toBe(
    "The nearest clause that stands covers 35 % of it: “Don't develop or use weapons”",
  );
  expect(find({ kind: "weakened", old: makeQuote("never"), new: makeQuote("rarely") })[0]?.counter).toBe(
    "The rule stands in other words: “rarely”",
  );
});

// Direction × kind tells whether what grew or shrank protects or empowers.
test.each([
  ["lab", "added", "loosens", "power of the company added"],
  ["lab", "weakened", "loosens", "promise of the company narrowed"],
  ["lab", "removed", "tightens", "power of the company removed"],
  ["user", "strengthened", "loosens", "burden on users widened"],
  ["user", "removed", "loosens", "right of users removed"],
  ["use", "added", "loosens", "exemption from a ban added"],
] as const)("%s, %s, %s: %s", (subject, kind, direction, words) => {
  expect(find({ subject, kind, direction, old: makeQuote("x") })[0]?.title).toBe(`Acme, Terms: ${words}`);
});

test("a long clause is cut", () => {
  expect(find({ old: makeQuote("word ".repeat(200)) })[0]?.summary.length).toBeLessThan(400);
});
