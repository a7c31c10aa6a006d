import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";
import { analyse } from "scslre";
import { expect, test } from "vitest";

/**
 * Every regular expression of ours takes at most linear time for each place it is tried at: the audited write the
 * texts, and one that backtracks quadratically lets a page of a megabyte stop an audit.
 */

const SRC = fileURLToPath(new URL("../src", import.meta.url));

interface Literal {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

function literalsOf(name: string): Literal[] {
  const text = readFileSync(join(SRC, name), "utf8");
  const found: Literal[] = [];
  new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      const line = text.slice(0, node.start).split("\n").length;
      found.push({ place: `${name}:${line}`, source: node.regex.pattern, flags: node.regex.flags });
    },
  }).visit(parseSync(name, text).program);
  return found;
}

const literals = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
  .flatMap(literalsOf);

const reportsOf = ({ source, flags }: Literal): number => analyse({ source, flags }).reports.length;

test("no regular expression backtracks more than linearly", () => {
  expect(literals.length).toBeGreaterThan(200);
  expect(literals.filter((literal) => reportsOf(literal) > 0)).toEqual([]);
});

test("one that does is found", () => {
  expect(reportsOf({ place: "here", source: String.raw`^\W*(?:\[[^\]]*\])+$`, flags: "u" })).toBeGreaterThan(0);
  expect(reportsOf({ place: "here", source: "^(a+)+$", flags: "" })).toBeGreaterThan(0);
});
