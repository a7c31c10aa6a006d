import { ElementNode, isElement, type PageNode, walkElements } from "../html/node.ts";
import { isAround, isHidden, isNamedAround, isNoContent, unfolds } from "./boilerplate.ts";
import { findPrevious } from "./previous.ts";
import { holdsText, weigh, type Weights, weightOf } from "./weigh.ts";

/** Least prose of a page that is shown, in characters; with less, what is hidden counts as well. */
const PROSE_MIN = 500;

/** Share of the page's prose that makes an element part of the document, whatever it is called. */
const ALWAYS_KEPT = 0.4;

/** Highest share of prose in the text of an element that is taken out because of its name. */
const NAMED_PROSE_MAX = 0.5;

/** Highest share of links in the text of a header that belongs to the document. */
const LINKED_MAX = 0.5;

/** Share of the prose that the document keeps when the search goes one element further in. */
const KEPT_SHARE = 0.75;

/** Least share of prose in paragraphs side by side at which the document is looked for by them. */
const FLOW_SHARE_MIN = 0.5;

/** Text that the document may gain for the sake of its title, as a share of its own. */
const TITLE_GAIN_MAX = 0.15;

/**
 * Finds the document of a page without being told where it stands: by the text that it had before, if that is given and
 * on the page, else by structure and density. What stands around documents is taken out of the page.
 */
export function findDocument(document: ElementNode, previous: string | undefined): PageNode[] {
  dropAround(document, weighPage(document));
  const same = previous === undefined ? null : findPrevious(document, previous);
  if (same !== null) return [same];
  const weights = weighPage(document);
  const found = goOutToTitle(goIn(document, weights), document, weights);
  if (!isInContent(found)) dropLists(found, weights);
  return [found];
}

/** Takes lists of links out of an element that holds more than the document. */
function dropLists(element: ElementNode, weights: Weights): void {
  if (holdsText(element)) return;
  element.children = element.children.filter((child) => {
    const { prose, text, linked } = weightOf(weights, child);
    return !isElement(child) || prose > 0 || linked <= LINKED_MAX * text;
  });
  for (const child of element.children) if (isElement(child)) dropLists(child, weights);
}

function isInContent(element: ElementNode): boolean {
  for (let outer: ElementNode | null = element; outer !== null; outer = outer.parent)
    if (outer.name === "main" || outer.name === "article") return true;
  return false;
}

/** Characters of prose in what was selected; of elements within each other it counts once. */
export function proseOf(nodes: readonly PageNode[]): number {
  const selected = new Set(nodes);
  const all = new ElementNode("div", []);
  all.children = [...selected].filter((node) => !isWithin(node, selected));
  return weightOf(weigh(all, true), all).prose;
}

function isWithin({ parent }: PageNode, selected: ReadonlySet<PageNode>): boolean {
  for (let outer = parent; outer !== null; outer = outer.parent) if (selected.has(outer)) return true;
  return false;
}

function weighPage(document: ElementNode): Weights {
  const shown = weigh(document, false);
  return weightOf(shown, document).prose >= PROSE_MIN ? shown : weigh(document, true);
}

function dropAround(document: ElementNode, weights: Weights): void {
  const page = weightOf(weights, document).prose;
  const withHidden = weigh(document, true);
  // Many documents in one page, of which one is shown, against one of which parts unfold.
  const mostIsHidden = weightOf(withHidden, document).prose > 2 * page;
  const isDropped = (element: ElementNode, inContent: boolean): boolean => {
    if (isNoContent(element)) return true;
    const { prose, text, linked } = weightOf(weights, element);
    if (prose > ALWAYS_KEPT * page) return false;
    if (isAround(element)) return true;
    if (mostIsHidden && isHidden(element) && !unfolds(element)) return true;
    if (inContent) return false;
    if (element.name === "header") return !hasTitle(element) || linked > LINKED_MAX * text;
    if (isHidden(element)) return weightOf(withHidden, element).prose === 0;
    return prose <= NAMED_PROSE_MAX * text && isNamedAround(element);
  };
  const visit = (element: ElementNode, inContent: boolean): void => {
    const within = inContent || element.name === "main" || element.name === "article";
    element.children = element.children.filter((child) => !isElement(child) || !isDropped(child, within));
    for (const child of element.children) if (isElement(child)) visit(child, within);
  };
  visit(document, false);
}

function goIn(document: ElementNode, weights: Weights): ElementNode {
  const page = weightOf(weights, document);
  // Teasers and notices are sentences too, but seldom three paragraphs side by side.
  const measure = page.flow >= Math.max(PROSE_MIN, FLOW_SHARE_MIN * page.prose) ? "flow" : "prose";
  let inner = document;
  for (;;) {
    if (holdsText(inner)) return inner;
    const next = inner.children.find((child) => weightOf(weights, child)[measure] >= KEPT_SHARE * page[measure]);
    if (next === undefined || !isElement(next)) return inner;
    inner = next;
  }
}

/** The nearest element around the document that holds a title too, unless it holds much else. */
function goOutToTitle(inner: ElementNode, document: ElementNode, weights: Weights): ElementNode {
  if (hasTitle(inner)) return inner;
  const most = weightOf(weights, inner).text * (1 + TITLE_GAIN_MAX);
  for (let outer = inner.parent; outer !== null && outer !== document; outer = outer.parent) {
    if (weightOf(weights, outer).text > most) return inner;
    if (hasTitle(outer)) return outer;
  }
  return inner;
}

function hasTitle(element: ElementNode): boolean {
  let found = element.name === "h1";
  walkElements(element, ({ name }) => {
    found ||= name === "h1";
    return !found;
  });
  return found;
}
