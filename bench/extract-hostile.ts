import { extractHtml } from "../src/extract/index.ts";
import type { Measure } from "./run.ts";

const LENGTH = 5_000_000;
const SECONDS_MAX = 2;

const repeat = (part: string): string => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

/** Pages of five megabytes that an audited party might write to stop a reader, by what they try. */
const PAGES: Readonly<Record<string, () => string>> = {
  "nested elements": () => repeat("<div>a "),
  "nested formatting": () => repeat("<b>x"),
  "formatting cut off by blocks": () => repeat("<a><p>x</a>"),
  "nested tables": () => repeat("<table><tr><td>x"),
  "text in tables": () => `<table>${repeat("a<b>")}`,
  "nested lists": () => repeat("<ul><li>x"),
  "a list of many": () => `<ol start="99999999">${repeat("<li>x</li>")}`,
  "nested quotations": () => repeat("<blockquote>x"),
  "nested code": () => repeat("<code>`"),
  "marks of Markdown": () => repeat("*_[]`"),
  "wide cells": () => `<table>${repeat('<tr><td colspan="999999">x')}`,
  "less-than signs": () => repeat("<"),
  entities: () => repeat("&amp;"),
  comments: () => repeat("x<!-- -->"),
  "a comment that never ends": () => repeat("<!--"),
  sentences: () => repeat("<section><h2>a</h2><p>We may, at any time, change what stands here, and you accept that."),
};

/** How long the slowest page takes, its document being found without a declaration. */
export function benchExtractHostile(): Promise<readonly Measure[]> {
  const timed = Object.entries(PAGES).map(([what, make]) => {
    const page = make();
    const began = performance.now();
    extractHtml(page, { url: "https://lab.example/" });
    return { what, seconds: (performance.now() - began) / 1000 };
  });
  const [slowest] = timed.toSorted((a, b) => b.seconds - a.seconds);
  return Promise.resolve([
    ...timed.map(({ what, seconds }) => ({ what, value: seconds, unit: "s", max: null })),
    { what: `the slowest (${slowest?.what})`, value: slowest?.seconds ?? 0, unit: "s", max: SECONDS_MAX },
  ]);
}
