import { RecentMap } from "../std/index.ts";

/** Content words of a clause: what remains for matching when function words and endings are set aside. */

const STOPWORDS = new Set(
  `a an and any are as at be been being by for from had has have he her his if in into is it its may of on or our she such that the their them
   these they this those to was we were which will with you your us not no do does can i.e e.g etc also other all shall must would should could
   there here when where who whom whose what how than then so out up about over under more most some each both between through during including
   include includes e g i s t re ll ve don't doesn't won't`.split(/\s+/),
);

/** Words remembered, and clauses: more than the largest documents have. */
const STEMS = 20_000;
const KEYS = 8_000;

const stems = new RecentMap<string, string>(STEMS);

/** A light stem: plural, -ing, -ed and possessive endings go, so that "developing weapons" meets "develop weapon". */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  let stemmed = word.replace(/'s$/, "");
  if (stemmed.length > 4) {
    stemmed = stemmed
      .replace(/ies$/, "y")
      .replace(/(ss|sh|ch|x|z)es$/, "$1")
      .replace(/([^su])s$/, "$1")
      .replace(/(?:ing|ed|ation|ment|ion|ance|ence)$/, (ending, at: number) => (at > 2 ? "" : ending))
      .replace(/(.)\1$/, "$1")
      .replace(/[ei]$/, "");
  }
  stems.set(word, stemmed);
  return stemmed;
}

const termsOfKeys = new RecentMap<string, readonly string[]>(KEYS);

/** The stems of the content words of a clause's key, in order, repeats kept. Versions share nearly all their keys. */
export function contentTerms(key: string): readonly string[] {
  const known = termsOfKeys.get(key);
  if (known) return known;
  const terms: string[] = [];
  for (const word of key.split(" ")) if (word !== "" && !STOPWORDS.has(word)) terms.push(stem(word));
  termsOfKeys.set(key, terms);
  return terms;
}

export const isStopword = (word: string): boolean => STOPWORDS.has(word);
