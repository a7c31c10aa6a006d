import { Formatting } from "./formatting.ts";
import { appendChild, attributeOf, ElementNode, TextNode } from "./node.ts";
import { OpenElements } from "./open-elements.ts";
import { isTablePart, TableParts } from "./table-parts.ts";
import * as tags from "./tag-sets.ts";

/** Start tags and comments of a page that are read: seven times what the largest real page of a policy has. */
const TAGS_MAX = 50_000;

/** Start tags that end a list of choices. */
const LEAVES_SELECT: ReadonlySet<string> = new Set(["select", "input", "keygen", "textarea"]);

/**
 * Builds the tree out of start tags, end tags and texts by the rules of the HTML standard ("tree construction"), as a
 * browser with scripts off would. Frames and quirks are left out. Never fails, whatever comes.
 */
export class TreeBuilder {
  /** Whether the page had more tags than are read; the text of the rest is there without them. */
  isCut = false;
  readonly document = new ElementNode("#document", []);
  readonly #html = new ElementNode("html", []);
  readonly #head = new ElementNode("head", []);
  #body: ElementNode | null = null;
  readonly #open = new OpenElements();
  readonly #formatting = new Formatting(this.#open);
  readonly #table = new TableParts(this.#open, this.#formatting);
  #form: ElementNode | null = null;
  #skipNewline = false;
  /** Pages without a doctype are read as old browsers did: a table stays in its paragraph. */
  #quirks = true;
  #tags = 0;
  /** Texts behind the last tag that was read, put together once: millions of them would make a chain of strings. */
  readonly #rest: string[] = [];
  /** The script or style whose tag was no longer read. */
  #unread: string | null = null;

  constructor() {
    appendChild(this.document, this.#html);
    appendChild(this.#html, this.#head);
    this.#open.push(this.#html);
    this.#open.push(this.#head);
  }

  /** Whether a tag now would be one of SVG or MathML. */
  get inForeign(): boolean {
    const { current } = this.#open;
    return current.foreign && !tags.INTEGRATION.has(current.name);
  }

  doctype(): void {
    if (this.#tags === 0) this.#quirks = false;
  }

  comment(): void {
    if (++this.#tags <= TAGS_MAX) this.#open.textParted = true;
  }

  text(data: string): void {
    const { current } = this.#open;
    // Scripts and styles are no text of the document, and often most of the page.
    if (current.name === "script" || current.name === "style" || this.#unread !== null) return;
    if (this.isCut) {
      this.#rest.push(data);
      return;
    }
    if (this.#skipNewline && data.startsWith("\n")) data = data.slice(1);
    this.#skipNewline = false;
    if (data === "") return;
    if (this.#body === null && (current === this.#head || current.name === "noscript")) {
      if (!/\S/.test(data)) return;
      this.#beginBody();
    }
    if (this.#body !== null && !current.foreign) this.#textOfBody(data);
    else this.#open.insertText(data);
  }

  #textOfBody(data: string): void {
    const { current } = this.#open;
    if (!tags.TABLE_CONTEXT.has(current.name)) {
      this.#formatting.reconstruct();
    } else if (/\S/.test(data)) {
      this.#formatting.reconstruct();
      if (tags.TABLE_CONTEXT.has(this.#open.current.name)) {
        this.#open.insertBeforeTable(new TextNode(data));
        return;
      }
    }
    this.#open.insertText(data);
  }

  startTag(name: string, attributes: string[], selfClosing: boolean): void {
    this.#skipNewline = false;
    if (++this.#tags > TAGS_MAX) {
      this.#passOver(name);
      return;
    }
    if (this.inForeign && this.#startForeign(name, attributes, selfClosing)) return;
    if (name === "html") mergeAttributes(this.#html, attributes);
    else if (name === "body") mergeAttributes(this.#beginBody(), attributes);
    else if (name === "head" || name === "frameset" || name === "frame") return;
    else if (this.#body === null && this.#startInHead(name, attributes)) return;
    else if (this.#open.isOpen("select") && this.#startInSelect(name)) return;
    else if (this.#table.start(name, attributes)) return;
    else this.#startInBody(name === "image" ? "img" : name, attributes, selfClosing);
  }

  #passOver(name: string): void {
    this.isCut = true;
    if (name === "script" || name === "style") this.#unread = name;
    else this.text(" ");
  }

  /** The page is at its end. */
  finish(): void {
    if (this.#rest.length > 0) this.#open.insertText(this.#rest.join(""));
  }

  #beginBody(): ElementNode {
    if (this.#body !== null) return this.#body;
    while (this.#open.current !== this.#html) this.#open.pop();
    this.#body = new ElementNode("body", []);
    appendChild(this.#html, this.#body);
    this.#open.push(this.#body);
    return this.#body;
  }

  /** True when the tag stays in the head; otherwise the body has begun. */
  #startInHead(name: string, attributes: string[]): boolean {
    const inNoscript = this.#open.current.name === "noscript";
    if (this.#open.isOpen("template")) return false;
    if (inNoscript ? !tags.HEAD_NOSCRIPT.has(name) : !tags.HEAD_ONLY.has(name)) {
      this.#beginBody();
      return false;
    }
    const element = new ElementNode(name, attributes);
    if (tags.VOID.has(name)) this.#open.insert(element);
    else this.#open.open(element);
    return true;
  }

  /** True when the tag is dealt with: a list of choices holds nothing but options. */
  #startInSelect(name: string): boolean {
    if (name === "option" || name === "optgroup" || name === "hr" || name === "script" || name === "template")
      return false;
    const leaves = isTablePart(name) ? this.#open.inScope("table", tags.TABLE_SCOPE) : LEAVES_SELECT.has(name);
    if (leaves) {
      this.#open.popThrough("select");
      return name === "select";
    }
    return !this.#open.current.foreign;
  }

  #startForeign(name: string, attributes: string[], selfClosing: boolean): boolean {
    if (tags.BREAKS_OUT.has(name)) {
      while (this.inForeign) this.#open.pop();
      return false;
    }
    const element = new ElementNode(name, attributes, true);
    if (selfClosing) this.#open.insert(element);
    else this.#open.open(element);
    return true;
  }

  #startInBody(name: string, attributes: string[], selfClosing: boolean): void {
    const element = new ElementNode(name, attributes, name === "svg" || name === "math");
    if (tags.CLOSES_P.has(name)) this.#startBlock(element);
    else if (tags.FORMATTING.has(name)) this.#startFormatting(element);
    else if (name === "script" || name === "style" || name === "title" || name === "template") this.#open.open(element);
    else this.#startInline(element, selfClosing);
  }

  #startBlock(element: ElementNode): void {
    const { name } = element;
    if (name === "form" && this.#form !== null && !this.#open.isOpen("template")) return;
    if (name === "li") this.#closeItem(["li"]);
    else if (name === "dd" || name === "dt") this.#closeItem(["dd", "dt"]);
    if (name !== "table" || !this.#quirks) this.#closeParagraph();
    if (tags.HEADINGS.has(name) && tags.HEADINGS.has(this.#open.current.name)) this.#open.pop();
    if (name === "hr") {
      this.#open.insert(element);
      return;
    }
    if (name === "form") this.#form = element;
    this.#skipNewline = name === "pre" || name === "listing";
    this.#open.open(element);
  }

  #closeParagraph(): void {
    if (!this.#open.inScope("p", tags.BUTTON_SCOPE)) return;
    this.#open.closeImplied("p");
    this.#open.popThrough("p");
  }

  /** Closes an open item of the same list before the next begins. */
  #closeItem(names: readonly string[]): void {
    const { stack } = this.#open;
    for (let i = stack.length - 1; i > 0; i--) {
      const { name, foreign } = stack[i] as ElementNode;
      if (names.includes(name)) {
        this.#open.closeImplied(name);
        this.#open.popThrough(name);
        return;
      }
      if (tags.SPECIAL.has(name) && !foreign && name !== "address" && name !== "div" && name !== "p") return;
    }
  }

  #startFormatting(element: ElementNode): void {
    const { name } = element;
    if (name === "a") {
      const earlier = this.#formatting.find("a");
      if (earlier !== undefined) {
        this.#formatting.end("a");
        this.#formatting.forget(earlier);
        const at = this.#open.stack.lastIndexOf(earlier);
        if (at !== -1) this.#open.removeAt(at);
      }
    } else if (name === "nobr" && this.#open.inScope("nobr", tags.SCOPE)) {
      this.#formatting.end("nobr");
    }
    this.#formatting.reconstruct();
    this.#open.open(element);
    this.#formatting.remember(element);
  }

  #startInline(element: ElementNode, selfClosing: boolean): void {
    const { name } = element;
    if (name === "button" && this.#open.inScope("button", tags.SCOPE)) {
      this.#open.closeImplied();
      this.#open.popThrough("button");
    }
    if ((name === "option" || name === "optgroup") && this.#open.current.name === "option") this.#open.pop();
    if (name === "optgroup" && this.#open.current.name === "optgroup") this.#open.pop();
    if (/^(?:rb|rtc|rt|rp)$/.test(name)) this.#open.closeImplied(name === "rt" || name === "rp" ? "rtc" : undefined);
    this.#formatting.reconstruct();
    if (tags.VOID.has(name) || (element.foreign && selfClosing)) this.#open.insert(element);
    else this.#open.open(element);
    if (tags.MARKERS.has(name)) this.#formatting.mark();
    this.#skipNewline = name === "textarea";
  }

  endTag(name: string): void {
    this.#skipNewline = false;
    if (this.isCut) {
      if (name === this.#unread) this.#unread = null;
      return;
    }
    if (this.#open.current.foreign && this.#endForeign(name)) return;
    if (this.#body === null && this.#endInHead(name)) return;
    if (this.#open.isOpen("select") && this.#ignoredInSelect(name)) return;
    if (this.#table.end(name)) return;
    this.#endInBody(name);
  }

  #endInHead(name: string): boolean {
    if (name === "body" || name === "html" || name === "br") {
      this.#beginBody();
      return name !== "br";
    }
    // The head itself stays open: what follows and is no part of it begins the body.
    if (name !== "head" && this.#open.current.name === name) this.#open.pop();
    else if (name === "template" && this.#open.isOpen(name)) this.#open.popThrough(name);
    else if (this.#open.isOpen("template")) return false;
    return true;
  }

  #ignoredInSelect(name: string): boolean {
    if (name === "option" || name === "optgroup" || name === "select" || name === "template") return false;
    return !isTablePart(name) && !/^(?:script|style)$/.test(this.#open.current.name);
  }

  #endForeign(name: string): boolean {
    const { stack } = this.#open;
    for (let i = stack.length - 1; i > 0; i--) {
      const element = stack[i] as ElementNode;
      if (!element.foreign) return false;
      if (element.name === name) {
        while (stack.length > i) this.#open.pop();
        return true;
      }
    }
    return false;
  }

  #endInBody(name: string): void {
    if (name === "body" || name === "html" || name === "head") return;
    if (tags.FORMATTING.has(name)) this.#formatting.end(name);
    else if (tags.HEADINGS.has(name)) this.#endHeading();
    else if (name === "form") this.#endForm();
    else if (name === "br") this.#startInline(new ElementNode("br", []), false);
    else if (name === "p" && !this.#open.inScope("p", tags.BUTTON_SCOPE)) this.#open.insert(new ElementNode("p", []));
    else if (tags.CLOSES_P.has(name) || name === "button" || name === "pre") this.#endBlock(name);
    else if (tags.MARKERS.has(name)) {
      if (!this.#open.inScope(name, name === "template" ? tags.TABLE_SCOPE : tags.SCOPE)) return;
      this.#open.popThrough(name);
      if (name !== "template") this.#formatting.clearToMarker();
    } else this.#open.closeNearest(name);
  }

  #endBlock(name: string): void {
    const scope = name === "li" ? tags.LIST_SCOPE : name === "p" ? tags.BUTTON_SCOPE : tags.SCOPE;
    if (!this.#open.inScope(name, scope)) return;
    this.#open.closeImplied(name);
    this.#open.popThrough(name);
  }

  #endHeading(): void {
    for (const heading of tags.HEADINGS) {
      if (!this.#open.inScope(heading, tags.SCOPE)) continue;
      this.#open.popTo(tags.HEADINGS);
      this.#open.pop();
      return;
    }
  }

  #endForm(): void {
    const form = this.#form;
    this.#form = null;
    if (form === null) return;
    const at = this.#open.stack.lastIndexOf(form);
    if (at === -1 || !this.#open.inScope("form", tags.SCOPE)) return;
    this.#open.closeImplied();
    this.#open.removeAt(this.#open.stack.lastIndexOf(form));
  }
}

/** Later `html` and `body` tags add the attributes that are not there yet. */
function mergeAttributes(element: ElementNode, attributes: readonly string[]): void {
  for (let i = 0; i + 1 < attributes.length; i += 2) {
    const [name = "", value = ""] = attributes.slice(i, i + 2);
    if (attributeOf(element, name) === undefined) element.attributes.push(name, value);
  }
}
