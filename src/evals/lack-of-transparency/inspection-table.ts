/**
 * What there is to look into, and who might: the explicit table that maps published indicators and records of the
 * casebook to cells of the inspection matrix. What is about none of the four things (effects, markets, energy) is not
 * in it.
 */
export const THINGS = ["model", "data", "methods", "decisions"] as const;
export type Thing = (typeof THINGS)[number];

/** `none`: what is kept from everyone outside. */
export const VIEWERS = ["public", "customers", "researchers", "auditors", "regulators", "none"] as const;
export type Viewer = (typeof VIEWERS)[number];

export interface Cell {
  readonly thing: Thing;
  readonly viewer: Viewer;
}

type Row = readonly [name: string, thing: Thing, viewer: Viewer];

/** Indicators that differ from the rest of their subdomain, by `indicatorKey`. */
const BY_INDICATOR: readonly Row[] = [
  ["third party capabilities evaluation", "model", "auditors"],
  ["third party evaluation of limitations", "model", "auditors"],
  ["third party risks evaluation", "model", "auditors"],
  ["third party mitigations evaluation", "model", "auditors"],
  ["external risk evaluation", "model", "auditors"],
  ["external reproducibility of capabilities evaluation", "model", "researchers"],
  ["external reproducibility of unintentional harm evaluation", "model", "researchers"],
  ["external reproducibility of intentional harm evaluation", "model", "researchers"],
  ["external reproducibility of risks evaluation", "model", "researchers"],
  ["external reproducibility of mitigations evaluation", "model", "researchers"],
  ["external reproducibility of trustworthiness evaluation", "model", "researchers"],
  ["external data access", "data", "researchers"],
  ["data replicability", "data", "researchers"],
  ["code access", "methods", "researchers"],
  ["organization chart", "decisions", "public"],
  ["open weights", "model", "public"],
  ["agent protocols", "model", "customers"],
  ["terms of service", "decisions", "customers"],
  ["terms of use", "decisions", "customers"],
  ["government inquiries", "decisions", "regulators"],
  ["government commitments", "decisions", "regulators"],
  ["post deployment coordination with government", "decisions", "regulators"],
  ["ai bug bounty", "model", "researchers"],
  ["responsible disclosure policy", "model", "researchers"],
  ["safe harbor", "model", "researchers"],
  ["feedback mechanisms", "decisions", "customers"],
  ["data retention and deletion policy", "data", "customers"],
];

/** Domain and subdomain as the rounds of the index name them, in lower case. */
const BY_DOMAIN: readonly Row[] = [
  ["upstream / data", "data", "public"],
  ["upstream / data labor", "data", "public"],
  ["upstream / data mitigations", "data", "public"],
  ["upstream / data acquisition", "data", "public"],
  ["upstream / data processing", "data", "public"],
  ["upstream / data properties", "data", "public"],
  ["upstream / data access", "data", "researchers"],
  ["upstream / compute", "methods", "public"],
  ["upstream / methods", "methods", "public"],
  ["model / model basics", "model", "public"],
  ["model / model information", "model", "public"],
  ["model / model access", "model", "researchers"],
  ["model / capabilities", "model", "public"],
  ["model / limitations", "model", "public"],
  ["model / risks", "model", "public"],
  ["model / model mitigations", "model", "public"],
  ["model / trustworthiness", "model", "public"],
  ["model / inference", "model", "public"],
  ["model / release", "decisions", "public"],
  ["downstream / distribution", "decisions", "public"],
  ["downstream / usage policy", "decisions", "customers"],
  ["downstream / acceptable use policy", "decisions", "customers"],
  ["downstream / model behavior policy", "methods", "public"],
  ["downstream / user data protection", "data", "customers"],
  ["downstream / user interface", "model", "customers"],
  ["downstream / model updates", "model", "customers"],
  ["downstream / feedback", "decisions", "customers"],
  ["downstream / documentation for deployers", "model", "customers"],
  ["downstream / downstream mitigations", "model", "customers"],
  ["downstream / post deployment monitoring", "decisions", "public"],
  ["downstream / accountability", "decisions", "public"],
];

const cells = (rows: readonly Row[]): ReadonlyMap<string, Cell> =>
  new Map(rows.map(([name, thing, viewer]) => [name, { thing, viewer }]));
const INDICATORS = cells(BY_INDICATOR);
const DOMAINS = cells(BY_DOMAIN);

/** The cell that an indicator speaks of, by its key, else by its domain; null for what is none of the four things. */
export function cellOfIndicator(key: string, domain: string | null): Cell | null {
  const plain = (domain ?? "")
    .toLowerCase()
    .replaceAll(/[-\s]+/g, " ")
    .trim();
  return INDICATORS.get(key) ?? DOMAINS.get(plain) ?? null;
}

/** Words in the title of a record of a disclosure or of secrecy; the first row that fits counts. */
const BY_TITLE: readonly (readonly [words: RegExp, thing: Thing, viewer: Viewer])[] = [
  [/training data|trained on|copyright|transcri|pirate/i, "data", "public"],
  [/peer review/i, "methods", "researchers"],
  [
    /training cost|environmental|instructions given|system prompt|gave no size|funded the .*\btest\b/i,
    "methods",
    "public",
  ],
  [/tested each other|outside (?:testers|evaluat)/i, "model", "auditors"],
  [/safety institute|regulator|before release to the government/i, "model", "regulators"],
  [/open weights/i, "model", "public"],
  [
    /non-?disparagement|whistle|raising concerns|reporting breaches|law-firm|testimony|lawyers|break-in/i,
    "decisions",
    "public",
  ],
  [/transparency reports?|no safety framework/i, "decisions", "public"],
  [/\bcard\b|safety (?:evaluations?|tests?|documentation)|framework report|blackmail/i, "model", "public"],
];

/** The cell that a record of a disclosure or of secrecy speaks of; null where no row of the table fits. */
export function cellOfTitle(title: string): Cell | null {
  const row = BY_TITLE.find(([words]) => words.test(title));
  return row ? { thing: row[1], viewer: row[2] } : null;
}
