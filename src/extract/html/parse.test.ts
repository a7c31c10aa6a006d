import fc from "fast-check";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import { expect, test } from "vitest";
import { DEPTH_MAX, type ElementNode, isElement } from "./node.ts";
import { parseHtml } from "./parse.ts";

/** parse5 reads HTML as the standard says: what it makes of a page is what we must make of it. */

const treeOf = (page: string): string => show(parseHtml(page).document);

function show(element: ElementNode): string {
  if (element.name === "template") return "";
  return element.children
    .map((child) => (isElement(child) ? `<${child.name}>${show(child)}</>` : JSON.stringify(child.data)))
    .join("");
}

function standardTreeOf(page: string): string {
  return showStandard(parse(page, { scriptingEnabled: false }));
}

function showStandard(node: DefaultTreeAdapterMap["parentNode"]): string {
  return node.childNodes
    .map((child) => {
      if ("tagName" in child) {
        const hidesText = child.tagName === "script" || child.tagName === "style";
        return `<${child.tagName.toLowerCase()}>${hidesText ? "" : showStandard(child)}</>`;
      }
      return child.nodeName === "#text" && "value" in child ? JSON.stringify(child.value) : "";
    })
    .join("");
}

test.each([
  ["what a browser adds", "text"],
  ["paragraphs without end", "<!doctype html><p>a<p>b<div>c"],
  ["a table in a paragraph, with and without doctype", "<p>a<table>"],
  ["formatting across blocks", "<!doctype html><b>a<p>b</b>c</p>d<i>e<div>f</i>g</div>"],
  ["links in links", "<!doctype html><a>a<p>b<a>c</a>d"],
  ["text in a table", "<!doctype html><table>a<tr>b<td>c</td>d</table>e"],
  ["rows and cells without end", "<!doctype html><table><td>a<th>b<tr><td>c<tbody><tr><td>d<caption>e"],
  ["lists in lists", "<!doctype html><ul><li>a<ul><li>b</ul><li>c<p>d<li>e"],
  ["definitions", "<!doctype html><dl><dt>a<dd>b<dt>c<div><dd>d"],
  ["ends without a beginning", "<!doctype html></div>a</p>b</br>c</b></table></body></html>d"],
  ["a head that ends", "<!doctype html><title>a &amp; b</title><noscript><img></noscript><meta>c<title>d"],
  ["choices", "<!doctype html><select><option>a<option>b<div>c<optgroup>d</select>e"],
  ["SVG", "<!doctype html><p>a<svg><title>b<i>c</title><path/><style>d</style></svg>e<svg><p>f"],
  ["raw text", "<!doctype html><script>a<b></script><textarea>\n<p>b</textarea><pre>\nc<iframe><p>d</iframe>e"],
  ["forms in forms", "<!doctype html><form>a<form>b<div>c</form>d</div>e"],
  ["headings in headings", "<!doctype html><h1>a<h2>b</h3>c"],
  ["buttons in buttons", "<!doctype html><button>a<p>b<button>c"],
  ["entities", "<!doctype html>&amp;&copy;&notin;&notit;&#x41;&#0;&nope;&lt<p title='&amp;&copy=1'>"],
])("%s", (_what, page) => {
  expect(treeOf(page)).toBe(standardTreeOf(page));
});

/** Tags in which pages are written; the standard's rules for lists of choices in tables are not all ours. */
const NAMES = "p div span b i a em ul ol li table tr td th tbody h1 h2 section article button form br img strong".split(
  " ",
);
const piece = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => `<${name}>`),
  fc.constantFrom(...NAMES).map((name) => `</${name}>`),
  fc.constantFrom("text", " ", "&amp;", "<!-- -->"),
);

test("tag soup becomes the same tree, but for one in a hundred", () => {
  const soups = fc.sample(fc.array(piece, { maxLength: 14 }), { numRuns: 2000, seed: 7 });
  const others = soups.filter((parts) => {
    const page = `<!doctype html><body>${parts.join("")}`;
    return treeOf(page) !== standardTreeOf(page);
  });
  expect(others.length).toBeLessThan(0.01 * soups.length);
});

test("any text is read, and no element is deeper than a walk can go", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (page) => {
      parseHtml(page);
    }),
  );
  let depth = 0;
  const visit = (element: ElementNode, at: number): void => {
    depth = Math.max(depth, at);
    for (const child of element.children) if (isElement(child)) visit(child, at + 1);
  };
  visit(parseHtml("<div><b>x".repeat(20_000)).document, 0);
  expect(depth).toBeLessThanOrEqual(DEPTH_MAX + 1);
});

test("of a page with too many tags the text is all there", () => {
  const { document, isCut } = parseHtml("<p>word".repeat(60_000));
  const texts = (element: ElementNode): string =>
    element.children.map((child) => (isElement(child) ? texts(child) : child.data)).join(" ");
  expect(isCut).toBe(true);
  expect(texts(document).match(/word/g)).toHaveLength(60_000);
});
