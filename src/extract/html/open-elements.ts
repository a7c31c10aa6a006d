import { appendChild, DEPTH_MAX, ElementNode, isElement, type PageNode, TextNode } from "./node.ts";
import { IMPLIED_END, INTEGRATION, SPECIAL, TABLE_CONTEXT, TABLE_SCOPE } from "./tag-sets.ts";

/** The stack of open elements, and where a node is inserted. */
export class OpenElements {
  readonly stack: ElementNode[] = [];
  /** Whether the next text begins a node of its own: a comment stood between. */
  textParted = false;
  /** Open elements by name: spares walks up the stack. */
  readonly #open = new Map<string, number>();

  get current(): ElementNode {
    return this.stack.at(-1) as ElementNode;
  }

  push(element: ElementNode): void {
    this.stack.push(element);
    this.#open.set(element.name, (this.#open.get(element.name) ?? 0) + 1);
  }

  pop(): ElementNode {
    const element = this.stack.pop() as ElementNode;
    this.#forget(element);
    return element;
  }

  removeAt(at: number): void {
    for (const element of this.stack.splice(at, 1)) this.#forget(element);
  }

  insertAt(at: number, element: ElementNode): void {
    this.stack.splice(at, 0, element);
    this.#open.set(element.name, (this.#open.get(element.name) ?? 0) + 1);
  }

  #forget({ name }: ElementNode): void {
    this.#open.set(name, (this.#open.get(name) ?? 1) - 1);
  }

  isOpen(name: string): boolean {
    return (this.#open.get(name) ?? 0) > 0;
  }

  /** Whether an element of this name is open with none of `bounds` nearer. */
  inScope(name: string, bounds: ReadonlySet<string>): boolean {
    if (!this.isOpen(name)) return false;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const element = this.stack[i] as ElementNode;
      if (element.name === name && !element.foreign) return true;
      if (element.foreign ? bounds !== TABLE_SCOPE && INTEGRATION.has(element.name) : bounds.has(element.name)) {
        return false;
      }
    }
    return false;
  }

  /** Closes elements up to and with the nearest of this name. */
  popThrough(name: string): void {
    while (this.stack.length > 1) {
      if (this.pop().name === name) return;
    }
  }

  /** Closes elements until one of these names is innermost. */
  popTo(names: ReadonlySet<string>): void {
    while (this.stack.length > 1 && !names.has(this.current.name)) this.pop();
  }

  closeImplied(except?: string): void {
    while (IMPLIED_END.has(this.current.name) && this.current.name !== except) this.pop();
  }

  /** Closes the nearest element of this name, unless a special element stands between. */
  closeNearest(name: string): void {
    for (let i = this.stack.length - 1; i > 1; i--) {
      const element = this.stack[i] as ElementNode;
      if (element.name === name && !element.foreign) {
        while (this.stack.length > i) this.pop();
        return;
      }
      if (element.foreign ? INTEGRATION.has(element.name) : SPECIAL.has(element.name)) return;
    }
  }

  /** Inserts an element and opens it. */
  open(element: ElementNode): void {
    if (this.stack.length >= DEPTH_MAX) this.pop();
    this.insert(element);
    this.push(element);
  }

  /** Inserts a node where the standard says: inside the innermost element, or before a table that may not hold it. */
  insert(node: PageNode): void {
    this.textParted = false;
    const { current } = this;
    if (TABLE_CONTEXT.has(current.name) && !current.foreign && !belongsInTable(node)) this.insertBeforeTable(node);
    else appendChild(current, node);
  }

  /** "Foster parenting". */
  insertBeforeTable(node: PageNode): void {
    const at = this.stack.findLastIndex(({ name }) => name === "table" || name === "template");
    const table = this.stack[at];
    if (table === undefined || table.name === "template") {
      appendChild(table ?? this.current, node);
      return;
    }
    const { parent } = table;
    if (parent === null) {
      appendChild(this.stack[at - 1] as ElementNode, node);
      return;
    }
    const before = parent.children.at(-1) === table ? parent.children.length - 1 : parent.children.lastIndexOf(table);
    const previous = parent.children[before - 1];
    if (node instanceof TextNode && previous instanceof TextNode) {
      previous.data += node.data;
      return;
    }
    node.parent = parent;
    parent.children.splice(before, 0, node);
  }

  /** Inserts text, joined to the text before it. */
  insertText(data: string): void {
    const last = this.current.children.at(-1);
    if (last instanceof TextNode && !this.textParted) last.data += data;
    else this.insert(new TextNode(data));
  }
}

const TABLE_PARTS = new Set(
  "caption colgroup col tbody tfoot thead tr td th script style template table form".split(" "),
);

function belongsInTable(node: PageNode): boolean {
  return isElement(node) ? TABLE_PARTS.has(node.name) : !/\S/.test(node.data);
}
