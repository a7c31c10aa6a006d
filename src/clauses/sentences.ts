/**
 * Splits one block into sentences. A splitter of our own, not Intl.Segmenter: its answer changes with the ICU
 * version of the runtime, and the ids of changes rest on these positions.
 */

/** Abbreviations after which a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("“[])(?:e\.g|i\.e|etc|vs|cf|incl|inc|ltd|co|corp|llc|no|nos|sec|art|para|p|pp|mr|mrs|ms|dr|st|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s|u\.k|e\.u|[a-z])\.$/i;
const END = /[.!?…]["'”’)\]*_]*(?:\s+|<br\s*\/?>)|<br\s*\/?>\s*|;\s*\n/gi;
const SENTENCE_START = /^["'“‘([*_\s]*(?:[\p{Lu}\p{N}\p{Lo}[“"(*]|\\|<)/u;

/** Half-open spans [start, end) of the sentences of `block`, white space at their ends left out. */
export function splitSentences(block: string): (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  let from = 0;
  for (const match of block.matchAll(END)) {
    const after = match.index + match[0].length;
    if (!endsSentence(block, match, after)) continue;
    push(spans, block, from, after);
    from = after;
  }
  push(spans, block, from, block.length);
  return spans;
}

/** Longest marker that opens a block, in characters. */
const MARKER_MAX = 40;

function endsSentence(block: string, match: RegExpMatchArray, after: number): boolean {
  if (!/^[.…]/.test(match[0])) return true;
  const index = match.index as number;
  const before = block.slice(Math.max(0, index - 12), index + 1);
  if (ABBREVIATION.test(before)) return false;
  // "1. Definitions": a number that opens the block is a marker, not a sentence.
  if (index < MARKER_MAX && /^\s*[*_]*\(?\d{1,3}(?:\.\d{1,3})*\\?\.$/.test(block.slice(0, index + 1))) return false;
  return SENTENCE_START.test(block.slice(after, after + 12));
}

function push(spans: (readonly [number, number])[], block: string, from: number, to: number): void {
  const raw = block.slice(from, to).replace(/<br\s*\/?>\s*$/i, "");
  const start = from + (raw.length - raw.trimStart().length);
  const end = start + raw.trim().length;
  if (end > start) spans.push([start, end]);
}
