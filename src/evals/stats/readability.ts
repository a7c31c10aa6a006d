/** How hard is an English text to read? For texts in other languages the two formulas mean nothing. */
import { notEstablished, type NotEstablished } from "./estimate.ts";

export interface Readability {
  readonly established: true;
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  /** 206.835 − 1.015 words / sentences − 84.6 syllables / words. 100 easy, 30 hard. Flesch 1948, J. Applied Psychology 32. */
  readonly fleschReadingEase: number;
  /** 0.39 words / sentences + 11.8 syllables / words − 15.59: school years in the US. Kincaid et al. 1975. */
  readonly fleschKincaidGrade: number;
  /** Share of the sentences with more than 40 words, 0 to 1. */
  readonly longSentences: number;
  readonly method: string;
}

const METHOD = "readability/flesch";
const LONG_SENTENCE_WORDS = 40;
/** A word: letters, with apostrophes and hyphens inside. Numbers are not words, since their syllables are not written. */
const WORD = /\p{L}+(?:['’\-‑]\p{L}+)*/gu;

/**
 * Measures a text given as its sentences. A text is what it is, so nothing here has an interval; only syllables are
 * estimated, see {@link countSyllables}. Sentences without a word do not count. Not established without words.
 */
export function readability(sentences: readonly string[]): Readability | NotEstablished {
  const wordsOf = sentences.map((sentence) => sentence.match(WORD) ?? []).filter((words) => words.length > 0);
  const words = wordsOf.flat();
  if (words.length === 0) return notEstablished("the text has no words", 0, METHOD);
  const syllables = words.reduce((total, word) => total + countSyllables(word), 0);
  const wordsPerSentence = words.length / wordsOf.length;
  const syllablesPerWord = syllables / words.length;
  return {
    established: true,
    words: words.length,
    sentences: wordsOf.length,
    syllables,
    fleschReadingEase: 206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord,
    fleschKincaidGrade: 0.39 * wordsPerSentence + 11.8 * syllablesPerWord - 15.59,
    longSentences: wordsOf.filter((own) => own.length > LONG_SENTENCE_WORDS).length / wordsOf.length,
    method: METHOD,
  };
}

/** Vowels that are written and not spoken. */
const SILENT: readonly RegExp[] = [
  // saf(e)ly, stat(e)ment, som(e)thing, guid(e)lines
  /(?<=[^aeiouy])e(?=(?:ly|ments?|ful|less|ness|ty|thing|fore|by|under|guards?|lines?)$)/,
  // techniq(ue), leag(ue), but not ar-gue
  /(?<=q|[aeo]g)ue$/,
  // mad(e), us(e), whol(e), but not ta-ble
  /(?<=[^aeiouyl]|[aeiouy]l)e$/,
  // chang(e)d, call(e)d, but not wan-ted, han-dled
  /(?<=[^aeioutdl]|[aeiouyl]l)ed$/,
  // tim(e)s, rul(e)s, but not ca-ses, wi-shes, ta-bles
  /(?<=[^aeiouycgsxzhl]|[aeiouy]l|th)es$/,
];

/** Neighbouring vowels that are spoken apart. */
const APART: readonly RegExp[] = [
  // me-di-um, va-ri-ous, cre-a-ti-on's -tion and so-cial are one
  /(?<![ctsgx])i(?=[aou])/g,
  // as-so-ci-a-ted, ne-go-ti-a-ting
  /(?<=[ct])i(?=at)/g,
  // qui-et, cli-ent, ex-pe-ri-ence, but not friend, pa-tient
  /(?<!fr|[ctsg])i(?=en|et)|^sci(?=en)/g,
  // cre-ate, re-act, i-de-a, the-o-ry, but not peo-ple
  /(?<=cr|^r)e(?=at|act)|e(?=a$)|(?<!p)e(?=o)/g,
  // ac-tu-al, e-va-lu-ate, val-u-a-ble, in-flu-ence, gen-u-ine, su-ing
  /(?<![qg])u(?=a[lbnt]|ou|en|in)/g,
  // be-ing, do-ing, try-ing
  /[eoy](?=ing$)/g,
  // ra-ti-o, mech-a-nis-m
  /i(?=o$)(?<=ti)|sm$/g,
];

/** Words of policies that the rules miss. */
const IRREGULAR: ReadonlyMap<string, number> = new Map([
  ["behavior", 3],
  ["behaviors", 3],
  ["behaviour", 3],
  ["behaviours", 3],
  ["business", 2],
  ["businesses", 3],
  ["every", 2],
  ["everyone", 3],
  ["everything", 3],
  ["someone", 2],
]);

/**
 * Estimates the syllables of an English word, one at least: each group of neighbouring vowels is one, without those that
 * are silent, and with those that are spoken apart. Parts of a word with a hyphen are counted one by one. Of 147 words
 * of policies on which the rules were first tried, 94 % came out right; "algorithm" and "nuclear" are among the misses.
 */
export function countSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[^a-z\-‑]/g, "");
  const parts = letters.split(/[-‑]/).filter((part) => part !== "");
  return Math.max(
    1,
    parts.reduce((total, part) => total + syllablesOfPart(part), 0),
  );
}

function syllablesOfPart(part: string): number {
  const irregular = IRREGULAR.get(part);
  if (irregular !== undefined) return irregular;
  const spoken = SILENT.reduce((rest, ending) => rest.replace(ending, ""), part);
  const groups = spoken.match(/[aeiouy]+/g)?.length ?? 0;
  const apart = APART.reduce((count, pattern) => count + (part.match(pattern)?.length ?? 0), 0);
  return Math.max(1, groups + apart);
}
