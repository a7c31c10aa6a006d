/**
 * A page as a tree, after the rules of the HTML standard as far as they bear on its text. Comments are left out; texts
 * that one parted stay two. No element is deeper than {@link DEPTH_MAX}, so a walk may recurse.
 */

/** Deepest nesting of elements that is kept; what stands deeper is put beside instead of inside. Browsers have 512, real policies 27. */
export const DEPTH_MAX = 100;

export class TextNode {
  data: string;
  parent: ElementNode | null = null;

  constructor(data: string) {
    this.data = data;
  }
}

export class ElementNode {
  /** Lower case for HTML; within SVG and MathML as written. */
  readonly name: string;
  /** Name, value, name, value …; where a name comes twice the first counts. */
  readonly attributes: string[];
  /** Of SVG or MathML: never a paragraph, link or table of the document. */
  readonly foreign: boolean;
  parent: ElementNode | null = null;
  children: PageNode[] = [];

  constructor(name: string, attributes: string[], foreign = false) {
    this.name = name;
    this.attributes = attributes;
    this.foreign = foreign;
  }
}

export type PageNode = ElementNode | TextNode;

export function isElement(node: PageNode): node is ElementNode {
  return node instanceof ElementNode;
}

/** The value of an attribute, undefined where the element has none of that name. */
export function attributeOf({ attributes }: ElementNode, name: string): string | undefined {
  for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return attributes[i + 1];
  return undefined;
}

/** Sets an attribute, made where it is missing. */
export function setAttribute({ attributes }: ElementNode, name: string, value: string): void {
  for (let i = 0; i < attributes.length; i += 2) {
    if (attributes[i] === name) {
      attributes[i + 1] = value;
      return;
    }
  }
  attributes.push(name, value);
}

/** Puts a node last into an element. */
export function appendChild(parent: ElementNode, child: PageNode): void {
  child.parent = parent;
  parent.children.push(child);
}

/** Takes a node out of its parent. Linear in the parent's children: for single nodes. */
export function detach(node: PageNode): void {
  const siblings = node.parent?.children;
  if (siblings === undefined) return;
  const at = siblings.lastIndexOf(node);
  if (at !== -1) siblings.splice(at, 1);
  node.parent = null;
}

/** Calls `visit` with every element under `root` in document order; false from it leaves that element's inside out. */
export function walkElements(root: ElementNode, visit: (element: ElementNode) => boolean | void): void {
  for (const child of root.children) {
    if (isElement(child) && visit(child) !== false) walkElements(child, visit);
  }
}
