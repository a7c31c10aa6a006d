import { compile } from "css-select";
import { attributeOf, type ElementNode, isElement, type PageNode, walkElements } from "../html/node.ts";

/** Longest selector that is taken, in characters. */
const SELECTOR_CHARACTERS_MAX = 2000;

/** Deepest nesting of brackets in a selector. */
const SELECTOR_DEPTH_MAX = 16;

/** Steps that one selector may take over a page: some 0.5 s. A selector of a real declaration takes under 100,000. */
const STEPS_MAX = 20_000_000;

/** A selector that cannot be read, or that takes too long on a page. Its message names it. */
export class SelectorError extends Error {}

/**
 * The elements that a CSS selector matches, in document order; with `first` at most one.
 * Throws a SelectorError for one that cannot be read or takes too long.
 */
export function queryAll(document: ElementNode, selector: string, first = false): ElementNode[] {
  checkSize(selector);
  try {
    const matches = compile<PageNode, ElementNode>(selector, {
      adapter: countingAdapter(document),
      cacheResults: false,
      relativeSelector: false,
    });
    const found: ElementNode[] = [];
    walkElements(document, (element) => {
      if (first && found.length > 0) return false;
      if (matches(element)) found.push(element);
      return true;
    });
    return first ? found.slice(0, 1) : found;
  } catch (cause) {
    if (cause instanceof SelectorError)
      throw new SelectorError(`the selector ${showSelector(selector)} ${cause.message}`);
    throw new SelectorError(`the selector ${showSelector(selector)} cannot be read: ${reasonOf(cause)}`);
  }
}

function checkSize(selector: string): void {
  if (selector.length > SELECTOR_CHARACTERS_MAX)
    throw new SelectorError(
      `the selector ${showSelector(selector)} is longer than ${SELECTOR_CHARACTERS_MAX} characters`,
    );
  let depth = 0;
  for (const character of selector) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    if (depth > SELECTOR_DEPTH_MAX)
      throw new SelectorError(
        `the selector ${showSelector(selector)} nests brackets deeper than ${SELECTOR_DEPTH_MAX}`,
      );
  }
}

/** Characters of a selector that a message shows. */
const SHOWN_MAX = 80;

/** A selector as messages show it, cut where it is long. */
export function showSelector(selector: string): string {
  return JSON.stringify(selector.length > SHOWN_MAX ? `${selector.slice(0, SHOWN_MAX)}…` : selector);
}

function reasonOf(cause: unknown): string {
  const [line = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return line.slice(0, 2 * SHOWN_MAX);
}

/** Our tree for css-select; every step that it takes through the page is counted. */
function countingAdapter(
  document: ElementNode,
): NonNullable<NonNullable<Parameters<typeof compile<PageNode, ElementNode>>[1]>["adapter"]> {
  let steps = 0;
  const count = (by = 1): void => {
    steps += by;
    if (steps > STEPS_MAX) throw new SelectorError("takes too long on this page");
  };
  const siblingsOf = (node: PageNode): PageNode[] => node.parent?.children ?? [node];
  return {
    isTag: (node): node is ElementNode => isElement(node) && node !== document,
    getName: ({ name }) => {
      count();
      return name;
    },
    getAttributeValue: (element, name) => {
      count();
      return attributeOf(element, name);
    },
    hasAttrib: (element, name) => attributeOf(element, name) !== undefined,
    getParent: ({ parent }) => {
      count();
      return parent;
    },
    getChildren: (node) => {
      const children = isElement(node) ? node.children : [];
      count(children.length);
      return children;
    },
    getSiblings: (node) => {
      count();
      return siblingsOf(node);
    },
    getText: (node) => {
      const text = textOf(node);
      count(text.length);
      return text;
    },
    equals: (a, b) => {
      count();
      return a === b;
    },
    removeSubsets: (nodes) => nodes,
  };
}

function textOf(node: PageNode): string {
  return isElement(node) ? node.children.map(textOf).join("") : node.data;
}
