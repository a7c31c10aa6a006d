/** One yes-or-no question of a published rubric, answered for one lab in one round. */
export interface IndicatorResult {
  readonly lab: string;
  /** The rubric, `fmti`. */
  readonly rubric: string;
  /** The round as published: `2023-10`, `2024-05`, `2025-12`. Rounds of different rubrics are never spliced. */
  readonly round: string;
  /** Name of the indicator as published, spaces trimmed. */
  readonly indicator: string;
  /** Domain and subdomain as published; null where the round does not name them. */
  readonly domain: string | null;
  /** Points, 0 or 1; null where the round gives none. */
  readonly points: number | null;
  readonly evidence: string;
}

/** Questions of the Foundation Model Transparency Index that its rounds and its files name differently. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["data copyright status", "copyrighted data"],
  ["data license status", "data license"],
  ["machine generated content", "detection of machine generated content"],
  ["license", "model license"],
  ["model asset license", "model license"],
  ["release decision making protocol", "release decision making"],
]);

/** One key for the spellings of an indicator: "Third-party risks evaluation", "Third party risks evaluation ". */
export function indicatorKey(indicator: string): string {
  const plain = indicator
    .toLowerCase()
    .replaceAll(/[-\s]+/g, " ")
    .trim();
  return RENAMED.get(plain) ?? plain;
}
