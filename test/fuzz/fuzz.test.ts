import { describe, expect, test } from "vitest";
import { readInputs, seedsOf } from "./corpus.ts";
import { tryInput } from "./search.ts";
import { TARGET_NAMES } from "./target-names.ts";
import type { Target } from "./target.ts";

/** Inputs that once broke a promise, and those that lead a parser through its branches. */
describe.each(TARGET_NAMES)("%s", async (name) => {
  const { target } = (await import(`./targets/${name}.ts`)) as { readonly target: Target };

  test("keeps its promises for all kept inputs", async () => {
    const inputs = [...seedsOf(target), ...readInputs("corpus", target), ...readInputs("cases", target)];
    expect(inputs.length).toBeGreaterThan(0);
    const broken: string[] = [];
    for (const input of inputs) {
      const why = await tryInput(target, input);
      if (why !== null) broken.push(`${JSON.stringify(Buffer.from(input).toString("utf8"))}: ${why}`);
    }
    expect(broken).toEqual([]);
  });
});
