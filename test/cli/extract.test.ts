import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { corrigible, type Ran } from "../helpers/corrigible.ts";
import { makePdf, type PdfText } from "../helpers/pdf.ts";

const RULE = "You may not use our models to build weapons, to plan attacks, or to help anybody who does one of these.";
const PAGE = `<!doctype html><nav><a href="/">Home</a></nav><main><h1>Rules</h1><p>${RULE}</p><a href="more">More</a></main>`;
const MARKDOWN = (link: string): string => `Rules\n=====\n\n${RULE}\n\n[More](${link})\n`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-extract-"));
  write("page.html", PAGE);
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
const declare = (declaration: unknown): void => write("declaration.json", JSON.stringify(declaration));
const extract = (...args: string[]): Ran => corrigible(["extract", ...args], { cwd: folder });

test("prints the Markdown and nothing else, and leaves nothing behind", () => {
  declare({ fetch: "https://lab.example/legal/rules", select: ["main"] });
  const declared = extract("page.html", "--declaration", "declaration.json", "--url", "https://other.example/");
  expect(declared).toEqual({ code: 0, stdout: MARKDOWN("https://lab.example/legal/more"), stderr: "" });
  const found = extract("page.html", "--url", "https://other.example/");
  expect(found).toEqual({ code: 0, stdout: MARKDOWN("https://other.example/more"), stderr: "" });
  expect(readdirSync(folder)).toEqual(["declaration.json", "page.html"]);
});

test("tells on standard error what is uncertain", () => {
  declare({ select: [".rules"], filter: ["ownFilter"] });
  const { code, stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect([code, stdout]).toEqual([0, MARKDOWN("more")]);
  expect(stderr.trim().split("\n")).toEqual([
    "corrigible: the filter ownFilter is a program of its service: skipped",
    "corrigible: the page's address is not known: relative links stay as they are",
    'corrigible: the selector ".rules" has no match',
    "corrigible: the selectors do not give the document: it was found by itself",
  ]);
});

test("a selector that matches part of the document gives no hole", () => {
  declare({ fetch: "https://lab.example/", select: ["h1", ".text"] });
  const { stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect(stdout).toBe(MARKDOWN("https://lab.example/more"));
  expect(stderr).toContain("found by itself");
});

test("of combined pages the one at the address counts", () => {
  const combine = [
    { fetch: "https://lab.example/a", select: "h1" },
    { fetch: "https://lab.example/b", select: "p" },
  ];
  declare({ combine });
  const run = (...url: string[]): Ran => extract("page.html", "--declaration", "declaration.json", ...url);
  expect(run("--url", "https://lab.example/b").stdout).toBe(`${RULE}\n`);
  expect(run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("say with --url which one this is") as string,
  });
});

test("of a service's declarations the one at the address counts", () => {
  const terms = {
    "Terms of Service": { fetch: "https://lab.example/a", select: "h1" },
    "Privacy Policy": { combine: [{ fetch: "https://lab.example/b", select: "p" }] },
  };
  declare({ name: "Lab", terms });
  const run = (...url: string[]): Ran => extract("page.html", "--declaration", "declaration.json", ...url);
  expect(run("--url", "https://lab.example/b").stdout).toBe(`${RULE}\n`);
  expect(run()).toMatchObject({ code: 2, stdout: "" });
});

test("what is to be removed is kept where it is the document", () => {
  declare({ fetch: "https://lab.example/", select: ["main"], remove: ["main"] });
  const { code, stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect([code, stdout]).toEqual([0, MARKDOWN("https://lab.example/more")]);
  expect(stderr).toContain("what is to be removed is most of the document: it was kept");
});

test("an empty frame that the selectors match gives no hole", () => {
  const text = `<p>${RULE}</p>`.repeat(10);
  write("page.html", `<main><h1>Rules</h1></main><div>${text}</div>`);
  declare({ fetch: "https://lab.example/", select: ["main"] });
  const { stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect(stdout.split(RULE)).toHaveLength(11);
  expect(stderr).toContain("found by itself");
});

test("a frame does not count as more for being selected with all that is around it", () => {
  const text = `<p>${RULE}</p>`.repeat(30);
  const teaser = "We tell you here what you may do, and what we may change at any time of the year.";
  const frame = `${"<section>".repeat(20)}<p>${teaser}</p>${"</section>".repeat(20)}`;
  write("page.html", `<main><h1>Rules</h1>${frame}</main><div>${text}</div>`);
  declare({ fetch: "https://lab.example/", select: ["section"] });
  const { stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect(stdout.split(RULE)).toHaveLength(31);
  expect(stderr).toContain("found by itself");
});

test.each([
  ["no JSON", "{", "is not JSON"],
  ["no object", "[]", "is no declaration: an object is expected"],
  ["a selector that is a number", '{"select": 7}', '"select" must be a CSS selector, a range, or a list of them'],
  ["half a range", '{"select": [{"startBefore": "p"}]}', "endBefore or endAfter is missing"],
])("a declaration that is %s is one clear line", (_what, text, line) => {
  write("declaration.json", text);
  const { code, stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^corrigible: declaration\.json.*\n$/);
  expect(stderr).toContain(line);
});

test.each([
  ["nests deeply", ":not(".repeat(100) + ")".repeat(100), "nests brackets deeper than 16"],
  ["is long", "div ".repeat(5000), "is longer than 2000 characters"],
  ["cannot be read", "p[", "cannot be read"],
  ["is of another kind", "p::before", "cannot be read"],
])("a selector that %s is one clear line, and the document is there", (_what, selector, line) => {
  declare({ fetch: "https://lab.example/", select: selector });
  const { code, stdout, stderr } = extract("page.html", "--declaration", "declaration.json");
  expect([code, stdout]).toEqual([0, MARKDOWN("https://lab.example/more")]);
  expect(stderr.split("\n")[0]).toContain(line);
});

test("a page that is none is one clear line", () => {
  write("a.pdf", "%PDF-1.7\n%âãÏÓ\n1 0 obj");
  write("a.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1));
  write("empty.html", "<script>1</script>");
  const line = (name: string): [number | null, string] => {
    const { code, stderr } = extract(name, "--url", "https://lab.example/");
    return [code, stderr];
  };
  expect(line("a.pdf")).toEqual([2, expect.stringMatching(/^corrigible: a\.pdf is a PDF that cannot be read: .+\n$/)]);
  expect(line("a.png")).toEqual([
    2,
    expect.stringMatching(/^corrigible: a\.png is neither text nor a web page nor a PDF\n$/),
  ]);
  expect(line("empty.html")).toEqual([1, "corrigible: empty.html holds no text of a document\n"]);
  expect(line("none.html")).toEqual([2, expect.stringMatching(/^corrigible: no such file: .*none\.html\n$/)]);
  expect(extract("page.html", "--url", "nowhere")).toMatchObject({ code: 2, stdout: "" });
});

test("writes a PDF as Markdown, without what comes back on every page", () => {
  const page = (number: number, ...texts: PdfText[]): PdfText[] => [
    { x: 72, y: 815, size: 9, text: "Acme Usage Policy" },
    ...texts,
    { x: 72, y: 30, size: 9, text: `Page ${number} of 3` },
  ];
  const at = (y: number, text: string, more: Partial<PdfText> = {}): PdfText => ({ x: 72, y, size: 11, text, ...more });
  const first = page(
    1,
    at(760, "Usage policy", { size: 20, bold: true }),
    at(730, "We may change these terms at any time, and with-"),
    at(716, "out notice"),
    at(720, "1", { x: 125, size: 6 }),
    at(716, " as the law allows.", { x: 129 }),
    at(690, "Weapons", { size: 14, bold: true }),
    at(670, "You may not:"),
    at(650, "\x95 build weapons, or help anybody who", { x: 90 }),
    at(636, "builds them;", { x: 100 }),
    at(620, "\x95 plan attacks:", { x: 90 }),
    at(604, "\x95 on people", { x: 110 }),
    at(588, "\x95 sell either.", { x: 90 }),
    at(540, "This rule goes on over the end of the page and"),
    at(60, "1 See the law of the country in which you", { size: 8 }),
    at(50, "live.", { size: 8 }),
  );
  const second = page(2, at(760, "does not stop there."), at(730, "1. Scope", { bold: true }), at(710, "All of it."));
  write("policy.pdf", makePdf([first, second, page(3, at(760, "The end."))]));
  expect(extract("policy.pdf")).toEqual({ code: 0, stderr: "", stdout: PDF_MARKDOWN });
  write("scan.pdf", makePdf([[]]));
  expect(extract("scan.pdf")).toMatchObject({ code: 1, stderr: "corrigible: scan.pdf holds no text of a document\n" });
});

const PDF_MARKDOWN = `Usage policy
============

We may change these terms at any time, and without notice[^1] as the law allows.

Weapons
-------

You may not:

*   build weapons, or help anybody who builds them;
*   plan attacks:
    *   on people
*   sell either.

This rule goes on over the end of the page and does not stop there.

### 1\\. Scope

All of it.

The end.

[^1]: See the law of the country in which you live.
`;

test("reads the encoding that the page names", () => {
  write("latin.html", Buffer.from(`<meta charset="iso-8859-1"><p>caf\u00e9</p>`, "latin1"));
  write("wide.html", Buffer.from("\ufeff<p>caf\u00e9</p>", "utf16le"));
  const text = (name: string): string => extract(name, "--url", "https://lab.example/").stdout;
  expect([text("latin.html"), text("wide.html")]).toEqual(["café\n", "café\n"]);
});

test("control characters of a page do not reach the terminal", () => {
  write("page.html", "<p>You must not \x1b]0;owned\x07 leave</p>");
  expect(extract("page.html", "--url", "https://lab.example/").stdout).toBe("You must not \\]0;owned leave\n");
});
