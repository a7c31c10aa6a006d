import { decodeBundle, encodeBundle, TlogError } from "../../../src/tlog/index.ts";
import { demand, type Target, unlessRefused } from "../target.ts";

/** An entry bundle: a TlogError, or entries that are encoded as they were. */
export const target: Target = {
  name: "bundle",
  seeds: [
    encodeBundle([Buffer.from("{}")]),
    encodeBundle([Buffer.from("one"), new Uint8Array(), Buffer.alloc(300, 7)]),
    "",
  ],
  run(input) {
    const entries = unlessRefused(() => decodeBundle(input), TlogError);
    if (entries) demand(Buffer.compare(encodeBundle(entries), input) === 0, "entries are encoded as they were");
  },
};
