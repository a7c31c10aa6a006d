import type { Declaration } from "./declaration.ts";
import {
  appendChild,
  attributeOf,
  type ElementNode,
  isElement,
  setAttribute,
  TextNode,
  walkElements,
} from "./html/node.ts";

/** What of a page is no text: taken out before anything is selected. */
const NO_TEXT: ReadonlySet<string> = new Set(["script", "style"]);

/**
 * Readies a page for selecting: filters of the declaration, absolute links, scripts and styles out, e-mail addresses
 * that Cloudflare hides as a browser without scripts shows them. Links that no address can be made of stay as they are.
 */
export function preparePage(document: ElementNode, base: string | undefined, { removeQueryParams }: Declaration): void {
  const resolve = resolver(documentBase(document, base));
  walkElements(document, (element) => {
    if (element.name === "template") element.children = [];
    if (element.children.some(isNoText)) element.children = element.children.filter((child) => !isNoText(child));
    if (removeQueryParams.length > 0) dropParameters(element, resolve, removeQueryParams);
    if (element.name === "a" && !element.foreign) prepareLink(element, resolve);
  });
}

function isNoText(node: ElementNode | TextNode): boolean {
  return isElement(node) && NO_TEXT.has(node.name);
}

type Resolve = (address: string) => string | undefined;

/** Links of one page repeat: each address is resolved once. */
function resolver(base: string | undefined): Resolve {
  const known = new Map<string, string | undefined>();
  return (address) => {
    if (known.has(address)) return known.get(address);
    const resolved = (base === undefined ? URL.parse(address) : URL.parse(address, base))?.href;
    known.set(address, resolved);
    return resolved;
  };
}

/** What links are relative to: the page's own `base` element, itself relative to where the page came from. */
function documentBase(document: ElementNode, base: string | undefined): string | undefined {
  let declared: string | undefined;
  walkElements(document, (element) => {
    if (declared === undefined && element.name === "base") declared = attributeOf(element, "href");
    return declared === undefined && element.name !== "body";
  });
  if (declared === undefined) return base;
  return (base === undefined ? URL.parse(declared) : URL.parse(declared, base))?.href ?? base;
}

function prepareLink(link: ElementNode, resolve: Resolve): void {
  const address = attributeOf(link, "href");
  if (address === undefined) return;
  let resolved = address;
  if (address !== "" && !address.startsWith("#")) {
    resolved = resolve(address) ?? address;
    setAttribute(link, "href", resolved);
  }
  if (resolved.includes("/email-protection")) {
    setAttribute(link, "href", (resolve(resolved) ?? resolved).split("#", 1)[0] ?? "");
    link.children = [];
    appendChild(link, new TextNode("[email\u00A0protected]"));
  }
}

function dropParameters(element: ElementNode, resolve: Resolve, names: readonly string[]): void {
  const attribute = element.name === "a" ? "href" : element.name === "img" ? "src" : undefined;
  const address = attribute && attributeOf(element, attribute);
  if (!attribute || !address) return;
  const url = URL.parse(resolve(address) ?? address);
  if (url === null || !names.some((name) => url.searchParams.has(name))) return;
  for (const name of names) url.searchParams.delete(name);
  setAttribute(element, attribute, url.href);
}
