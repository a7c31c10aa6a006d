import { html } from "hono/html";
import type { Html } from "../text.ts";

/** Longest clause that is marked word by word, in tokens: the table below is quadratic. */
const TOKENS_MAX = 800;
/** A word with its joints, or whatever stands between words. */
const TOKEN = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*|\s+|[^\p{L}\p{N}\s]/gu;

export interface MarkedPair {
  /** The old text with `<del>` around the words that went. */
  readonly old: Html;
  /** The new text with `<ins>` around the words that came. */
  readonly new: Html;
}

/** Marks the words in which two texts differ. */
export function markWords(oldText: string, newText: string): MarkedPair {
  const runs = diffRuns(oldText, newText);
  return {
    old: html`${runs.old.map((run) => (run.kept ? run.text : html`<del>${run.text}</del>`))}`,
    new: html`${runs.new.map((run) => (run.kept ? run.text : html`<ins>${run.text}</ins>`))}`,
  };
}

/** What two texts share and where they differ, by a longest common subsequence of words; longer texts as a whole. */
export function diffRuns(oldText: string, newText: string): { readonly old: readonly Run[]; readonly new: readonly Run[] } {
  const [a, b] = [tokensOf(oldText), tokensOf(newText)];
  if (a.length > TOKENS_MAX || b.length > TOKENS_MAX) {
    return { old: [{ kept: false, text: oldText }], new: [{ kept: false, text: newText }] };
  }
  const { keptA, keptB } = commonTokens(a, b);
  return { old: runsOf(a, keptA), new: runsOf(b, keptB) };
}

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

/** Which tokens of each side the longest common subsequence keeps. */
function commonTokens(a: readonly string[], b: readonly string[]): { keptA: boolean[]; keptB: boolean[] } {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const lengthAt = (i: number, j: number): number => lengths[i * width + j] as number;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const keptA = a.map(() => false);
  const keptB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      keptA[i++] = true;
      keptB[j++] = true;
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return { keptA, keptB };
}

/** A stretch of a text that is in the other, or not. */
export interface Run {
  readonly kept: boolean;
  readonly text: string;
}

/** Joins neighbours that are marked alike; a space between two marked words is marked with them. */
function runsOf(tokens: readonly string[], kept: readonly boolean[]): Run[] {
  const runs: { kept: boolean; text: string }[] = [];
  tokens.forEach((text, at) => {
    const bridges = /^\s+$/.test(text) && kept[at - 1] === false && kept[at + 1] === false;
    const keep = (kept[at] ?? true) && !bridges;
    const last = runs.at(-1);
    if (last?.kept === keep) last.text += text;
    else runs.push({ kept: keep, text });
  });
  return runs;
}
