import { attributeOf, type ElementNode, isElement, type PageNode } from "../html/node.ts";
import { isBoilerplate } from "./boilerplate.ts";

/** Share of a page's text that the document must keep when the search goes one element further in. */
const KEPT_SHARE = 0.9;

/** Finds the document of a page without being told where it stands: the innermost element that holds most of its prose. */
export function findDocument(document: ElementNode): PageNode[] {
  dropBoilerplate(document);
  const weights = new Map<PageNode, number>();
  weigh(document, weights, false);
  let inner = document;
  for (;;) {
    const next = inner.children.find(
      (child) => isElement(child) && (weights.get(child) ?? 0) >= KEPT_SHARE * (weights.get(document) ?? 0),
    );
    if (next === undefined || !isElement(next)) return [inner];
    inner = next;
  }
}

function dropBoilerplate(element: ElementNode): void {
  element.children = element.children.filter((child) => !isElement(child) || !isBoilerplate(child));
  for (const child of element.children) if (isElement(child)) dropBoilerplate(child);
}

/** Characters of text outside links. */
function weigh(node: PageNode, weights: Map<PageNode, number>, inLink: boolean): number {
  let weight = 0;
  if (!isElement(node)) weight = inLink ? 0 : node.data.trim().length;
  else for (const child of node.children) weight += weigh(child, weights, inLink || node.name === "a");
  weights.set(node, weight);
  return weight;
}
void attributeOf;
