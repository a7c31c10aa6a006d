import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { type Block, splitBlocks } from "./blocks.ts";

type Told = readonly [kind: Block["kind"], level: number, words: string];

const ours = (text: string): Told[] =>
  splitBlocks(text).map(({ kind, level, start, end }) => [kind, level, plain(text.slice(start, end))]);

const plain = (words: string): string => words.replaceAll(/\s+/g, " ").trim();

interface Node {
  readonly type: string;
  readonly depth?: number;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The blocks as a full CommonMark parser sees them. */
function oracle(text: string): Told[] {
  const told: Told[] = [];
  const words = (node: Node): string => node.value ?? (node.children ?? []).map(words).join("");
  const visit = (node: Node, depth: number): void => {
    if (node.type === "heading") told.push(["heading", node.depth as number, plain(words(node))]);
    else if (node.type === "paragraph")
      told.push(depth < 0 ? ["paragraph", 0, plain(words(node))] : ["item", depth, plain(words(node))]);
    else if (node.type === "tableCell") told.push(["row", 0, plain(words(node))]);
    else for (const child of node.children ?? []) visit(child, node.type === "list" ? depth + 1 : depth);
  };
  visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node, -1);
  return told.filter(([, , text]) => text !== "");
}

test.each([
  ["headings in both forms", "Rules\n=====\n\nBans\n----\n\n### Weapons\n\nWe ban them.\n"],
  ["a list with nesting", "We ban:\n\n*   Violence:\n    *   against animals\n    *   against people\n*   Theft\n"],
  ["a numbered list", "1.  Be kind\n2.  Be fair\n\nThat is all.\n"],
  ["words right below an underlined heading", "Bans\n----\nWe ban them.\n"],
  ["a paragraph over lines", "We keep\nyour data\nfor a year.\n\nThen we delete it.\n"],
  ["a table", "| Data | Kept for |\n| --- | --- |\n| Name | a year |\n| Logs | a day |\n"],
  ["a rule between paragraphs", "One.\n\n* * *\n\nTwo.\n"],
])("%s is split as a full parser splits it", (_, text) => expect(ours(text)).toEqual(oracle(text)));

const word = fc.constantFrom("we", "you", "may", "must", "not", "delete", "files", "models", "Bans", "keep");
const sentence = fc.array(word, { minLength: 2, maxLength: 8 }).map((words) => words.join(" "));
const block = fc.oneof(
  sentence,
  fc.tuple(fc.integer({ min: 1, max: 6 }), sentence).map(([level, text]) => `${"#".repeat(level)} ${text}`),
  fc.array(sentence, { minLength: 1, maxLength: 4 }).map((items) => items.map((item) => `*   ${item}`).join("\n")),
);

test("what archives write is split as a full parser splits it", () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const text = blocks.join("\n\n");
      expect(ours(text)).toEqual(oracle(text));
    }),
  );
});

test("any text is split without failing, into blocks in order that do not overlap", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      let at = 0;
      for (const { start, end } of splitBlocks(text)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    }),
  );
});
