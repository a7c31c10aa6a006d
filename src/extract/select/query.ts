import { compile } from "css-select";
import { attributeOf, type ElementNode, isElement, type PageNode, walkElements } from "../html/node.ts";

/** Longest selector that is taken, in characters. */
const SELECTOR_CHARACTERS_MAX = 2000;

/** Deepest nesting of brackets in a selector. */
const SELECTOR_DEPTH_MAX = 16;

/** Steps that the selectors of one page may take over it: some 0.3 s. Those of real declarations take under 500,000. */
const STEPS_MAX = 5_000_000;

/** A selector that cannot be read, or that takes too long on a page. Its message names it. */
export class SelectorError extends Error {}

type Adapter = NonNullable<NonNullable<Parameters<typeof compile<PageNode, ElementNode>>[1]>["adapter"]>;

/** Finds elements of one page by CSS selectors; all of them together may take {@link STEPS_MAX} steps. */
export class Query {
  readonly document: ElementNode;
  #steps = 0;

  constructor(document: ElementNode) {
    this.document = document;
  }

  /** The elements that a selector matches, in document order. Throws a SelectorError. */
  all(selector: string): ElementNode[] {
    return this.#find(selector, Infinity);
  }

  /** The first element that a selector matches. Throws a SelectorError. */
  first(selector: string): ElementNode | undefined {
    return this.#find(selector, 1)[0];
  }

  #find(selector: string, most: number): ElementNode[] {
    checkSize(selector);
    try {
      const matches = compile<PageNode, ElementNode>(selector, {
        adapter: this.#adapter(),
        // Removals change the page between two queries.
        cacheResults: false,
        relativeSelector: false,
      });
      const found: ElementNode[] = [];
      walkElements(this.document, (element) => {
        if (found.length >= most) return false;
        if (matches(element)) found.push(element);
        return true;
      });
      return found;
    } catch (cause) {
      const reason = cause instanceof SelectorError ? cause.message : `cannot be read: ${reasonOf(cause)}`;
      throw new SelectorError(`the selector ${showSelector(selector)} ${reason}`);
    }
  }

  #count(by = 1): void {
    this.#steps += by;
    if (this.#steps > STEPS_MAX) throw new SelectorError("takes too long on this page");
  }

  /** Our tree for css-select; every step that it takes through the page is counted. */
  #adapter(): Adapter {
    const count = (by?: number): void => {
      this.#count(by);
    };
    return {
      isTag: (node): node is ElementNode => isElement(node) && node !== this.document,
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
        return node.parent?.children ?? [node];
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

function textOf(node: PageNode): string {
  return isElement(node) ? node.children.map(textOf).join("") : node.data;
}
