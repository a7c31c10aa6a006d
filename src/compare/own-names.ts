import type { ParsedDocument } from "../clauses/index.ts";

/** A capitalised word that follows a lower-case one, so that its capital is not that of a sentence's first word. */
const NAME_IN_SENTENCE = /(?<=[a-z,] )\p{Lu}[\p{L}\p{N}·&]+/gu;
/** A name is written at least this often. */
const SEEN_MIN = 4;
/** The company, its group and its product. */
const NAMES_MAX = 3;
/** Capitalised words looked at, the commonest first. */
const CANDIDATES_MAX = 12;
/** Words that terms write with a capital throughout and that are no names. */
const TERM =
  /^(?:you|your|our|user|customer|client|member|service|product|platform|site|website|app|application|software|term|agreement|policy|section|article|content|data|account|input|output|prompt|model|material|asset|subscription|fee|api|inc|llc|ltd|gdpr|dpa|eu|eea|us|uk|european|ai|parties|company|january|february|march|april|may|june|july|august|september|october|november|december)s?$/;

const known = new WeakMap<ParsedDocument, ReadonlySet<string>>();

/**
 * The names by which a document speaks of its company and products, in lower case: the commonest words that it
 * writes with a capital in mid-sentence and never without.
 */
export function ownNames(document: ParsedDocument): ReadonlySet<string> {
  let names = known.get(document);
  if (!names) known.set(document, (names = findNames(document.text)));
  return names;
}

function findNames(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const [name] of text.matchAll(NAME_IN_SENTENCE)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const often = [...seen]
    .filter(([, count]) => count >= SEEN_MIN)
    .sort((a, b) => b[1] - a[1])
    .slice(0, CANDIDATES_MAX)
    .map(([name]) => name.toLowerCase());
  return new Set(often.filter((name) => !TERM.test(name) && !text.includes(` ${name} `)).slice(0, NAMES_MAX));
}
