/**
 * The normal form in which two clauses are compared: what an archive's noise touches is set aside (links,
 * emphasis, zero-width and non-breaking spaces, quotes and dashes, case, list markers and numbering,
 * "(opens in a new window)", UK spelling). Words that bind stay as they are.
 */

const COMMENTS_AND_TAGS = /<!--(?:[^<]|<(?!!--)){0,4000}?-->|<\/?[a-zA-Z][^<>]{0,2000}>/g;
const IMAGE = /!\[[^\]]{0,2000}\]\([^()\s]{0,4000}(?:\([^()\s]{0,2000}\)[^()\s]{0,2000})?(?:\s+"[^"]{0,500}")?\)/g;
const LINK = /\[((?:[^[\]]|\[[^[\]]{0,500}\]){0,2000})\]\((?:[^()]|\([^()]{0,2000}\)){0,4000}\)/g;
const EMAIL_PLACEHOLDER = /\[email[\s\u00a0]protected\]/gi;
const BARE_URL = /(?:https?:\/\/|www\.)[^\s<>)\]]+/g;
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\ufe0e|\ufe0f/g;
const NEW_WINDOW = /\(?\bopens in (?:a )?new (?:window|tab)\)?/gi;
const LEADING_NUMBER =
  /^[\s*_]*(?:(?:section|article|clause)\s+)?(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxlc]{1,5}|[a-z])[.):]|\d{1,3}(?:\.\d{1,3}){1,4}(?=\s)|§+)\s+/i;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/** The words as a reader sees them: links by their text, no marks, no invisible characters. */
export function visibleText(markdown: string): string {
  return markdown
    .replace(INVISIBLE, "")
    .replace(IMAGE, " ")
    .replace(LINK, "$1")
    .replace(COMMENTS_AND_TAGS, " ")
    .replace(EMAIL_PLACEHOLDER, "email")
    .replace(/\\([\\`*_{}[\]()#+.!<>|~-])/g, "$1")
    .replace(/[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

/** The normalised words of a clause, in order. */
export function normalWords(markdown: string): string[] {
  const plain = visibleText(markdown)
    .replace(NEW_WINDOW, " ")
    .replace(BARE_URL, " ")
    .replace(LEADING_NUMBER, "")
    .normalize("NFKC")
    .toLowerCase();
  return (plain.match(WORD) ?? []).map(normalWord);
}

/** The normal form as one string: equal keys say the same. Empty for text without words. */
export function normalKey(markdown: string): string {
  return normalWords(markdown).join(" ");
}

const UK_TO_US: readonly (readonly [RegExp, string])[] = [
  [/([a-z]{3,40})is(e|ed|es|ing|ation|ations|er|ers)$/, "$1iz$2"],
  [/([a-z]{2,40})yse(d|s)?$/, "$1yze$2"],
  [/(behavi|col|fav|hon|lab|neighb|harb|endeav)our/, "$1or"],
  [/(licen|defen|offen)ce(s|d)?$/, "$1se$2"],
  [/(cancel|label|model|travel|fulfil)l(ed|ing)$/, "$1$2"],
  [/^programme(s)?$/, "program$1"],
  [/^(judg|acknowledg)ement(s)?$/, "$1ment$2"],
  [/^(cent)re(s)?$/, "$1er$2"],
];
/** Words of the -ise family that are the same word on both sides of the Atlantic. */
const NOT_BRITISH =
  /^(?:otherwise|likewise|exercise[ds]?|exercising|advis|promis|compromis|premis|rais|prais|surpris|revis|supervis|enterpris|expertise|precise|concise|franchis|disguis|advertis|merchandis|devis|improvis|televis|aris|wise|noise|cruis|disease|raise)/;

function normalWord(word: string): string {
  const plain = word.replaceAll("’", "'");
  if (plain.length < 5) return plain;
  const owner = plain.endsWith("'s") ? "'s" : "";
  const base = plain.slice(0, plain.length - owner.length);
  for (const [pattern, replacement] of UK_TO_US) {
    if (pattern.test(base) && !NOT_BRITISH.test(base)) return base.replace(pattern, replacement) + owner;
  }
  return plain;
}
