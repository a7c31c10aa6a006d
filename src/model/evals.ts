/** The six evals, by the essay's names. */
export const EVALS = [
  "misaligned-incentives",
  "power-seeking",
  "lack-of-transparency",
  "deception",
  "incorrigibility",
  "subverting-constraints",
] as const;
export type EvalName = (typeof EVALS)[number];

/** As headings. */
export const EVAL_TITLES: Readonly<Record<EvalName, string>> = {
  "misaligned-incentives": "Misaligned incentives",
  "power-seeking": "Power seeking",
  "lack-of-transparency": "Lack of transparency",
  deception: "Deception",
  incorrigibility: "Incorrigibility",
  "subverting-constraints": "Subverting constraints",
};
