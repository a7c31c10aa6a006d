import { stemmer } from "stemmer";
import { RecentMap } from "../std/index.ts";

/**
 * How texts are searched: as runs of letters and digits in lower case without accents, each reduced to its stem (M. F.
 * Porter, An algorithm for suffix stripping, 1980). The stems are made here and stored, so that every database finds the
 * same clauses.
 */

/** A word as people write it: letters and digits with what is combined with them. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Accents of Latin and Greek letters, once they stand apart. */
const ACCENTS = /[\u0300-\u036f]/gu;
/** Characters of a stem that are kept: longer ones are no words, and a database refuses very long keys. */
const STEM_LENGTH_MAX = 64;
/** Stems kept in memory. */
const STEMS = 20_000;
/** Words and phrases of a search that are looked for; more are refused by taking the first ones. */
const TERMS_MAX = 32;

const known = new RecentMap<string, string>(STEMS);

function stem(word: string): string {
  let found = known.get(word);
  if (found === undefined) {
    const plain = word.toLowerCase().normalize("NFD").replaceAll(ACCENTS, "").normalize("NFC");
    const whole = /^[a-z]+$/.test(plain) ? stemmer(plain) : plain;
    found = Array.from(whole).slice(0, STEM_LENGTH_MAX).join("");
    known.set(word, found);
  }
  return found;
}

interface Word {
  readonly stem: string;
  /** Where it stands in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

function* wordsOf(text: string): Generator<Word> {
  for (const match of text.matchAll(WORD)) {
    const own = stem(match[0]);
    if (own !== "") yield { stem: own, start: match.index, end: match.index + match[0].length };
  }
}

/** The stems of a text in their order. */
export const stemsOf = (text: string): string[] => Array.from(wordsOf(text), (word) => word.stem);

/** Stems as they are stored: each between two spaces of its own, " militari  us ". */
export const joinStems = (stems: readonly string[]): string => stems.map((one) => ` ${one} `).join("");

/**
 * The words and "quoted phrases" of a search, each as its stems. Nothing of the text is syntax but the quotes; a word
 * with a hyphen is a phrase.
 *
 *     military -warfare "high risk"   →   [militari] [warfar] [high, risk]
 */
export function parseSearch(text: string): string[][] {
  const terms = text.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return terms
    .map(stemsOf)
    .filter((stems) => stems.length > 0)
    .slice(0, TERMS_MAX);
}

/** The text with `start` and `end` around each run of words that the terms match. */
export function markWords(text: string, terms: readonly (readonly string[])[], start: string, end: string): string {
  const words = [...wordsOf(text)];
  const isMarked = words.map(() => false);
  for (const term of terms) {
    for (let at = 0; at + term.length <= words.length; at++) {
      if (term.every((one, offset) => words[at + offset]?.stem === one)) isMarked.fill(true, at, at + term.length);
    }
  }
  let marked = "";
  let done = 0;
  for (const [at, word] of words.entries()) {
    if (!isMarked[at]) continue;
    const goesOn = isMarked[at + 1] === true;
    if (at === 0 || !isMarked[at - 1]) {
      marked += text.slice(done, word.start) + start;
      done = word.start;
    }
    if (goesOn) continue;
    marked += text.slice(done, word.end) + end;
    done = word.end;
  }
  return marked + text.slice(done);
}
