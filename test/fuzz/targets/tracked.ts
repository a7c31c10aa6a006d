import { parseTracked } from "../../../src/sources/index.ts";
import { UserError } from "../../../src/std/index.ts";
import { demandOneLine, type Target, textOf, unlessRefused } from "../target.ts";

/** Declarations of tracked pages: YAML with addresses and selectors. */
export const target: Target = {
  name: "tracked",
  seeds: [
    "- &a { service: A, terms: B, url: *a }\n",
    "- service: Grok\n  terms: Terms\n  url: https://x.example/legal\n",
    "- { service: A, terms: B, url: [https://a.example/1, https://a.example/2], select: [main, '#a > .b'], remove: nav, every: 12, render: true }\n",
  ],
  run(input) {
    try {
      unlessRefused(() => parseTracked(textOf(input), "lab", "tracked/lab.yaml"));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      demandOneLine(error.message);
    }
  },
};
