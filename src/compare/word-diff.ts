import { visibleText } from "../clauses/index.ts";

/** One place where two clauses differ, with the words around it. */
export interface Hunk {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Up to three words before and after, as in the new text. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Every word of the new text before the place. */
  readonly lead: readonly string[];
}

/** Longest clause that is compared word by word, in tokens: the table below is quadratic. */
const TOKENS_MAX = 600;
const TOKEN = /[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*|[,;:()]/gu;
const CONTEXT_WORDS = 3;

/** What refers to other places, and set phrases that say no more than "including". */
const REFERENCE =
  /\b(?:section|article|clause|paragraph|annex|appendix)s? \d+(?:\.\d+)*[a-z]?\.?(?: ?\([^()]{0,80}\))?/gi;
const INCLUDING =
  /,? ?(?:this )?\binclud(?:es|ing),? (?:but (?:(?:is|are) )?not (?:be )?limited to|without limitation)[,:]*/gi;

/** Words and the punctuation that structures a list, lower case; references to other sections are left out. */
export function tokens(markdown: string): string[] {
  const plain = visibleText(markdown).replace(REFERENCE, "section").replace(INCLUDING, " including ");
  return (plain.toLowerCase().replaceAll("’", "'").match(TOKEN) ?? []).slice(0, TOKENS_MAX);
}

/** The differing places between two clauses, by longest common subsequence of tokens. */
export function diffWords(oldText: string, newText: string): Hunk[] {
  const a = tokens(oldText);
  const b = tokens(newText);
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] =
        a[i] === b[j]
          ? (table[at + width + 1] as number) + 1
          : Math.max(table[at + width] as number, table[at + 1] as number);
    }
  }
  return walk(a, b, table, width);
}

function walk(a: readonly string[], b: readonly string[], table: Uint16Array, width: number): Hunk[] {
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const [fromI, fromJ] = [i, j];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) break;
      const down = i < a.length ? (table[(i + 1) * width + j] as number) : -1;
      const right = j < b.length ? (table[i * width + j + 1] as number) : -1;
      if (down >= right) i++;
      else j++;
    }
    hunks.push({
      removed: a.slice(fromI, i),
      added: b.slice(fromJ, j),
      before: b.slice(Math.max(0, fromJ - CONTEXT_WORDS), fromJ),
      after: b.slice(j, j + CONTEXT_WORDS),
      lead: b.slice(0, fromJ),
    });
  }
  return hunks;
}
