import type { TableShape } from "../table.ts";

/**
 * The rounds of the Foundation Model Transparency Index (https://crfm.stanford.edu/fmti/), as its authors publish them
 * in github.com/stanford-crfm/fmti. A round is known by the companies that it scores.
 */
export const ROUNDS = ["2023-10", "2024-05", "2025-12"] as const;
export type Round = (typeof ROUNDS)[number];

/** Every round so far asks this many questions. */
export const INDICATORS_PER_ROUND = 100;

/** Companies as the header of the round's scores writes them. */
export const COMPANIES: Readonly<Record<Round, readonly string[]>> = {
  "2023-10": names("Meta|Hugging Face|OpenAI|Stability AI|Google|Anthropic|Cohere|AI21 Labs|Inflection|Amazon"),
  "2024-05": names(
    "Adept|AI21 Labs|Aleph Alpha|Amazon|Anthropic|BigCode|Google|IBM|Meta|Microsoft|Mistral|OpenAI|Stability|Writer",
  ),
  "2025-12": names("AI21 Labs|Alibaba|Amazon|Anthropic|DeepSeek|Google|IBM|Meta|Midjourney|Mistral|OpenAI|Writer|xAI"),
};

function names(list: string): string[] {
  return list.split("|");
}

/** The files of the index: scores of a round, and the questions with their domains. */
export const FMTI_SHAPES = {
  "2023-10": scores("2023-10"),
  "2024-05": scores("2024-05"),
  "2025-12": scores("2025-12"),
  "indicators-2023": {
    title: "the indicators of 2023 and 2024",
    columns: ["Domain", "Subdomain", "Indicator", "Definition", "Reference_1"],
  },
  "indicators-2025": {
    title: "the indicators of 2025",
    columns: ["Domain", "Subdomain", "Indicator", "Definition", "Example disclosure"],
  },
} as const satisfies Readonly<Record<string, TableShape>>;

function scores(round: Round): TableShape {
  return { title: `the scores of ${round}`, columns: ["Indicator", ...COMPANIES[round]] };
}

/** Which rounds ask the questions of a file of indicators. */
export const ROUNDS_OF_INDICATORS: Readonly<Record<"indicators-2023" | "indicators-2025", readonly Round[]>> = {
  "indicators-2023": ["2023-10", "2024-05"],
  "indicators-2025": ["2025-12"],
};
