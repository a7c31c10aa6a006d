import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { ownNames } from "./own-names.ts";

const names = (text: string): string[] => [...ownNames(parseDocument(text))];

test("the company and its product are what is written with a capital in mid-sentence, and never without", () => {
  const text =
    "When you use Lumen, the company Acme helps. The Services of Acme and the lamp Lumen are bright. ".repeat(4);
  expect(names(text).toSorted()).toEqual(["acme", "lumen"]);
});

test("a term of the contract is no name", () => {
  expect(names("In this Agreement the Customer pays. ".repeat(5))).toEqual([]);
  expect(names("All of the Processing is ours, and processing is ours. ".repeat(5))).toEqual([]);
});
