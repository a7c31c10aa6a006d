/** Questions of the Foundation Model Transparency Index that its rounds of 2023 and 2024 name differently. */
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
