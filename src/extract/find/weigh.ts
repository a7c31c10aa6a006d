import { type ElementNode, isElement, type PageNode } from "../html/node.ts";
import { isHidden, isNoContent } from "./boilerplate.ts";

/** How much text stands in a node, in characters. */
export interface Weight {
  /** Text that reads as sentences, outside links. */
  readonly prose: number;
  /** Prose in elements that hold a text: paragraphs, headings and lists side by side. */
  readonly flow: number;
  readonly text: number;
  /** Text of links. */
  readonly linked: number;
}

const NONE: Weight = { prose: 0, flow: 0, text: 0, linked: 0 };

/** Shortest text that may be a sentence, in characters. */
const PROSE_MIN = 80;

/** Punctuation of sentences, in the scripts that policies are written in. Menus and placeholders have none. */
const SENTENCE = /[.,;:!?。，；：、؟،।]/u;

/** Characters at the beginning of a text by which it is judged. */
const SAMPLE_MAX = 2000;

/** Words, with or without spaces between them: pictures made of signs have none. */
const WORDS = /\p{L}{4}|\p{L}{2} \p{L}/u;

export type Weights = ReadonlyMap<PageNode, Weight>;

/** Weighs every node of a page. With `hidden` what is not shown counts too. */
export function weigh(document: ElementNode, hidden: boolean): Weights {
  const weights = new Map<PageNode, Weight>();
  const visit = (node: PageNode, inLink: boolean): Weight => {
    const weight = isElement(node) ? visitElement(node, inLink) : weighText(node.data, inLink);
    if (weight.text > 0) weights.set(node, weight);
    return weight;
  };
  const visitElement = (element: ElementNode, inLink: boolean): Weight => {
    if (isNoContent(element) || (!hidden && isHidden(element))) return NONE;
    let [prose, flow, text, linked] = [0, 0, 0, 0];
    const isText = holdsText(element);
    const within = inLink || element.name === "a" || element.name === "button";
    for (const child of element.children) {
      const weight = visit(child, within);
      prose += weight.prose;
      flow += isText && isTextBlock(child) ? weight.prose : weight.flow;
      text += weight.text;
      linked += weight.linked;
    }
    return { prose, flow, text, linked };
  };
  visit(document, false);
  return weights;
}

function weighText(data: string, inLink: boolean): Weight {
  const { length } = data.trim();
  if (length === 0) return NONE;
  const sample = data.length > SAMPLE_MAX ? data.trimStart().slice(0, SAMPLE_MAX) : data;
  const isProse = !inLink && length >= PROSE_MIN && SENTENCE.test(sample) && WORDS.test(sample);
  return { prose: isProse ? length : 0, flow: 0, text: length, linked: inLink ? length : 0 };
}

/** Elements of which a text is made, and how many of them make one. */
const TEXT_BLOCKS: ReadonlySet<string> = new Set("p h2 h3 h4 h5 h6 ul ol dl table blockquote".split(" "));
const TEXT_BLOCKS_MIN = 3;

/** Whether an element holds paragraphs and headings itself, not sections that hold them. */
export function holdsText({ children }: ElementNode): boolean {
  let blocks = 0;
  for (const child of children) if (isTextBlock(child)) blocks++;
  return blocks >= TEXT_BLOCKS_MIN;
}

function isTextBlock(node: PageNode): boolean {
  return isElement(node) && TEXT_BLOCKS.has(node.name);
}

/** The weight of a node; nothing where it has no text. */
export function weightOf(weights: Weights, node: PageNode): Weight {
  return weights.get(node) ?? NONE;
}
