/** The example's gravest change: the ban on military use that left without a word. */
export const CHANGE = "73470949a6a39299";

/** One address of each page that the dashboard has, over the example and the casebook. Every test of all pages reads it. */
export const ADDRESSES: readonly string[] = [
  "/",
  "/changes",
  "/changes?direction=loosens&disclosed=no&show=all",
  `/changes/${CHANGE}`,
  `/changes/${CHANGE}?view=raw`,
  "/suppressed",
  "/documents",
  "/documents/orrinvale/usage-policy",
  "/labs",
  "/labs/openai",
  "/labs/orrinvale",
  "/compare?matter=military",
  "/promises",
  "/claims",
  "/oversight",
  "/incidents",
  "/findings?lab=openai&eval=deception",
  "/power",
  "/tripwires",
  "/control?on=2023-11-17&who=openai-chief-executive",
  "/evidence",
  "/evidence/orrinvale/usage-policy@41",
  "/evidence/openai-2016-09-irs-application-no-commercial",
  "/api",
  "/methods",
  "/methods/comparison",
  "/search?q=military",
  "/no-such-page",
];
