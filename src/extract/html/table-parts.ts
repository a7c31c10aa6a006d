import { ElementNode } from "./node.ts";
import type { Formatting } from "./formatting.ts";
import type { OpenElements } from "./open-elements.ts";
import { TABLE_CONTEXT, TABLE_SCOPE } from "./tag-sets.ts";

const PARTS = new Set("caption col colgroup tbody tfoot thead tr td th".split(" "));
const SECTIONS = new Set("tbody tfoot thead".split(" "));
const OF_TABLE = new Set("table template html".split(" "));
const OF_SECTION = new Set("tbody tfoot thead template html".split(" "));
const OF_ROW = new Set("tr template html".split(" "));

/** Whether a tag may stand in a table alone. */
export function isTablePart(name: string): boolean {
  return PARTS.has(name);
}

/** Tables: rows without a section get one, cells end where the next begins. */
export class TableParts {
  readonly #open: OpenElements;
  readonly #formatting: Formatting;

  constructor(open: OpenElements, formatting: Formatting) {
    this.#open = open;
    this.#formatting = formatting;
  }

  /** True when the start tag is dealt with. */
  start(name: string, attributes: string[]): boolean {
    if (name === "table") {
      if (TABLE_CONTEXT.has(this.#open.current.name)) this.#open.popThrough("table");
      return false;
    }
    if (!PARTS.has(name)) return false;
    if (!this.#open.inScope("table", TABLE_SCOPE)) return true;
    this.#closeCell();
    const element = new ElementNode(name, attributes);
    if (name === "tr") this.#openSection();
    else if (name === "td" || name === "th") this.#openRow();
    else if (name === "col") this.#openColumns();
    else this.#open.popTo(OF_TABLE);
    if (name === "col") this.#open.current.children.push(element);
    else this.#open.open(element);
    if (name === "td" || name === "th" || name === "caption") this.#formatting.mark();
    return true;
  }

  #openSection(): void {
    this.#open.popTo(new Set([...OF_SECTION, "table"]));
    if (!SECTIONS.has(this.#open.current.name)) this.#open.open(new ElementNode("tbody", []));
  }

  #openRow(): void {
    if (this.#open.inScope("tr", TABLE_SCOPE)) {
      this.#open.popTo(OF_ROW);
      return;
    }
    this.#openSection();
    this.#open.open(new ElementNode("tr", []));
  }

  #openColumns(): void {
    this.#open.popTo(new Set([...OF_TABLE, "colgroup"]));
    if (this.#open.current.name !== "colgroup") this.#open.open(new ElementNode("colgroup", []));
  }

  #closeCell(): void {
    for (const name of ["td", "th", "caption"]) {
      if (!this.#open.inScope(name, TABLE_SCOPE)) continue;
      this.#open.popThrough(name);
      this.#formatting.clearToMarker();
    }
  }

  /** True when the end tag is dealt with. */
  end(name: string): boolean {
    if (name !== "table" && !PARTS.has(name)) return false;
    if (!this.#open.inScope(name, TABLE_SCOPE)) return true;
    if (name === "td" || name === "th" || name === "caption") {
      this.#open.popThrough(name);
      this.#formatting.clearToMarker();
      return true;
    }
    this.#closeCell();
    this.#open.popThrough(name);
    return true;
  }
}
