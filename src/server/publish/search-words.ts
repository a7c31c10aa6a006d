/**
 * The search of a copy: what is found, in blocks, and which words lead to which place. A browser asks only for the
 * files of the words that it looks for.
 *
 *     search-index/entries/0.json   [["Usage Policy","documents/acme/usage-policy.html","document"], …]
 *     search-index/words/mi.json    {"military":[3,17,411], …}
 */

/** Found things of one block. */
export const BLOCK = 100;

/** The longest word that is kept; the rest of a longer one is cut off. */
const WORD_LENGTH_MAX = 24;

/** The words of a text as they are looked for: in lower case, letters and digits of any script. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, WORD_LENGTH_MAX)))];
}

/** The file that a word stands in: named by its first two letters, `_` in place of any other character. */
export function shardOf(word: string): string {
  return word.slice(0, 2).replaceAll(/[^a-z0-9]/g, "_");
}
