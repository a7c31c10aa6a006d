import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Assessment, EVAL_TITLES, EVALS, type Finding, findingId, type Measure } from "../../model/index.ts";
import { formatEstimate } from "./format.ts";
import { type CardSource, makeCard, renderCardMarkdown, renderCardPage } from "./index.ts";

/** What a source, a lab or an archive might write wherever text is taken from it. */
const HOSTILE = `</style><script>alert(1)</script><img src=//evil.example/x onerror='a'> "\u202e | ] * \``;

function makeSource(text: string): CardSource {
  const base = { eval: "incorrigibility", rule: "casebook", evidence: ["lab-2023-11-board"] } as const;
  const finding: Finding = {
    id: findingId(base),
    lab: "lab",
    when: { date: "2023-11-01", precision: "month" },
    title: `The board ${text}`,
    summary: text,
    bearing: "concerning",
    severity: 3,
    state: "proposed",
    sourceWeight: 0.4,
    counter: `Against ${text}`,
    reply: null,
    match: null,
    seed: true,
    ...base,
  };
  const assessment = (name: Assessment["eval"]): Assessment => ({
    lab: "lab",
    eval: name,
    balance:
      name === "incorrigibility"
        ? { established: true, value: 0.7, low: 0.4, high: 0.9, n: 1, method: "balance/beta-binomial" }
        : { established: false, reason: "no evidence is recorded", n: 0, method: "balance/beta-binomial" },
    findings: name === "incorrigibility" ? 1 : 0,
    concerning: name === "incorrigibility" ? 1 : 0,
    reassuring: 0,
    mixed: 0,
    coverage: [{ what: "oversight attempts", found: 1 }],
    robustness: name === "incorrigibility" ? 0.93 : null,
    influence: name === "incorrigibility" ? [{ finding: finding.id, shift: 0.12 }] : [],
  });
  const measure: Measure = {
    id: "incorrigibility/lab/oversight-holds",
    eval: "incorrigibility",
    lab: "lab",
    name: "oversight-holds",
    label: `Oversight that held ${text}`,
    unit: "share",
    estimate: { established: true, value: 0.5, low: 0.2, high: Number.POSITIVE_INFINITY, n: 4, method: "rate" },
    numerator: 2,
    denominator: 4,
    caution: text,
    detail: { columns: ["outcome", text], rows: [[text, null]] },
    evidence: ["lab-2023-11-board"],
  };
  const missing: Measure = {
    ...measure,
    id: "incorrigibility/lab/votes",
    name: "votes",
    label: "Votes",
    estimate: { established: false, reason: "no votes are known", n: 0, method: "votes" },
  };
  return {
    lab: "lab",
    labName: `Lab ${text}`,
    asOf: "2026-01-01",
    log: { origin: "corrigible.local/test", size: 9, root: "ab" },
    assessments: EVALS.map(assessment),
    measures: [measure, missing],
    findings: [finding],
    comparisons: [
      { eval: "incorrigibility", a: "lab", b: "other", probability: 0.97, matched: 7, order: "above" },
      { eval: "incorrigibility", a: "another", b: "lab", probability: 0.97, matched: 7, order: "above" },
      { eval: "incorrigibility", a: "lab", b: "third", probability: null, matched: 2, order: "not-comparable" },
    ],
  };
}

describe("a lab card", () => {
  const card = makeCard(makeSource("x"));
  const page = renderCardPage(card).replaceAll(/\s+/g, " ");
  const markdown = renderCardMarkdown(card);

  test("its six sections bear the six names as headings, in both formats", () => {
    for (const name of EVALS) {
      expect(page).toContain(`<h2>${EVAL_TITLES[name]}</h2>`);
      expect(markdown).toContain(`\n## ${EVAL_TITLES[name]}\n`);
    }
  });

  test("shows each finding with evidence, counter-evidence and reply", () => {
    for (const text of [page, markdown]) {
      expect(text).toContain("The board x");
      expect(text).toContain("Against x");
      expect(text).toContain("lab-2023-11-board");
      expect(text.toLowerCase()).toContain("none recorded");
      expect(text).toContain("November 2023");
      expect(text).toContain("weak source");
    }
  });

  test("an interval with an open end, a rate with its counts, undisclosed never as zero", () => {
    expect(page).toContain("50 % (20 % to open), n = 4");
    expect(page).toContain("2 of 4");
    expect(formatEstimate({ established: true, value: 0, low: 0, high: 0, n: 3, method: "m" }, "1 yes, 0 no")).toBe(
      "no, n = 3",
    );
    expect(page).toContain("<td>undisclosed</td>");
    expect(markdown).toContain("**50 % (20 % to open), n = 4** (2 of 4)");
  });

  test("what is not established is said with its reason; no evidence is no zero", () => {
    expect(markdown).toContain("Votes: no votes are known");
    expect(markdown).toContain("not established: no evidence is recorded");
    expect(page).toContain("No public evidence was found.");
    expect(card.summary.join(" ")).toContain("In 5 of the six evals there is too little public evidence");
  });

  test("its policy allows its one style sheet by the hash, and nothing else", () => {
    const whole = renderCardPage(card);
    const style = /<style>(.*?)<\/style>/s.exec(whole)?.[1] ?? "";
    expect(whole).toContain(`sha256-${createHash("sha256").update(style).digest("base64")}`);
    expect(whole).not.toMatch(/<(?:script|link|img|iframe|form)/);
  });

  test("a comparison is told from this lab's side, whichever stands first", () => {
    expect(markdown).toContain("other: this lab's balance is more concerning on 7 matched items (P = 0.97)");
    expect(markdown).toContain("another: this lab's balance is less concerning on 7 matched items (P = 0.03)");
    expect(markdown).toContain("third: not comparable, only 2 matched");
  });

  test("what would change it, and questions: the grave finding and the evals without one", () => {
    expect(card.changers).toContain(
      "If “The board x” did not stand, the balance of Incorrigibility would lower by 0.12.",
    );
    expect(card.questions[0]).toBe("On “The board x”: who decided it, when, and under what review?");
    expect(card.questions).toHaveLength(6);
  });
});

test("what people rejected or withdrew is neither counted, shown nor asked about, and said beside", () => {
  const source = makeSource("x");
  const finding = source.findings[0] as Finding;
  const states = ["proposed", "corrected", "accepted", "rejected", "withdrawn"] as const;
  const findings = states.map((state): Finding => ({ ...finding, id: state, state, title: `It is ${state}` }));
  const card = makeCard({ ...source, findings });
  expect(card.summary[0]).toBe(
    "3 findings bear on Lab x: 3 concerning, 0 reassuring, 0 mixed. People have accepted 2 of them; the others are not " +
      "decided and weigh less. Rejected or withdrawn, and not counted: 2.",
  );
  expect(card.questions.filter((line) => line.startsWith("On "))).toHaveLength(3);
  for (const text of [renderCardPage(card), renderCardMarkdown(card)]) {
    expect(text).not.toMatch(/It is (?:rejected|withdrawn)/);
    expect(text).toContain("It is corrected");
    expect(text).toContain("Rejected or withdrawn: 2, not shown and not counted.");
  }
  const none = renderCardMarkdown(makeCard({ ...source, findings: findings.slice(3) }));
  expect(none).toContain("No finding stands.");
});

test("hostile text changes no tag of the page and no structure of the Markdown", () => {
  const tags = (page: string): (string | undefined)[] => (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.split(" ")[0]);
  expect(tags(renderCardPage(makeCard(makeSource(HOSTILE))))).toEqual(tags(renderCardPage(makeCard(makeSource("x")))));
  const lines = (text: string): number => text.split("\n").length;
  const hostile = renderCardMarkdown(makeCard(makeSource(`${HOSTILE}\n# Not ours\n`)));
  expect(lines(hostile)).toBe(lines(renderCardMarkdown(makeCard(makeSource("x")))));
  expect(hostile).not.toMatch(/^# Not ours/m);
  expect(hostile).not.toContain("<script>");
});
