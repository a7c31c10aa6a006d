import { expect, test } from "vitest";
import { extractHtml, parseDeclaration } from "./index.ts";

/** Pages that an audited party might write to stop a reader: each of a megabyte, read in every way. */

const LENGTH = 1_000_000;
/** What grows with the square of the length takes minutes; `npm run bench -- extract` has five megabytes and the bar. */
const MILLISECONDS_MAX = 60_000;

const repeat = (part: string): string => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

const PAGES: Readonly<Record<string, string>> = {
  "nested elements": repeat("<div>a "),
  "nested formatting": repeat("<b>x"),
  "formatting cut off by blocks": repeat("<a><p>x</a>"),
  "text in tables": `<table>${repeat("a<b>")}`,
  "nested lists": repeat("<ul><li>x"),
  "a list of many": `<ol start="99999999">${repeat("<li>x</li>")}`,
  "nested quotations": repeat("<blockquote>x"),
  "nested code": repeat("<code>`"),
  "marks of Markdown": repeat("*_[]`"),
  attributes: `<p ${repeat("a=b ")}>`,
  "a comment that never ends": repeat("<!--"),
  "wide cells": `<table>${repeat('<tr><td colspan="999999">x')}`,
  siblings: repeat("<p>x"),
  sentences: repeat("<section><h2>a</h2><p>We may, at any time, change what stands here, and you accept that."),
};

const DECLARATIONS: readonly (string | undefined)[] = [
  undefined,
  '{"select": "*"}',
  '{"select": ["h1 ~ p", "div div div p", "p:nth-last-child(2n)", ":has(x y)"], "remove": "div > div ~ p"}',
  '{"select": {"startBefore": "p", "endAfter": "p:last-of-type"}}',
];

test.each(Object.keys(PAGES))("%s", (name) => {
  for (const json of DECLARATIONS) {
    const began = performance.now();
    const declaration = json === undefined ? undefined : parseDeclaration(json, "declaration.json", undefined);
    extractHtml(PAGES[name] ?? "", {
      declaration,
      url: "https://lab.example/",
      previous: "We may change what stands here",
    });
    expect(performance.now() - began).toBeLessThan(MILLISECONDS_MAX);
  }
});
