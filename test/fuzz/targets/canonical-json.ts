import { canonicalJson } from "../../../src/std/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

/** Canonical JSON of a JSON text: a TypeError, or a text that is its own canonical form. */
export const target: Target = {
  name: "canonical-json",
  seeds: ['{"b":[1.0,"é"],"a":null,"\\u20ac":-0,"1":1e21}', '[[[[]]],{"":"\\ud83d\\ude00"},0.1,true]', '"\\ud800"'],
  run(input) {
    const value = unlessRefused(() => JSON.parse(textOf(input)) as unknown, SyntaxError);
    const text = unlessRefused(() => canonicalJson(value), TypeError);
    if (text !== null) demand(canonicalJson(JSON.parse(text)) === text, "a canonical text is its own canonical form");
  },
};
