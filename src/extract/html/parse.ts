import { type QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import type { ElementNode } from "./node.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** Attributes of one element that are kept. */
const ATTRIBUTES_MAX = 256;

/**
 * The tree of a page: a document whose child is `html`, and whether tags of a page that has too many were not read.
 * Takes any text and never fails.
 */
export function parseHtml(page: string): { readonly document: ElementNode; readonly isCut: boolean } {
  const text = page.includes("\r") ? page.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : page;
  const receiver = new Receiver(text.includes("\0") ? text.replaceAll("\0", "") : text);
  const tokenizer = new Tokenizer({ decodeEntities: true }, receiver);
  tokenizer.write(receiver.page);
  tokenizer.end();
  return receiver.builder;
}

/** Puts what the tokenizer reports, places in the page, together to tags and texts. */
class Receiver implements TokenizerCallbacks {
  readonly page: string;
  readonly builder = new TreeBuilder();
  #name = "";
  #attributes: string[] = [];
  #attributeName = "";
  #value = "";
  #text = "";

  constructor(page: string) {
    this.page = page;
  }

  isInForeignContext(): boolean {
    return this.builder.inForeign;
  }

  ontext(start: number, end: number): void {
    this.#text += this.page.slice(start, end);
  }

  ontextentity(codepoint: number): void {
    this.#text += String.fromCodePoint(codepoint);
  }

  #flush(): void {
    if (this.#text === "") return;
    this.builder.text(this.#text);
    this.#text = "";
  }

  onopentagname(start: number, end: number): void {
    this.#flush();
    this.#name = this.page.slice(start, end).toLowerCase();
    if (this.#attributes.length > 0 || !this.builder.isCut) this.#attributes = [];
  }

  onattribname(start: number, end: number): void {
    this.#attributeName = this.page.slice(start, end).toLowerCase();
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.page.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    this.#value += String.fromCodePoint(codepoint);
  }

  onattribend(_quote: QuoteType): void {
    if (this.#attributes.length < 2 * ATTRIBUTES_MAX && !this.builder.isCut)
      this.#attributes.push(this.#attributeName, this.#value);
  }

  onopentagend(): void {
    this.builder.startTag(this.#name, this.#attributes, false);
  }

  onselfclosingtag(): void {
    this.builder.startTag(this.#name, this.#attributes, true);
  }

  onclosetag(start: number, end: number): void {
    this.#flush();
    this.builder.endTag(this.page.slice(start, end).toLowerCase());
  }

  oncomment(): void {
    this.#flush();
    this.builder.comment();
  }

  oncdata(start: number, end: number): void {
    if (this.builder.inForeign) this.#text += this.page.slice(start, end);
    else this.oncomment();
  }

  ondeclaration(): void {
    this.builder.doctype();
  }

  onprocessinginstruction(): void {
    this.oncomment();
  }

  onend(): void {
    this.#flush();
    this.builder.finish();
  }
}
