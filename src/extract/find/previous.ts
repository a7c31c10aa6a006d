import { type ElementNode, isElement, type PageNode } from "../html/node.ts";

/** Words of a text that are compared; a policy has 10,000, the longest 50,000. */
const WORDS_MAX = 300_000;

/** Least likeness (F1 of words) at which the earlier text counts as found. */
const LIKENESS_MIN = 0.3;

/**
 * The element whose text is most like the document's text before; null where none is like it. Words count as the same
 * where the two before them are the same too: a menu has the words of a policy, but not in its order.
 */
export function findPrevious(document: ElementNode, previous: string): ElementNode | null {
  const before = triples(wordsOf(previous.replace(/\]\([^)\s]{0,2000}\)/g, "]")));
  const known = new Set(before);
  const page = readPage(document);
  const hits = new Uint32Array(page.words.length + 1);
  triples(page.words).forEach((triple, i) => (hits[i + 1] = (hits[i] ?? 0) + (known.has(triple) ? 1 : 0)));
  let best: ElementNode | null = null;
  let likeness = LIKENESS_MIN;
  for (const { element, from, to } of page.elements) {
    // Policies repeat themselves: each occurrence counts, on both sides.
    const hit = Math.min((hits[to] ?? 0) - (hits[from] ?? 0), before.length);
    const f1 = (2 * hit) / (to - from + before.length || 1);
    // Of elements that hold the same text the innermost comes last.
    if (f1 >= likeness) [best, likeness] = [element, f1];
  }
  return best;
}

interface ReadPage {
  readonly words: string[];
  /** In document order, each with its range of words. */
  readonly elements: { readonly element: ElementNode; readonly from: number; to: number }[];
}

function readPage(document: ElementNode): ReadPage {
  const page: ReadPage = { words: [], elements: [] };
  const visit = (node: PageNode): void => {
    if (!isElement(node)) {
      if (page.words.length < WORDS_MAX) for (const word of wordsOf(node.data)) page.words.push(word);
      return;
    }
    const place = { element: node, from: page.words.length, to: 0 };
    page.elements.push(place);
    node.children.forEach(visit);
    place.to = page.words.length;
  };
  visit(document);
  return page;
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, WORDS_MAX) ?? []
  );
}

/** Each word with the two before it. */
function triples(words: readonly string[]): string[] {
  return words.map((word, i) => `${words[i - 2] ?? ""} ${words[i - 1] ?? ""} ${word}`);
}
