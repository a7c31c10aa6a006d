import { type ElementNode, isElement, type PageNode, TextNode } from "../html/node.ts";
import { BLOCK, MEANINGFUL_WHEN_BLANK, VOID } from "./kinds.ts";

/** A text as it is shown: white space collapsed. */
export interface ShownText {
  readonly kind: "text";
  text: string;
}

/** An element as it is shown, with what its text is like at both ends. */
export interface ShownElement {
  readonly kind: "element";
  /** Lower case; "" for SVG and MathML, which are no part of Markdown. */
  readonly name: string;
  readonly source: ElementNode | null;
  readonly block: boolean;
  readonly children: ShownNode[];
  /** White space at the beginning and the end of its text; of a text that is all space, all of it is `lead`. */
  lead: string;
  trail: string;
  /** Whether its text is nothing but white space. */
  allSpace: boolean;
  /** Whether it, though without text, is to be shown: an image, a link, a table. */
  meaningful: boolean;
  hasTable: boolean;
}

export type ShownNode = ShownElement | ShownText;

/** Nodes that are shown of one page: overlapping selectors take a part twice, hostile ones a page a thousand times. */
const SHOWN_MAX = 200_000;

/** Copies what was selected, collapsing white space as a browser shows it. */
export function collapse(nodes: readonly PageNode[]): { readonly root: ShownElement; readonly isCut: boolean } {
  const root = shownElement(null, "");
  const collapser = new Collapser();
  collapser.copyInto(root, nodes, false);
  collapser.finish(root);
  measure(root);
  return { root, isCut: collapser.shown > SHOWN_MAX };
}

function shownElement(source: ElementNode | null, name: string): ShownElement {
  return {
    kind: "element",
    name,
    source,
    block: BLOCK.has(name),
    children: [],
    lead: "",
    trail: "",
    allSpace: true,
    meaningful: false,
    hasTable: false,
  };
}

class Collapser {
  /** The text before in the same line, which may lend its space at the end. */
  #before: ShownText | null = null;
  #keepsLead = false;
  /** Nodes copied so far. */
  shown = 0;

  copyInto(parent: ShownElement, nodes: readonly PageNode[], verbatim: boolean): void {
    for (const node of nodes) {
      if (++this.shown > SHOWN_MAX) return;
      if (isElement(node)) this.#copyElement(parent, node, verbatim);
      else this.#copyText(parent, node, verbatim);
    }
  }

  #copyElement(parent: ShownElement, node: ElementNode, verbatim: boolean): void {
    const shown = shownElement(node, node.foreign ? "" : node.name);
    parent.children.push(shown);
    if (verbatim) {
      this.copyInto(shown, node.children, true);
      return;
    }
    this.#pass(shown);
    if (shown.name === "pre") this.copyInto(shown, node.children, true);
    else if (node.children.length > 0) {
      this.copyInto(shown, node.children, false);
      this.#pass(shown);
    }
  }

  #copyText(parent: ShownElement, { data }: TextNode, verbatim: boolean): void {
    if (verbatim) {
      parent.children.push({ kind: "text", text: data });
      return;
    }
    let text = data.replace(/[ \r\n\t]+/g, " ");
    const before = this.#before;
    if (!this.#keepsLead && text.startsWith(" ") && (before === null || before.text.endsWith(" ")))
      text = text.slice(1);
    if (text === "") return;
    const shown: ShownText = { kind: "text", text };
    parent.children.push(shown);
    this.#before = shown;
  }

  /** An element begins or ends. */
  #pass({ name, block }: ShownElement): void {
    if (block || name === "br") {
      this.#trimBefore();
      this.#before = null;
      this.#keepsLead = false;
    } else if (VOID.has(name)) {
      this.#before = null;
      this.#keepsLead = true;
    } else if (this.#before !== null) {
      this.#keepsLead = false;
    }
  }

  #trimBefore(): void {
    if (this.#before?.text.endsWith(" ")) this.#before.text = this.#before.text.slice(0, -1);
  }

  finish(root: ShownElement): void {
    this.#trimBefore();
    if (this.#before?.text === "") removeText(root, this.#before);
  }
}

/** The last text of all, found from the end. */
function removeText(parent: ShownElement, text: ShownText): boolean {
  for (let i = parent.children.length - 1; i >= 0; i--) {
    const child = parent.children[i] as ShownNode;
    if (child === text) {
      parent.children.splice(i, 1);
      return true;
    }
    if (child.kind === "element" && removeText(child, text)) return true;
  }
  return false;
}

/** Says for every element what its text is like at its ends and whether there is anything to show. */
function measure(element: ShownElement): void {
  for (const child of element.children) {
    if (child.kind === "text") add(element, edgesOf(child.text));
    else {
      measure(child);
      add(element, child);
      element.meaningful ||= child.meaningful;
      element.hasTable ||= child.hasTable || child.name === "table";
    }
  }
  element.meaningful ||= VOID.has(element.name) || MEANINGFUL_WHEN_BLANK.has(element.name);
}

interface Edges {
  readonly lead: string;
  readonly trail: string;
  readonly allSpace: boolean;
}

function edgesOf(text: string): Edges {
  const rest = text.trimStart();
  if (rest === "") return { lead: text, trail: "", allSpace: true };
  return {
    lead: text.slice(0, text.length - rest.length),
    trail: rest.slice(rest.trimEnd().length),
    allSpace: false,
  };
}

function add(element: ShownElement, { lead, trail, allSpace }: Edges): void {
  if (element.allSpace) {
    element.lead += lead;
    element.trail = trail;
    element.allSpace = allSpace;
  } else {
    element.trail = allSpace ? element.trail + lead : trail;
  }
}
