import { appendChild, detach, ElementNode } from "./node.ts";
import type { OpenElements } from "./open-elements.ts";
import { SCOPE, SPECIAL, TABLE_CONTEXT } from "./tag-sets.ts";

/** Formatting elements remembered at once; the oldest is forgotten. */
const REMEMBERED_MAX = 64;

/** Elements of one page made anew because a block cut their formatting off. A page of honest tag soup has hundreds. */
const RENEWED_MAX = 10_000;

/** Rounds of the standard's "adoption agency" for one end tag, and of its inner loop. */
const OUTER_ROUNDS = 8;
const INNER_ROUNDS = 3;

/** The list of active formatting elements: bold text stays bold in the next paragraph. Null is a marker. */
export class Formatting {
  readonly #list: (ElementNode | null)[] = [];
  readonly #open: OpenElements;
  #renewed = 0;

  constructor(open: OpenElements) {
    this.#open = open;
  }

  mark(): void {
    this.#list.push(null);
    if (this.#list.length > REMEMBERED_MAX) this.#list.shift();
  }

  clearToMarker(): void {
    while (this.#list.length > 0 && this.#list.pop() !== null);
  }

  /** Remembers an element; of more than three alike the first is forgotten. */
  remember(element: ElementNode): void {
    const alike: number[] = [];
    for (let i = this.#list.length - 1; i >= 0; i--) {
      const other = this.#list[i];
      if (other === null || other === undefined) break;
      if (areAlike(other, element)) alike.push(i);
    }
    if (alike.length >= 3) this.#list.splice(alike.at(-1) as number, 1);
    this.#list.push(element);
    if (this.#list.length > REMEMBERED_MAX) this.#list.shift();
  }

  forget(element: ElementNode): void {
    const at = this.#list.lastIndexOf(element);
    if (at !== -1) this.#list.splice(at, 1);
  }

  /** The nearest remembered element of a name after the last marker. */
  find(name: string): ElementNode | undefined {
    for (let i = this.#list.length - 1; i >= 0; i--) {
      const element = this.#list[i];
      if (element === null || element === undefined) return undefined;
      if (element.name === name) return element;
    }
    return undefined;
  }

  /** Opens again what was remembered and is closed. */
  reconstruct(): void {
    const last = this.#list.at(-1);
    if (last === null || last === undefined || this.#open.stack.includes(last)) return;
    let first = this.#list.length - 1;
    while (first > 0) {
      const earlier = this.#list[first - 1];
      if (earlier === null || earlier === undefined || this.#open.stack.includes(earlier)) break;
      first--;
    }
    for (let i = first; i < this.#list.length; i++) {
      if (++this.#renewed > RENEWED_MAX) return;
      const copy = copyOf(this.#list[i] as ElementNode);
      this.#open.open(copy);
      this.#list[i] = copy;
    }
  }

  /** The standard's "adoption agency": ends a formatting element across the blocks that it overlaps. */
  end(name: string): void {
    const { current } = this.#open;
    if (current.name === name && !this.#list.includes(current)) {
      this.#open.pop();
      return;
    }
    for (let round = 0; round < OUTER_ROUNDS; round++) {
      const element = this.find(name);
      if (element === undefined) {
        if (round === 0) this.#open.closeNearest(name);
        return;
      }
      if (!this.#adopt(element)) return;
    }
  }

  /** One round; false when the end tag is done with. */
  #adopt(element: ElementNode): boolean {
    const { stack } = this.#open;
    const at = stack.lastIndexOf(element);
    if (at === -1) {
      this.forget(element);
      return false;
    }
    if (!this.#open.inScope(element.name, SCOPE)) return false;
    const blockAt = stack.findIndex(({ name, foreign }, i) => i > at && SPECIAL.has(name) && !foreign);
    const block = stack[blockAt];
    if (block === undefined) {
      while (stack.length > at) this.#open.pop();
      this.forget(element);
      return false;
    }
    const { last, bookmark } = this.#lift(element, blockAt, block);
    this.#place(last, stack[at - 1] as ElementNode);
    const copy = copyOf(element);
    copy.children = block.children;
    for (const child of copy.children) child.parent = copy;
    block.children = [];
    appendChild(block, copy);
    this.#move(element, copy, bookmark);
    this.#open.removeAt(stack.lastIndexOf(element));
    this.#open.insertAt(stack.lastIndexOf(block) + 1, copy);
    return true;
  }

  /** The inner loop: copies of the formatting between the element and the block, around what was lifted so far. */
  #lift(
    element: ElementNode,
    blockAt: number,
    block: ElementNode,
  ): { last: ElementNode; bookmark: ElementNode | null } {
    const { stack } = this.#open;
    let last = block;
    let bookmark: ElementNode | null = null;
    let at = blockAt;
    for (let inner = 1; ; inner++) {
      at--;
      let node = stack[at] as ElementNode;
      if (node === element) break;
      if (inner > INNER_ROUNDS) this.forget(node);
      const listed = this.#list.lastIndexOf(node);
      if (listed === -1) {
        this.#open.removeAt(at);
        continue;
      }
      const copy = copyOf(node);
      this.#list[listed] = copy;
      stack[at] = copy;
      node = copy;
      bookmark ??= copy;
      detach(last);
      appendChild(node, last);
      last = node;
    }
    return { last, bookmark };
  }

  #place(node: ElementNode, ancestor: ElementNode): void {
    detach(node);
    if (TABLE_CONTEXT.has(ancestor.name)) this.#open.insertBeforeTable(node);
    else appendChild(ancestor, node);
  }

  #move(from: ElementNode, to: ElementNode, bookmark: ElementNode | null): void {
    if (bookmark === null) {
      this.#list[this.#list.lastIndexOf(from)] = to;
      return;
    }
    this.forget(from);
    this.#list.splice(this.#list.lastIndexOf(bookmark) + 1, 0, to);
  }
}

function copyOf({ name, attributes }: ElementNode): ElementNode {
  return new ElementNode(name, [...attributes]);
}

function areAlike(a: ElementNode, b: ElementNode): boolean {
  return (
    a.name === b.name &&
    a.attributes.length === b.attributes.length &&
    a.attributes.every((part, i) => part === b.attributes[i])
  );
}
