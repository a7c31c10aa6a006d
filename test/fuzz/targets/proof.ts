import { formatTlogProof, parseTlogProof, TlogError } from "../../../src/tlog/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

/** An offline proof: a TlogError, or a proof that is written as it was. */
export const target: Target = {
  name: "proof",
  seeds: [
    "c2sp.org/tlog-proof@v1\nextra eyJlbnRyeSI6e319\nindex 1\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\nexample.com/log\n2\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n— a b\n",
    "c2sp.org/tlog-proof@v1\nindex 0\n\n",
  ],
  run(input) {
    const text = textOf(input);
    const proof = unlessRefused(() => parseTlogProof(text), TlogError);
    if (proof) demand(formatTlogProof(proof) === text, "a proof is written as it was");
  },
};
