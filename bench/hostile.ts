import { parseDocument } from "../src/clauses/index.ts";
import { compareDocuments } from "../src/compare/index.ts";
import { seededRandom } from "../src/evals/stats/index.ts";
import type { Measure } from "./run.ts";

const LENGTH = 1_000_000;
const SECONDS_MAX = 2;

/** Blocks as long as the reader takes one: longer ones are named as a problem and not read. */
const BLOCK_LENGTH = 60_000;

function repeat(part: string): string {
  const block = part.repeat(Math.ceil(BLOCK_LENGTH / part.length)).slice(0, BLOCK_LENGTH);
  // Numbered, since a block that was read before is not read again.
  return Array.from({ length: LENGTH / BLOCK_LENGTH }, (_, at) => `${at} ${block}`).join("\n\n");
}
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at))
    .join("\n")
    .slice(0, LENGTH);

/** Pairs of a megabyte that an audited party might write to stop a reader: old and new text by what they try. */
const FAMILIES: Readonly<Record<string, readonly [string, string]>> = {
  "brackets, then links that never end": [repeat("["), repeat("[a](")],
  parentheses: [repeat("("), repeat("((a)")],
  stars: [repeat("*"), repeat("**a")],
  "headings that close": [repeat("#"), repeat("# # #\n")],
  tables: [repeat("|"), repeat("| a | b |\n|-|-|\n")],
  quotes: [repeat("> "), repeat("“a” or “b” ")],
  "one letter": [repeat("a"), repeat("is")],
  "one line of a rule": [repeat("you may not use "), repeat("you may use ")],
  "lead-ins": [repeat("including: "), repeat("do not:::: ")],
  colons: [repeat(":"), repeat(": x")],
  "equal items": [repeat("- a\n"), repeat("- b\n")],
  "items all different": [lines(90_000, (at) => `- item${at}`), lines(90_000, (at) => `- thing${at}`)],
  "items in another order": [
    lines(40_000, (at) => `- You may not do ${at}`),
    lines(40_000, (at) => `- You may not do ${(at * 7919) % 40_000}`),
  ],
  "tags and comments": [repeat("<a href=x>"), repeat("<!--")],
  addresses: [repeat("http://a.b/c?d=e "), repeat("](](")],
  numbers: [repeat("1.1."), repeat("1,000 2024 ")],
  enumerations: [repeat("a, b, or c, "), repeat("a, b and d, ")],
  spaces: [repeat(" "), repeat("\t x")],
  "letters that nobody sees": [repeat("é\u200b\u202e"), repeat("漢字。")],
  "words at random": [randomText(1), randomText(2)],
};

/** How long the slowest comparison of a megabyte with a megabyte takes. */
export function benchHostile(): Promise<readonly Measure[]> {
  const timed = Object.entries(FAMILIES).map(([what, [old, neu]]) => ({ what, seconds: timeComparison(old, neu) }));
  const [slowest] = timed.toSorted((a, b) => b.seconds - a.seconds);
  return Promise.resolve([
    ...timed.map(({ what, seconds }) => ({ what, value: seconds, unit: "s", max: null })),
    { what: `the slowest (${slowest?.what})`, value: slowest?.seconds ?? 0, unit: "s", max: SECONDS_MAX },
  ]);
}

function timeComparison(old: string, neu: string): number {
  const began = performance.now();
  compareDocuments(parseDocument(old), parseDocument(neu), { oldBlob: "0".repeat(64), newBlob: "1".repeat(64) });
  return (performance.now() - began) / 1000;
}

/** Rules in words that policies use, in no order that makes sense. */
function randomText(seed: number): string {
  const random = seededRandom(seed);
  const words =
    "we you may not must will use share delete data models weapons consent without unless except including for third parties".split(
      " ",
    );
  const pick = (): string => words[Math.floor(random() * words.length)] as string;
  let text = "";
  while (text.length < LENGTH) {
    const sentence = Array.from({ length: 6 + Math.floor(random() * 12) }, pick).join(" ");
    text += random() < 0.3 ? `- ${sentence}\n` : `${sentence}.\n\n`;
  }
  return text.slice(0, LENGTH);
}
