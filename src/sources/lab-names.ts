import { DEFAULT_LAB_TABLE, slug } from "../model/index.ts";

/**
 * Labs and companies that make AI systems, and the names under which tables write them, beside the services and labs of
 * the default lab table. Research arms and companies that a lab owns count as the lab, also for the years before it
 * bought them: a series follows the lab. Of a lab that the default table does not name, the first name is its own.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "01-ai": ["01.AI"],
  adept: ["Adept"],
  ai21: ["AI21"],
  "aleph-alpha": ["Aleph Alpha"],
  alibaba: ["Alibaba DAMO Academy"],
  amazon: ["Amazon Web Services", "Amazon Web Services (AWS)", "Amazon Fresh", "Amazon India"],
  apple: ["Apple"],
  "character-ai": ["Character.AI"],
  "clearview-ai": ["Clearview AI"],
  cohere: ["Cohere", "Cohere for AI"],
  deepseek: ["DeepSeek AI"],
  eleutherai: ["EleutherAI"],
  elevenlabs: ["ElevenLabs"],
  google: [
    "Alphabet",
    "DeepMind",
    "Google AI",
    "Google Bard",
    "Google Brain",
    "Google Cloud",
    "Google DeepMind",
    "Google Docs",
    "Google Home",
    "Google Maps",
    "Google Photos",
    "Google Research",
  ],
  "hugging-face": ["Hugging Face", "BigCode", "BigScience"],
  huawei: ["Huawei"],
  ibm: ["IBM"],
  inflection: ["Inflection", "Inflection AI"],
  meta: ["Facebook AI", "Facebook AI Research", "Meta AI", "Meta Platforms"],
  microsoft: [
    "GitHub",
    "Microsoft Designer",
    "Microsoft Research",
    "Microsoft Research Asia",
    "Microsoft's AI Research Division",
  ],
  midjourney: ["Midjourney"],
  minimax: ["MiniMax"],
  mistral: ["Mistral"],
  moonshot: ["Moonshot"],
  nvidia: ["Nvidia"],
  perplexity: ["Perplexity", "Perplexity AI"],
  replika: ["Replika"],
  runway: ["Runway"],
  "scale-ai": ["Scale AI"],
  sensetime: ["SenseTime"],
  "stability-ai": ["Stability AI", "Stability"],
  writer: ["Writer"],
  x: ["X (Twitter)"],
  "z-ai": ["Z.ai", "Z.ai (Zhipu AI)", "Zhipu AI"],
};

const LABS = new Map(listNames().map(([name, lab]) => [slug(name), lab]));

function listNames(): (readonly [string, string])[] {
  const { services, labs } = DEFAULT_LAB_TABLE;
  return [
    ...Object.entries(labs).flatMap(([lab, name]) => [[lab, lab] as const, [name, lab] as const]),
    ...Object.entries(services).flatMap(([service, { lab, formerly = [] }]) =>
      [service, ...formerly].map((name) => [name, lab] as const),
    ),
    ...Object.entries(NAMES).flatMap(([lab, names]) => [lab, ...names].map((name) => [name, lab] as const)),
  ];
}

/** The id of a lab that this page knows, by a name or its slug: `Google DeepMind` → `google`; null for others. */
export function findLab(name: string): string | null {
  return LABS.get(slug(name)) ?? null;
}

/** The name of a lab by its id, as people write it; null for what this page does not know. */
export function nameOfLab(lab: string): string | null {
  const { labs } = DEFAULT_LAB_TABLE;
  if (Object.hasOwn(labs, lab)) return labs[lab] ?? null;
  return Object.hasOwn(NAMES, lab) ? (NAMES[lab]?.[0] ?? null) : null;
}

/** As {@link findLab}, but an organisation that is not known is its own lab, with the name's slug as its id. */
export function labOfName(name: string): string {
  return findLab(name) ?? slug(name);
}

/** The labs of a cell with several names between commas, each once. */
export function labsOfNames(cell: string): string[] {
  const names = cell.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== "").map(labOfName))];
}
