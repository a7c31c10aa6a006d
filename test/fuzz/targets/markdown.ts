import { splitBlocks } from "../../../src/clauses/blocks.ts";
import { normalKey, parseDocument, visibleText } from "../../../src/clauses/index.ts";
import { findQuantities } from "../../../src/clauses/quantities.ts";
import { splitSentences } from "../../../src/clauses/sentences.ts";
import { demand, type Target, textOf } from "../target.ts";

/** Markdown → blocks, sentences, clauses, quantities: never throws, and what it gives stands in the text. */
export const target: Target = {
  name: "markdown",
  seeds: [
    "# Usage\n\nYou may not:\n\n*   harm anyone\n    *   or animals, within 30 days\n1. or lie.\n",
    "Title\n=====\n\n| a | b |\n| --- | --- |\n| 1 | $5,000 |\n\n> We will [tell you](https://a.example) at once.\n",
    '**Bold heading**\n\nExcept as e.g. Art. 5 (1) says, we must… Until 2024-01-05: "no".\n\n---\n```\ncode\n```\n',
    "Effective January 5, 2024, one (1) business day; under 18. Dr. Who & Co. Inc. may—unless told—delete <b>it</b> &amp; go.",
  ],
  run(input) {
    const text = textOf(input);
    let end = 0;
    for (const block of splitBlocks(text)) {
      demand(block.start >= end && block.end >= block.start && block.end <= text.length, "blocks follow each other");
      ({ end } = block);
      let last = 0;
      const words = text.slice(block.start, block.end);
      for (const [from, to] of splitSentences(words)) {
        demand(from >= last && to > from && to <= words.length, "sentences follow each other");
        last = to;
      }
    }
    for (const { text: clause } of parseDocument(text).clauses) {
      demand(clause !== "", "a clause has words");
      findQuantities(clause);
    }
    const visible = visibleText(text);
    demand(normalKey(text) === normalKey(text), "a key is always the same");
    demand(visible.length <= text.length * 2 + 16, "what is seen is not longer than the text");
  },
};
