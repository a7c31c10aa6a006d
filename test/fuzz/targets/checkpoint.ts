import { formatCheckpoint, openCheckpoint, parseCheckpoint, TlogError } from "../../../src/tlog/index.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

const VKEY = "example.com/log+530d903e+Ab0z6nBT5EPtTKGwWAPLaXpEd3oHGxXmrlYLFkV7vYnk";

/** A checkpoint: a TlogError, or one whose three lines are written as they were. */
export const target: Target = {
  name: "checkpoint",
  seeds: [
    "example.com/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
  ],
  run(input) {
    const text = textOf(input);
    const checkpoint = unlessRefused(() => parseCheckpoint(text), TlogError);
    if (checkpoint) demand(text.startsWith(formatCheckpoint(checkpoint)), "its lines are written as they were");
    demand(unlessRefused(() => openCheckpoint(text, VKEY), TlogError) === null, "nothing unsigned is opened");
  },
};
