import type { RangeSelector } from "../declaration.ts";
import { ElementNode, isElement, type PageNode } from "../html/node.ts";
import { type Query, SelectorError, showSelector } from "./query.ts";

/**
 * The part of a page between two places, as the DOM's ranges have it: elements that reach across an end come in part.
 * Places are counted in document order; every node opens at one number and closes at a later one.
 */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** Where each node of a page opens and closes. */
export type Places = ReadonlyMap<PageNode, { readonly opens: number; readonly closes: number }>;

export function placesOf(document: ElementNode): Places {
  const places = new Map<PageNode, { opens: number; closes: number }>();
  let next = 0;
  const visit = (node: PageNode): void => {
    const place = { opens: next++, closes: 0 };
    places.set(node, place);
    if (isElement(node)) for (const child of node.children) visit(child);
    place.closes = next++;
  };
  visit(document);
  return places;
}

/** Finds a declared range. Throws a SelectorError that names the end without a match. */
export function findRange(query: Query, places: Places, selector: RangeSelector): PageRange {
  const placeOf = (css: string, side: string, after: boolean): number => {
    const node = query.first(css);
    const place = node && places.get(node);
    if (place === undefined) throw new SelectorError(`the ${side} of a range, ${showSelector(css)}, has no match`);
    return after ? place.closes + 0.5 : place.opens - 0.5;
  };
  const start = placeOf(selector.start, "start", selector.startAfter);
  return { start, end: placeOf(selector.end, "end", selector.endAfter) };
}

/** A copy of what the range holds, within the nearest element around both its ends. */
export function copyRange(document: ElementNode, places: Places, range: PageRange): PageNode[] {
  if (range.end <= range.start) return [];
  return copyOverlap(commonAncestor(document, places, range).children, places, range);
}

function commonAncestor(document: ElementNode, places: Places, { start, end }: PageRange): ElementNode {
  let ancestor = document;
  for (;;) {
    const inner: PageNode | undefined = ancestor.children.find((child) => {
      const place = places.get(child);
      return isElement(child) && place !== undefined && place.opens < start && place.closes > end;
    });
    if (inner === undefined || !isElement(inner)) return ancestor;
    ancestor = inner;
  }
}

function copyOverlap(nodes: readonly PageNode[], places: Places, range: PageRange): PageNode[] {
  const copies: PageNode[] = [];
  for (const node of nodes) {
    const place = places.get(node);
    if (place === undefined || place.closes < range.start || place.opens > range.end) continue;
    if (place.opens > range.start && place.closes < range.end) copies.push(node);
    else if (isElement(node)) {
      const part = new ElementNode(node.name, node.attributes, node.foreign);
      part.children = copyOverlap(node.children, places, range);
      copies.push(part);
    }
  }
  return copies;
}

/** Deletes what the range holds; elements that reach across an end stay, without that part. */
export function deleteRange(document: ElementNode, places: Places, range: PageRange): void {
  if (range.end <= range.start) return;
  const cut = (element: ElementNode): void => {
    element.children = element.children.filter((child) => {
      const place = places.get(child);
      return place === undefined || place.opens < range.start || place.closes > range.end;
    });
    for (const child of element.children) {
      const place = places.get(child);
      if (isElement(child) && place && place.closes > range.start && place.opens < range.end) cut(child);
    }
  };
  cut(document);
}
