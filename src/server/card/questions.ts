import type { EvalName, Finding } from "../../model/index.ts";

/** What each eval asks of a lab, whatever was found. */
const STANDING: Readonly<Record<EvalName, string>> = {
  "misaligned-incentives":
    "Which decisions in the last year went against the interest of an investor or customer, and who took them?",
  "power-seeking":
    "Which figures on money, compute and lobbying do you not disclose, and who outside the company sees them?",
  "lack-of-transparency":
    "What may outsiders inspect of model, data, methods and decisions, and under which conditions?",
  deception: "Which of your public claims have you corrected, and where does the correction stand?",
  incorrigibility: "Who can stop a release against the will of the leadership, and when was that last used?",
  "subverting-constraints": "Who reviews a change of your rules before it takes effect, and where do you announce it?",
};

/** Questions made from findings, at most. */
const QUESTIONS_MAX = 8;

/** Questions to ask the lab: first what the gravest findings raise, then one for each eval with none. */
export function makeQuestions(findings: readonly Finding[]): string[] {
  const grave = findings
    .filter(({ bearing, severity, reply }) => bearing === "concerning" && severity === 3 && reply === null)
    .toSorted((a, b) => (a.when.date < b.when.date ? 1 : -1));
  const asked = new Set<EvalName>();
  const specific: string[] = [];
  const told = new Set<string>();
  for (const finding of grave) {
    if (specific.length >= QUESTIONS_MAX || told.has(finding.title)) continue;
    told.add(finding.title);
    asked.add(finding.eval);
    specific.push(`On “${finding.title}”: who decided it, when, and under what review?`);
  }
  const standing = Object.entries(STANDING).filter(([name]) => !asked.has(name as EvalName));
  return [...specific, ...standing.map(([, question]) => question)];
}
